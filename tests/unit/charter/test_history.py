"""A history folded from instructions, what it misses of the official texts, and what a check says."""

from dataclasses import replace

import pytest

from misaq.charter import (
    Operation,
    Version,
    assign_sections,
    check_history,
    fold_history,
    keep_assignments,
    propose_operations,
    start_weave,
)
from misaq.foundation.errors import FaultsError

FIRST = """Article 1. Water
(1) Water is common to all who live by it.
(2) No one may sell it.

Article 2. Land
The land is common.
"""


def texts(*changes: tuple[str, str], first: str = FIRST) -> list[Version]:
    """Versions of one file, each the one before with some words replaced."""
    versions, text = [Version(0, "Text", "1950", {"a": first})], first
    for n, (old, new) in enumerate(changes, start=1):
        assert old in text
        text = text.replace(old, new, 1)
        versions.append(Version(n, f"Act {n}", f"{1950 + n}", {"a": text}))
    return versions


def proposed(*changes: tuple[str, str], first: str = FIRST) -> list[Operation]:
    return list(fold_history(texts(*changes, first=first)).proposed)


def deeds(operations: list[Operation]) -> list[tuple[str, str, str, str]]:
    return [(o.kind, o.provision, o.words, o.text) for o in operations]


@pytest.mark.parametrize(
    ("change", "deed"),
    [
        pytest.param(
            ("may sell", "shall sell"),
            ("substitute_words", "art-1.cl-2", "may", "shall"),
            id="words",
        ),
        pytest.param(
            ("may sell it", "may sell it, nor close it"),
            ("insert_words", "art-1.cl-2", "may sell it", ", nor close it"),
            id="words put in",
        ),
        pytest.param(
            (" who live by it", ""),
            ("omit_words", "art-1.cl-1", "who live by it", ""),
            id="words out",
        ),
        pytest.param(
            ("(2) No one may sell it.\n", ""),
            ("omit_provision", "art-1.cl-2", "", ""),
            id="clause out",
        ),
        pytest.param(
            ("(2) No one", "(1A) Springs are sacred.\n(2) No one"),
            ("insert_provision", "art-1.cl-1a", "", "(1A) Springs are sacred.\n"),
            id="clause put in",
        ),
        pytest.param(
            ("Article 2. Land\n", "Article 2. Land and sea\n"),
            ("substitute_heading", "art-2", "", ""),
            id="heading",
        ),
        pytest.param(("Article 2.", "Article 3."), ("renumber", "art-2", "", ""), id="number"),
        pytest.param(
            ("common to all", "common\nto all"),
            ("respace", "art-1.cl-1", "common to", "common\nto"),
            id="white space",
        ),
        pytest.param(
            (
                "The land is common.",
                "Fields, woods and pastures belong to the village in which they lie, for ever.",
            ),
            (
                "substitute_provision",
                "art-2",
                "",
                "Article 2. Land\nFields, woods and pastures belong to the village in which they lie, for ever.\n",
            ),
            id="article anew",
        ),
    ],
)
def test_each_change_is_the_instruction_that_a_drafter_would_give(
    change: tuple[str, str], deed: tuple[str, str, str, str]
) -> None:
    assert deeds(proposed(change)) == [deed]


def test_the_second_of_three_places_is_named() -> None:
    first = "Article 1. Rain\nRain is rain and rain is free.\n"
    (operation,) = proposed(("rain and", "water and"), first=first)
    assert (operation.words, operation.occurrence) == ("rain", 1)  # "Rain" is another word
    (operation,) = proposed(("and rain", "and water"), first=first)
    assert (operation.words, operation.occurrence) == ("rain", 2)


def test_an_article_that_changes_its_place_is_moved() -> None:
    land = "Article 2. Land\nThe land is common to all who work it.\n"
    water = "Article 1. Water\nWater is common to all who live by it.\n\n"
    sky = "Article 3. Sky\nNobody owns the sky, and nobody the birds in it.\n"
    versions = [
        Version(0, "", "1950", {"a": water + land + sky}),
        Version(1, "", "1951", {"a": land + sky + water}),
    ]
    history = fold_history(versions)
    assert [(o.kind, o.provision, o.after) for o in history.proposed if o.kind != "respace"] == [
        ("move", "art-1", "art-3")
    ]
    assert history.weave.texts(history.weave.active()) == {"a": land + sky + water}


