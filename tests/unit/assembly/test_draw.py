"""The draw and its check: redone here without our code, and each tampering named."""

import copy
import hashlib
import json
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from misaq.assembly import (
    Lottery,
    Pool,
    SealBrokenError,
    audit_lottery,
    commit,
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    read_randomness,
    unseal,
)
from misaq.assembly.draw import ticket_from

Published = tuple[Lottery, dict[str, Any], dict[str, float], dict[str, Any]]


@pytest.fixture
def published(make_pool: Callable[..., Pool]) -> Published:
    people = [(f"v{i}", "ab"[i % 2], "xyz"[i % 3]) for i in range(14)]
    quotas = [("g", "a", 2, 3), ("g", "b", 2, 3)] + [("p", f, 1, 3) for f in "xyz"]
    lottery = hold_lottery(make_pool(("id", "g", "p"), people, quotas, 5), tickets=1000)
    panels = json.loads(json.dumps(publish_panels(lottery, publish_certificate(lottery))))
    randomness = read_randomness("seed:471")
    drawn = publish_draw(draw_panel(lottery.tickets, panels["commitment"], randomness))
    return lottery, panels, dict(lottery.probabilities), json.loads(json.dumps(drawn))


def test_a_stranger_gets_the_same_ticket_with_sha256_alone(published: Published) -> None:
    _, panels, _, drawn = published
    digest = hashlib.sha256(f"{panels['commitment']}\nseed:471\n0".encode()).hexdigest()
    assert drawn["digest"] == digest
    assert drawn["ticket"] == int(digest, 16) % 1000
    left = {"commitment", "panels", "rows", "tickets"}  # sealed by their digests
    plain = {key: value for key, value in panels.items() if key not in left}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert hashlib.sha256(text.encode()).hexdigest() == panels["commitment"]


def test_digests_that_would_favour_some_tickets_are_passed_over() -> None:
    total = 2**255 + 1  # nearly every second digest is too large
    ticket, digest, counter = ticket_from("seal", "x", total)
    assert counter > 0 or int(digest, 16) < total
    for before in range(counter):
        refused = hashlib.sha256(f"seal\nx\n{before}".encode()).hexdigest()
        assert int(refused, 16) >= 2**256 - 2**256 % total
    assert ticket == int(digest, 16) % total


def test_tickets_come_out_equally_often() -> None:
    counts = Counter(ticket_from("seal", f"round {i}", 5)[0] for i in range(5000))
    assert (
        sum((n - 1000) ** 2 / 1000 for n in counts.values()) < 18.5
    )  # chi-squared, 4 df, p = .001


def test_dice_name_each_ticket_of_a_thousand_exactly_once(published: Published) -> None:
    lottery, panels, _, _ = published
    found = [
        draw_panel(lottery.tickets, panels["commitment"], read_randomness(f"dice:{n:03}"))
        for n in range(1000)
    ]
    assert [drawn.ticket for drawn in found] == list(range(1000))
    assert {(drawn.method, drawn.digest, drawn.counter) for drawn in found} == {("direct", "", 0)}
    seats = Counter(person for drawn in found for person in drawn.people)
    assert seats == Counter(lottery.tickets.person_tickets())


def test_of_every_value_of_a_small_digest_each_ticket_has_equally_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All digests of 8 bits in turn, for every total: what is passed over leaves nobody favoured."""

    class Small:
        def __init__(self, text: bytes) -> None:
            first, counter = text.decode().split("\n")[1:]
            self.value = (int(first) + 97 * int(counter)) % 256

        def hexdigest(self) -> str:
            return f"{self.value:02x}"

    monkeypatch.setattr("misaq.assembly.draw.DIGESTS", 256)
    monkeypatch.setattr("misaq.assembly.draw.hashlib", SimpleNamespace(sha256=Small))
    for total in (1, 2, 3, 7, 100, 128, 129, 255, 256):
        first_try = Counter(
            ticket
            for n in range(256)
            for ticket, _, counter in [ticket_from("", str(n), total)]
            if counter == 0
        )
        assert set(first_try.values()) == {256 // total}
        assert sorted(first_try) == list(range(total))


def test_an_honest_lottery_verifies(published: Published) -> None:
    lottery, panels, probabilities, drawn = published
    assert audit_lottery(panels, probabilities, drawn, lottery.pool) == []
    assert unseal(panels).counts == lottery.tickets.counts


def tamper_probability(panels: Any, probabilities: Any, drawn: Any) -> None:
    probabilities["v3"] += 0.001


def tamper_ticket_counts(panels: Any, probabilities: Any, drawn: Any) -> None:
    panels["tickets"][0] += 5


def tamper_randomness(panels: Any, probabilities: Any, drawn: Any) -> None:
    drawn["randomness"] = "seed:479"


def tamper_people(panels: Any, probabilities: Any, drawn: Any) -> None:
    drawn["people"][0] = next(p for p in probabilities if p not in drawn["people"])


def tamper_panel(panels: Any, probabilities: Any, drawn: Any) -> None:
    """A panel of one kind only, sealed anew: only the quotas can tell."""
    first = panels["panels"][0]
    panels["panels"][0] = [[first[0][0], 5]]
    panels["commitment"] = commit(panels)


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (tamper_probability, "audit.probability"),
        (tamper_ticket_counts, "audit.panel_changed"),
        (tamper_randomness, "audit.draw"),
        (tamper_people, "audit.draw"),
        (tamper_panel, "audit.panel_quota"),
    ],
)
def test_names_what_was_tampered_with(
    published: Published, tamper: Callable[..., None], code: str
) -> None:
    lottery, panels, probabilities, drawn = copy.deepcopy(published)
    tamper(panels, probabilities, drawn)
    assert code in {
        found.code for found in audit_lottery(panels, probabilities, drawn, lottery.pool)
    }


@pytest.mark.parametrize("broken", [{}, {"types": 5}, {"format": "x", "types": [], "panels": []}])
def test_refuses_what_is_no_sealed_list(broken: dict[str, Any]) -> None:
    with pytest.raises(SealBrokenError):
        unseal(broken)


def test_nothing_published_holds_a_row_of_features(published: Published) -> None:
    lottery, panels, _, drawn = published
    proof = publish_certificate(lottery)
    told = publish_lottery(lottery, panels["commitment"], proof, threshold=5)
    by_id = json.dumps([panels["types"], told["probabilities"], drawn])
    assert "xyz" not in by_id
    for row in told[
        "features"
    ]:  # nothing so exact that everybody's own chance would tell who is meant
        assert not {key for key in row if "chance" in key}
        assert row["expected"] is None or row["expected"] == round(row["expected"], 1)
    assert all(not isinstance(value, dict) for value in told["probabilities"].values())
