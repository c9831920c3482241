"""A clause put in or taken out as the last of its article leaves the blank line after the article where it was."""

import pytest

from misaq.charter import Operation, Version, Weave, fold_operations, start_weave

FIRST = """Part I. Rights

Article 1. Water
(1) Water is common.
(2) No one sells it.

Article 2. Land
(1) Land is common.

First Schedule.

1. Wells.
2. Rivers.
"""


def fold(*operations: Operation) -> Weave:
    versions = [Version(n, "", f"{1950 + n}", {"text": FIRST}) for n in range(4)]
    return fold_operations(start_weave(versions[0]), operations, versions[1:])


def text_of(weave: Weave, *without: str) -> str:
    places = [i for i, operation in enumerate(weave.operations) if operation.id in without]
    return weave.texts(weave.active(without_operations=places))["text"]


def insert(name: str, provision: str, text: str, after: str, parent: str = "") -> Operation:
    n = int(name.partition(".")[0])
    return Operation(name, n, "insert_provision", provision, text=text, parent=parent, after=after)


@pytest.mark.parametrize(
    ("operation", "old", "new"),
    [
        (
            insert("1.1", "art-1.cl-3", "(3) Rain too.", "art-1.cl-2", "art-1"),
            "sells it.\n\n",
            "sells it.\n(3) Rain too.\n\n",
        ),
        (
            insert("1.1", "art-2a", "Article 2A. Air\n(1) Free.", "art-2", "part-i"),
            "Land is common.\n\n",
            "Land is common.\n\nArticle 2A. Air\n(1) Free.\n\n",
        ),
        (
            insert("1.1", "sched-first.entry-3", "3. Lakes.", "sched-first.entry-2", "sched-first"),
            "2. Rivers.\n",
            "2. Rivers.\n3. Lakes.\n",
        ),
        (
            insert("1.1", "sched-second", "Second Schedule.\n\n1. Seas.", "sched-first"),
            "2. Rivers.\n",
            "2. Rivers.\n\nSecond Schedule.\n\n1. Seas.\n",
        ),
        (
            Operation("1.1", 1, "omit_provision", "art-1.cl-2"),
            "common.\n(2) No one sells it.\n\n",
            "common.\n\n",
        ),
        (Operation("1.1", 1, "omit_provision", "sched-first.entry-1"), "1. Wells.\n", ""),
    ],
)
def test_the_gap_stays_and_undoing_gives_the_first_text_back(
    operation: Operation, old: str, new: str
) -> None:
    weave = fold(operation)
    assert text_of(weave) == FIRST.replace(old, new, 1)
    assert text_of(weave, "1.1") == FIRST


def test_clauses_put_in_one_after_another_and_one_of_them_undone() -> None:
    weave = fold(
        insert("1.1", "art-1.cl-3", "(3) Rain too.", "art-1.cl-2", "art-1"),
        insert("2.1", "art-1.cl-4", "(4) And snow.", "art-1.cl-3", "art-1"),
        Operation("3.1", 3, "omit_provision", "art-1.cl-4"),
    )
    with_both = FIRST.replace("sells it.\n\n", "sells it.\n(3) Rain too.\n(4) And snow.\n\n")
    with_third = FIRST.replace("sells it.\n\n", "sells it.\n(3) Rain too.\n\n")
    assert text_of(weave, "3.1") == with_both
    assert text_of(weave) == with_third
    assert text_of(weave, "2.1", "3.1") == with_third
    assert text_of(weave, "1.1", "2.1", "3.1") == FIRST


def test_what_the_act_says_of_the_line_end_counts() -> None:
    weave = fold(insert("1.1", "art-1.cl-3", "(3) Rain too.\n\n\n", "art-1.cl-2", "art-1"))
    assert "(3) Rain too.\n\n\nArticle 2" in text_of(weave)