def test_files_that_come_and_go() -> None:
    versions = [
        Version(0, "", "1950", {"a": FIRST, "b": "Article 9. Sea\nIt is free.\n"}),
        Version(1, "", "1951", {"a": FIRST, "c": "Article 10. Sky\nIt is blue.\n"}),
    ]
    history = fold_history(versions)
    assert [(o.kind, o.provision, o.file) for o in history.proposed] == [
        ("omit_provision", "b.art-9", ""),
        ("insert_provision", "c.art-10", "c"),
    ]
    assert history.weave.texts(history.weave.active()) == versions[1].files


def test_a_version_that_is_not_the_next_is_refused() -> None:
    weave = start_weave(Version(3, "", "1950", {"a": FIRST}))
    with pytest.raises(FaultsError):
        propose_operations(weave, Version(2, "", "1951", {"a": FIRST}))


def test_what_given_operations_miss_is_told_and_proposed() -> None:
    versions = texts(("may sell it", "shall sell it or give it"), ("common.", "free."))
    given = Operation("1.1", 1, "substitute_words", "art-1.cl-2", words="may", text="shall")
    history = fold_history(versions, operations=[given])
    (residue,) = history.residue
    assert (residue.n, residue.way, residue.tokens) == (1, "operations", 3)
    assert [(d.folded, d.official) for d in residue.differences] == [("", "or give it")]
    assert [(o.id, o.text) for o in history.proposed] == [("1.2", "or give it"), ("2.1", "free")]
    assert history.weave.texts(history.weave.active()) == versions[-1].files


def test_given_operations_that_cannot_be_applied_are_all_told() -> None:
    wrong = [
        Operation("1.1", 1, "omit_words", "art-1", words="no such words"),
        Operation("1.2", 1, "omit_provision", "art-77"),
    ]
    with pytest.raises(FaultsError) as caught:
        fold_history(texts(("may", "shall")), operations=wrong)
    assert [fault.params["operation"] for fault in caught.value.faults] == ["1.1", "1.2"]


def test_a_check_counts_versions_that_are_exact_in_both_ways() -> None:
    versions = texts(("may", "shall"), ("common.", "free."))
    versions[2] = replace(versions[2], date="1949")
    check = check_history(versions)
    assert (check.versions, check.exact, check.residue, check.doubtful) == (3, 3, (), ())
    assert [(d.n, d.date, d.why) for d in check.dates] == [(2, "1951", "backwards")]
    wrong = Operation("2.1", 2, "substitute_words", "art-2", words="common", text="sold")
    check = check_history(versions, operations=[wrong])
    assert (check.exact, [(r.n, r.way, r.tokens) for r in check.residue]) == (
        2,
        [(2, "operations", 2)],
    )


def test_assignments_outlive_new_proposals_where_the_words_agree() -> None:
    before = proposed(("may sell", "shall sell"))
    assigned = assign_sections(before, {"1.1": "s. 3"}, act="First Act", checked_by="Ada")
    effect = Operation("1.9", 1, "suspends", targets=("1.1",))
    again = proposed(
        (
            "Water is common to all who live by it.\n(2) No one may",
            "Water is free.\n(2) No one shall",
        )
    )
    kept = keep_assignments(again, [*assigned, effect])
    by_words = {o.words: o for o in kept}
    assert by_words["may"].source.section == "s. 3"
    assert by_words["may"].source.checked_by == ("Ada",)
    assert [o.targets for o in kept if o.kind == "suspends"] == [(by_words["may"].id,)]
    assert all(not o.source.section for o in kept if o.words != "may")
    # another word: another instruction, of which nobody has said anything
    other = keep_assignments(proposed(("may sell", "must sell")), assigned)
    assert [o.source.section for o in other] == [""]
