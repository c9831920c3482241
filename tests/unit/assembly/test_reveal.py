"""Commit and reveal: all or nothing, and each party that stops the draw is named."""

import copy
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from misaq.assembly import (
    Reveal,
    gather_commitments,
    gather_reveals,
    new_reveal,
    read_source,
    revealed,
)
from misaq.assembly.standalone import check_randomness as alone
from misaq.foundation.errors import FaultsError

Documents = list[dict[str, Any]]
NAMES = ("North", "جنوب", "East")


@pytest.fixture
def parties() -> list[Reveal]:
    return [Reveal(name, f"{n}1" * 32, f"{n}2" * 32) for n, name in enumerate(NAMES)]


def codes(attempt: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The faults, each with a text in both languages and what happens next."""
    with pytest.raises(FaultsError) as caught:
        attempt()
    for fault in caught.value.faults:
        english, urdu = fault.message("en"), fault.message("ur")
        assert english.what != urdu.what
        assert english.mend != urdu.mend
        assert "{" not in english.sentence() + urdu.sentence()
    return [(fault.code, fault.params.get("party")) for fault in caught.value.faults]


def test_all_reveal_and_the_value_follows_from_all(parties: list[Reveal]) -> None:
    commitments = gather_commitments([p.public() for p in reversed(parties)])
    assert [row["party"] for row in commitments["commitments"]] == sorted(NAMES)
    first = gather_reveals(commitments, [p.document() for p in parties])
    assert first == gather_reveals(commitments, [p.document() for p in parties[::-1]])
    found = revealed(first)
    lines = "".join(f"{p.party}\n{p.value}\n" for p in sorted(parties, key=lambda p: p.party))
    assert found.value == "reveal:" + hashlib.sha256(lines.encode()).hexdigest()
    assert found.source == read_source("reveal:c.json", load=lambda _: commitments).text
    drawn = {
        "randomness": found.text,
        "source": found.source,
        "value": found.value,
        "rehearsal": False,
        "evidence": found.evidence,
    }
    assert alone.check_randomness({"source": found.source}, drawn) == []


def test_what_is_published_first_says_nothing_of_the_value() -> None:
    one, other = new_reveal("North"), new_reveal("North")
    assert one.value != other.value
    assert one.commitment != other.commitment
    assert one.value not in str(one.public())
    assert one.nonce not in str(one.public())
    copied = Reveal("South", one.nonce, one.value)
    assert copied.commitment != one.commitment  # nobody can take over what another committed to


def leave_out(documents: Documents) -> None:
    del documents[1]


def change_value(documents: Documents) -> None:
    documents[1]["value"] = "f" * 64


def change_nonce(documents: Documents) -> None:
    documents[1]["nonce"] = "f" * 64


def no_value(documents: Documents) -> None:
    del documents[1]["value"]


def a_stranger(documents: Documents) -> None:
    documents.append(new_reveal("Nobody").document())


@pytest.mark.parametrize(
    ("change", "code", "party", "said"),
    [
        (leave_out, "reveal_missing", NAMES[1], "did not reveal"),
        (change_value, "reveal_wrong", NAMES[1], "something else"),
        (change_nonce, "reveal_wrong", NAMES[1], "something else"),
        (no_value, "reveal_wrong", NAMES[1], "something else"),
        (a_stranger, "reveal_stranger", "Nobody", "not those of the source"),
    ],
)
def test_a_party_that_stops_the_draw_is_named(
    parties: list[Reveal], change: Callable[[Documents], None], code: str, party: str, said: str
) -> None:
    commitments = gather_commitments([p.public() for p in parties])
    documents: Documents = [p.document() for p in parties]
    sound = revealed(gather_reveals(commitments, copy.deepcopy(documents)))
    change(documents)
    assert codes(lambda: gather_reveals(commitments, documents)) == [(code, party)]
    rows = [{key: str(d.get(key)) for key in ("party", "nonce", "value")} for d in documents]
    drawn = {
        "randomness": sound.text,
        "source": sound.source,
        "value": sound.value,
        "rehearsal": False,
        "evidence": {**sound.evidence, "reveals": rows},
    }
    assert said in "\n".join(alone.check_randomness({}, drawn))


def test_commitments_that_cannot_be_are_named(parties: list[Reveal]) -> None:
    public: Documents = [p.public() for p in parties]
    again = {**public[0], "party": "NORTH"}
    assert codes(lambda: gather_commitments([*public, again])) == [("reveal_party_twice", "NORTH")]
    bad = [{**public[0], "commitment": "12"}, {"party": " x"}, {"party": "a\nb"}, {}]
    assert [code for code, _ in codes(lambda: gather_commitments([*bad, *public[1:]]))] == [
        "reveal_commitment_bad",
        *["reveal_party_bad"] * 3,
    ]
    assert codes(lambda: gather_commitments(public[:1])) == [("reveal_too_few", None)]
    assert codes(lambda: revealed({})) == [("reveal_file_bad", None)]
    assert codes(lambda: revealed(gather_commitments(public))) == [("reveal_file_bad", None)]
    assert codes(lambda: new_reveal("  ")) == [("reveal_party_bad", "")]


def test_a_party_that_reveals_twice_is_refused(parties: list[Reveal]) -> None:
    commitments = gather_commitments([p.public() for p in parties])
    documents = [p.document() for p in (*parties, parties[0])]
    assert codes(lambda: gather_reveals(commitments, documents)) == [("reveal_file_bad", None)]
