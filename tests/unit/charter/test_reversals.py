"""Amendments that undid others are found from the texts alone, and nothing that only looks like it."""

from collections.abc import Callable

import pytest

from misaq.charter import Reversal, Weave, find_doubtful, find_reversals

Build = Callable[..., Weave]

BASE = (
    "Article 1. Courts\nEvery court may hear any person who says that a right of this constitution was broken.\n"
    "Article 2. Water\nWater is common to all who live in the land and to nobody alone.\n"
)
BARRED = BASE.replace(
    "may hear any person who says that a right of this constitution was broken",
    "shall be closed to complaints",
)
LIMIT = ", but not while an emergency stands, and not for two years after it has ended"


def limited(text: str) -> str:
    return text.replace("was broken.", f"was broken{LIMIT}.")


def pairs(weave: Weave) -> list[tuple[int, int]]:
    return [(r.of, r.by) for r in find_reversals(weave)]


def test_words_taken_out_and_brought_back(history: Build) -> None:
    (found,) = find_reversals(history(BASE, BARRED, BASE))
    assert (found.of, found.by, found.tokens_restored) == (1, 2, 14)
    assert found.tokens_removed == 5  # "shall be closed to complaints"
    assert found.share == 1.0


def test_words_put_in_and_taken_out(history: Build) -> None:
    (found,) = find_reversals(history(BASE, limited(BASE), BASE))
    assert found == Reversal(1, 2, 0, 17, 1.0, found.provisions)


def test_an_amendment_between_changes_nothing(history: Build) -> None:
    other = limited(BASE).replace("nobody alone", "no company")
    weave = history(BASE, limited(BASE), other, BASE.replace("nobody alone", "no company"))
    assert pairs(weave) == [(1, 3)]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(BASE.partition("Article 2")[0].partition("Every")[0], id="article repealed"),
        pytest.param(
            BASE.replace(
                "was broken.",
                "was broken, and the judges of the highest court shall sit in public and give"
                " their reasons in every language that is spoken there.",
            ),
            id="written anew",
        ),
        pytest.param(limited(BASE).replace("two years", "three months"), id="reworded"),
        pytest.param(limited(BASE).replace("nobody alone", "no company"), id="elsewhere"),
    ],
)
def test_what_is_no_reversal(history: Build, last: str) -> None:
    assert pairs(history(BASE, limited(BASE), last)) == []


def test_a_rule_of_a_table_is_no_word(history: Build) -> None:
    table = BASE.replace("nobody alone.", f"nobody alone.\n{'-' * 70}\n{'. ' * 40}\n")
    assert pairs(history(BASE, table, BASE)) == []


def test_the_same_words_come_back_once(history: Build) -> None:
    lost = " Provided that nobody shall be sent away from a court without a hearing."
    with_it = BASE.replace("was broken.", f"was broken.{lost}")
    twice = BASE.replace("was broken.", f"was broken.{lost} The court sits daily.{lost}")
    (found,) = find_reversals(history(with_it, BASE, twice))
    assert found.tokens_restored == 14


ASSOCIATED = BASE.replace(
    "Article 2.",
    "Article 1A. The lake\nThe people of the lake are joined to the land as the Second Schedule says.\nArticle 2.",
)
SCHEDULE = (
    "Second Schedule\n(Article 1A)\n\nThe people of the lake keep their own council, their own boats and their own"
    " courts, and send two members to the assembly for as long as the council wishes it.\n"
)
REUSED = (
    "Second Schedule\n(Article 2)\n\nWhoever leaves the party for which he stood loses his seat on the day when the"
    " speaker is told so, unless a third of the members leave it together.\n"
)


def test_a_schedule_that_outlives_its_articles_is_doubtful(history: Build) -> None:
    first = f"{ASSOCIATED}{SCHEDULE}"
    lingering = f"{BASE}{SCHEDULE}"
    later = lingering.replace("nobody alone", "no company")
    reused = f"{BASE}{REUSED}".replace("nobody alone", "no company")
    weave = history(BASE, first, lingering, later, reused)
    assert [(d.reason, d.of, d.by, d.until) for d in find_doubtful(weave)] == [
        ("survives", 1, 2, 4),
        ("used_again", 1, 4, 4),
    ]
    # had the second amendment taken the schedule out, as it should, nothing would be doubtful
    right = history(BASE, first, BASE, BASE.replace("nobody alone", "no company"), reused)
    assert find_doubtful(right) == ()
