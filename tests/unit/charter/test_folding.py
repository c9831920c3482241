"""Amending acts are folded instruction by instruction, and each can be left out alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from misaq.charter import (
    EVERY,
    Operation,
    Version,
    Weave,
    fold_operations,
    read_weave,
    rebuild_version,
    start_weave,
    weave_document,
)
from misaq.foundation.errors import FaultsError

FIRST = """Part I. Rights
Article 1. Water
(1) Water is common to all.
(2) No one shall sell water for one year or more,—
(a) in a town; or
(b) in a village.
Provided that rain is free.
Article 2. Land
Land is common. The assembly may let land for one year.
Part II. Offices
Article 3. The council
The council sits for one year.
"""
Fold = Callable[..., Weave]


def fold(*operations: Operation, text: str = FIRST) -> Weave:
    weave = start_weave(Version(0, "", "1950-01-01", {"text": text}))
    numbers = sorted({operation.n for operation in operations})
    stamps = [Version(n, f"Act {n}", f"{1950 + n}-01-01", {}) for n in numbers]
    return fold_operations(weave, operations, stamps)


def text_of(weave: Weave, *without: str) -> str:
    places = [i for i, operation in enumerate(weave.operations) if operation.id in without]
    text = weave.texts(weave.active(without_operations=places)).get("text", "")
    document = weave_document(weave)
    rebuilt = rebuild_version(document, weave.numbers[-1], without=without)
    assert rebuilt.get("text", "") == text
    assert weave_document(read_weave(document)) == document
    return text


def codes(*operations: Operation, text: str = FIRST) -> list[str]:
    with pytest.raises(FaultsError) as raised:
        fold(*operations, text=text)
    for fault in raised.value.faults:
        assert "{" not in fault.message("en").sentence() + fault.message("ur").sentence()
    return [fault.code for fault in raised.value.faults]


def test_the_first_text_is_cut_down_to_paragraphs() -> None:
    weave = start_weave(Version(0, "", "1950", {"text": FIRST}))
    parents = {
        p.id: weave.provisions[p.parent].id if p.parent >= 0 else "" for p in weave.provisions
    }
    assert parents["art-1"] == "part-i"
    assert parents["art-1.cl-2.para-b"] == "art-1.cl-2"
    assert parents["art-1.cl-2.proviso"] == "art-1.cl-2"
    assert parents["art-3"] == "part-ii"
    assert weave.texts(weave.active()) == {"text": FIRST}


def test_words_are_substituted_put_in_and_taken_out() -> None:
    weave = fold(
        Operation("1.1", 1, "substitute_words", "art-1.cl-2", words="one\n year", text="two years"),
        Operation(
            "1.2", 1, "insert_words", "art-2", words="let land", text="to the poor", where="after"
        ),
        Operation(
            "1.3",
            1,
            "insert_words",
            "art-2",
            words="Land",
            text="All",
            occurrence=2,
            where="before",
        ),
        Operation("2.1", 2, "omit_words", "art-1", words="or more"),
        Operation("2.2", 2, "insert_words", "art-3", text="It may sit again.", where="end"),
    )
    text = text_of(weave)
    assert "sell water for two years,—\n(a)" in text
    assert "All Land is common. The assembly may let land to the poor for one year.\n" in text
    assert text.endswith("The council sits for one year. It may sit again.\n")
    assert text_of(weave, "1.1", "1.2", "1.3", "2.1", "2.2") == FIRST
    assert "two years or more,—" in text_of(weave, "2.1")


def test_a_clause_falls_with_its_label_and_what_was_written_in_it_later() -> None:
    weave = fold(
        Operation(
            "1.1",
            1,
            "insert_provision",
            "art-1.cl-1a",
            text="(1A) Rivers are common.",
            parent="art-1",
            after="art-1.cl-1",
        ),
        Operation(
            "2.1",
            2,
            "insert_words",
            "art-1.cl-1a",
            words="Rivers",
            text="and lakes",
            where="after",
        ),
    )
    assert "to all.\n(1A) Rivers and lakes are common.\n(2) No one" in text_of(weave)
    assert text_of(weave, "1.1") == FIRST
    assert "(1A) Rivers are common.\n" in text_of(weave, "2.1")


def test_a_provision_is_substituted_whole_and_its_clauses_stay_themselves() -> None:
    weave = fold(
        Operation(
            "1.1",
            1,
            "substitute_provision",
            "art-1",
            text="Article 1. Waters\n(1) Waters are common.\n(3) So is rain.",
        ),
        Operation("2.1", 2, "omit_words", "art-1.cl-3", words="So is"),
        Operation("3.1", 3, "omit_provision", "art-2", text="Article 2. [Omitted.]"),
    )
    text = text_of(weave)
    assert (
        "Article 1. Waters\n(1) Waters are common.\n(3) rain.\nArticle 2. [Omitted.]\nPart II"
        in text
    )
    ids = [p.id for p in weave.provisions]
    assert ids.count("art-1.cl-1") == 1
    assert "art-1.cl-3" in ids
    assert text_of(weave, "1.1", "3.1") == FIRST


def test_a_clause_that_the_whole_text_brought_anew_stands_without_the_act_that_brought_it_first() -> (
    None
):
    clause = Operation(
        "1.1", 1, "insert_provision", "art-2.cl-1", text="(1) Sand is common.", parent="art-2"
    )
    whole = "Article 2. Land\n(1) Sand and soil are common.\n(2) So are hills."
    weave = fold(clause, Operation("2.1", 2, "substitute_provision", "art-2", text=whole))
    assert [p.id for p in weave.provisions].count("art-2.cl-1") == 1
    assert whole in text_of(weave)
    assert whole in text_of(weave, "1.1")
    assert "(1) Sand is common.\n" in text_of(weave, "2.1")
    assert text_of(weave, "1.1", "2.1") == FIRST


def test_renumbering_comes_back_with_its_label() -> None:
    weave = fold(
        Operation("1.1", 1, "renumber", "art-2", label="2A"),
        Operation("2.1", 2, "substitute_heading", "art-2", heading="Land and soil"),
    )
    land = weave.provision_place("art-2", 2)
    assert land is not None
    assert "Article 2A. Land and soil\n" in text_of(weave)
    assert weave.label_in(land, weave.active()) == ("2A", "Land and soil")
    assert weave.label_in(land, weave.active(0)) == ("2", "Land")
    assert text_of(weave, "1.1", "2.1") == FIRST


def test_a_moved_provision_keeps_its_words_and_comes_back() -> None:
    weave = fold(
        Operation("1.1", 1, "move", "art-1", parent="part-ii", after="art-3"),
        Operation("2.1", 2, "omit_words", "art-1", words="or more"),
        Operation(
            "3.1", 3, "insert_provision", "art-4", text="Article 4. Air\nFree.", after="art-1"
        ),
    )
    text = text_of(weave)
    assert text.startswith("Part I. Rights\nArticle 2. Land")
    assert text.endswith("Provided that rain is free.\nArticle 4. Air\nFree.\n")
    assert not weave.inserted[weave.words > 0][:-8].any()
    back = text_of(weave, "1.1")
    assert back.startswith("Part I. Rights\nArticle 1. Water")
    assert text_of(weave, "1.1", "2.1", "3.1") == FIRST


def test_a_move_that_would_put_a_provision_under_itself_is_passed_over() -> None:
    weave = fold(
        Operation("1.1", 1, "move", "art-2", parent="art-1"),
        Operation("2.1", 2, "move", "art-2", parent="part-ii"),
        Operation("3.1", 3, "move", "art-1", parent="art-2"),
    )
    assert "Land is common." in text_of(weave, "2.1")
    parents = weave.parents_in(weave.active(without_operations=[2]))
    ids = [p.id for p in weave.provisions]
    assert ids[parents[ids.index("art-2")]] == "art-1"
    assert ids[parents[ids.index("art-1")]] == "part-i"


def test_the_last_label_is_printed_whatever_was_before_it() -> None:
    weave = fold(
        Operation("1.1", 1, "renumber", "art-2", label="5", heading="Soil"),
        Operation("2.1", 2, "renumber", "art-2", label="7"),
        Operation("3.1", 3, "substitute_heading", "art-2", heading="Fields"),
    )
    assert "Article 7. Fields\n" in text_of(weave)
    assert "Article 7. Fields\n" in text_of(weave, "1.1")
    assert "Article 5. Fields\n" in text_of(weave, "2.1")
    assert "Article 7. Soil\n" in text_of(weave, "3.1")
    assert text_of(weave, "1.1", "2.1", "3.1") == FIRST


def test_wherever_occurring_is_frozen_into_places() -> None:
    weave = fold(
        Operation(
            "1.1", 1, "substitute_words", words="one year", text="a year", occurrence=EVERY,
            targets=("!art-3",),
        )
    )  # fmt: skip
    assert weave.operations[1].targets == ("art-1.cl-2#1", "art-2#1")
    every = replace(weave.operations[1], targets=("!art-1", "!art-2#1"))
    assert fold(every).operations[1].targets == ("art-3#1",)  # and all beneath article 1
    assert codes(replace(every, targets=("art-2#2",))) == ["operation_target"]
    assert codes(replace(every, targets=("!part-iii",))) == ["operation_target"]
    assert text_of(weave).count("a year") == 2
    again = fold(weave.operations[1])
    assert text_of(again) == text_of(weave)


def test_every_operation_that_cannot_be_applied_is_told_with_help() -> None:
    assert codes(
        Operation("1.1", 1, "omit_words", "art-1", words="sits for one year"),
        Operation("1.2", 1, "omit_words", "art-9", words="x"),
        Operation("1.3", 1, "omit_words", "art-2", words="common", occurrence=3),
        Operation("1.4", 1, "omit_words", "art-2", words="The assembly can let land"),
        Operation("1.5", 1, "omit_words", "art-2", words="Land is"),
        Operation("1.6", 1, "omit_words", "art-2", words="Land is common"),
        Operation("1.7", 1, "omit_words", "art-2"),
        Operation("1.8", 1, "omit_words", "art-2", words="Zzz qqq xxx"),
    ) == [
        "operation_elsewhere",
        "operation_unknown_provision",
        "operation_occurrence",
        "operation_near",
        "operation_words_gone",
        "operation_needs",
        "operation_not_found",
    ]
