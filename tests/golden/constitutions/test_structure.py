"""The three histories from instructions: every version as printed, labels too, and what undoing does to a clause."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from misaq.charter import (
    FoldedHistory,
    Version,
    Weave,
    assign_sections,
    fold_history,
    fold_operations,
    keep_assignments,
    prepare_text,
    propose_operations,
    split_clauses,
    start_weave,
)
from misaq.formats import Folder, load_operations, operations_table

pytestmark = pytest.mark.shared
Real = Callable[[str], Any]
Folded = Callable[[str], FoldedHistory]
COUNTRIES = [("india", 105), ("italy", 24), ("usa", 19)]


def prepared(version: Version, width: int) -> dict[str, str]:
    texts = {p: prepare_text(t, join_lines_of=width) for p, t in version.files.items()}
    return {path: text for path, text in texts.items() if text}


def labels(weave: Weave, place: int) -> dict[str, list[tuple[str, str]]]:
    """Path to (label, heading) of each provision with words in it, in the order of the text."""
    active = weave.active(place)
    worded = np.array([bool(text.strip()) for text in weave.text])
    seen: dict[str, dict[int, None]] = {}
    for file, runs in weave.arrange(active):
        provisions = weave.provision[runs[worded[runs]]].tolist()
        if provisions:
            seen.setdefault(weave.files[file], {}).update(dict.fromkeys(provisions))
    return {path: [weave.label_in(p, active) for p in found] for path, found in seen.items()}


@pytest.mark.parametrize(("country", "versions"), COUNTRIES)
def test_every_version_comes_from_its_instructions(
    real: Real, folded: Folded, country: str, versions: int
) -> None:
    history, width, *_ = real(country)
    found = folded(country)
    assert found.residue == ()
    assert len(found.weave.numbers) == versions
    for place, version in enumerate(history.versions):
        assert found.weave.texts(found.weave.active(place)) == prepared(version, width), version.n


@pytest.mark.parametrize(("country", "versions"), COUNTRIES)
def test_labels_and_headings_are_those_printed(
    real: Real, folded: Folded, country: str, versions: int
) -> None:
    history, width, *_ = real(country)
    weave = folded(country).weave
    printed: dict[str, list[tuple[str, str]]] = {}
    for place in range(versions):
        for text in prepared(history.versions[place], width).values():
            if text not in printed:
                printed[text] = [(c.label, c.heading) for c in split_clauses(text)]
        wanted = {p: printed[t] for p, t in prepared(history.versions[place], width).items()}
        assert labels(weave, place) == wanted, history.versions[place].n


@pytest.mark.parametrize("country", ["india", "italy", "usa"])
def test_proposals_are_read_back_from_their_table_and_folded_by_a_stranger(
    real: Real, folded: Folded, country: str, tmp_path: Path
) -> None:
    history, width, *_ = real(country)
    found = folded(country)
    (tmp_path / "charter").mkdir()
    (tmp_path / "charter" / "operations.csv").write_bytes(operations_table(found.proposed))
    operations, faults = load_operations(Folder(tmp_path))
    assert (operations, faults) == (found.proposed, [])
    weave = start_weave(history.versions[0], join_lines_of=width)
    weave = fold_operations(weave, operations, history.versions)
    assert weave.text == found.weave.text
    assert (weave.inserted == found.weave.inserted).all()


def test_the_next_text_of_india_is_proposed_alone(real: Real, folded: Folded) -> None:
    history, width, *_ = real("india")
    earlier = [o for o in folded("india").proposed if o.n < 104]
    weave = start_weave(history.versions[0], join_lines_of=width)
    weave = fold_operations(weave, earlier, history.versions[:-1])
    proposed = propose_operations(weave, history.versions[-1], join_lines_of=width)
    assert proposed == tuple(o for o in folded("india").proposed if o.n == 104)
    # the 104th: reserved seats until eighty years, those for Anglo-Indians no longer
    assert {o.provision.rpartition(".")[0] or o.provision for o in proposed} >= {"part16"}


def test_what_a_person_said_of_proposals_is_kept(real: Real, folded: Folded) -> None:
    history = real("italy").history
    proposed = folded("italy").proposed
    assigned = assign_sections(
        proposed, {"2.1": "art. 1", "2.2": "art. 2"}, act="l. cost. 3/1963", checked_by="A. Reader"
    )
    given = [o for o in assigned if o.n == 2]
    versions = history.versions[:5]
    again = fold_history(versions, operations=given)
    assert again.residue == ()
    assert keep_assignments(proposed, given) == assigned
    # an instruction that was left out is told, with the words that are missing
    without = fold_history(versions, operations=[o for o in given if o.id != "2.2"])
    (residue,) = without.residue
    assert (residue.n, residue.way) == (2, "operations")
    assert [(d.folded, d.official) for d in residue.differences] == [("ha un solo senatore", "uno")]
    assert residue.tokens == 5


def operations_of(weave: Weave, *amendments: int) -> list[int]:
    return [i for i, place in enumerate(weave.version_of) if weave.numbers[place] in amendments]


def text_of(weave: Weave, id_: str, place: int, without: Iterable[int] = ()) -> str:
    """The words of a provision and all beneath it, white space made one space."""
    active = weave.active(place, without_operations=without)
    below = {i for i, p in enumerate(weave.provisions) if p.id == id_ or p.id.startswith(f"{id_}.")}
    texts = (
        weave.text[r]
        for _, runs in weave.arrange(active)
        for r in runs.tolist()
        if int(weave.provision[r]) in below
    )
    return " ".join("".join(texts).split())


def test_undoing_what_brought_a_clause_takes_its_label_with_its_words(folded: Folded) -> None:
    weave = folded("india").weave
    fifteenth = weave.place(15)
    with_it = text_of(weave, "part05.art-124", fifteenth)
    undone = text_of(weave, "part05.art-124", fifteenth, operations_of(weave, 15))
    assert "(2A) The age of a Judge of the Supreme Court shall be determined" in with_it
    assert "(2A)" not in undone
    assert undone == text_of(weave, "part05.art-124", weave.place(14))


def test_words_written_later_inside_a_clause_go_with_it(folded: Folded) -> None:
    # Italy's 15th wrote into letters e) and s) of article 117, which the 11th had brought
    weave = folded("italy").weave
    later = weave.place(15)
    assert "armonizzazione dei bilanci pubblici;" in text_of(weave, "art-117.para-e", later)
    undone = operations_of(weave, 11)
    assert text_of(weave, "art-117", later, undone) == text_of(weave, "art-117", weave.place(10))
    assert text_of(weave, "art-117.para-e", later, undone) == ""


def test_undoing_a_repeal_brings_labels_back_with_their_words(folded: Folded) -> None:
    # article 31 with its clauses (1), (2), (2A)...; the 44th took it out
    weave = folded("india").weave
    last = len(weave.numbers) - 1
    assert "(2A)" not in text_of(weave, "part03.art-31", last)
    back = text_of(weave, "part03.art-31", last, operations_of(weave, 44))
    assert "(2A) Where a law does not provide for the transfer of the ownership" in back
    assert back.startswith("31. (1) No person shall be deprived of his property")
