"""Where proposals meet, in which order they are voted on, what falls, and what keeps its votes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from misaq.charter import (
    Base,
    Overlap,
    Proposal,
    amend_proposal,
    check_proposal,
    find_overlaps,
    order_votes,
    rebase_amendment,
    rebase_proposal,
)

Propose = Callable[..., Proposal]
KEPT = "art-21.cl-2"  # One half of what is earned shall be kept by the province.


def words(english: str, urdu: str, instead: tuple[str, str] = ("x", "x")) -> dict[str, object]:
    return {"words": (english, urdu), "text": instead}


def kinds(overlaps: tuple[Overlap, ...]) -> set[tuple[str, str, str]]:
    return {(o.one, o.other, o.kind) for o in overlaps}


@pytest.mark.parametrize(
    ("english", "urdu", "kind"),
    [
        ("One half", "آدھا", "same_words"),
        ("half of what", "آدھا حصہ", "same_words"),
        ("of what", "حصہ", "adjacent"),
        ("kept by", "صوبہ رکھے", "same_provision"),
    ],
)
def test_how_near_two_proposals_come(
    covenant: Base, propose: Propose, english: str, urdu: str, kind: str
) -> None:
    one = propose("one", ("substitute_words", KEPT, words("One half", "آدھا")))
    two = propose("two", ("substitute_words", KEPT, words(english, urdu)))
    found = find_overlaps(covenant, [one, two])
    assert {(o.kind, o.language) for o in found} == {(kind, "en"), (kind, "ur")}
    rebased = rebase_proposal(covenant, two, [one])
    assert not rebased.votes_stay
    assert rebased.falls is (kind == "same_words")


def test_words_in_another_clause_do_not_meet(covenant: Base, versions: dict[str, Proposal]) -> None:
    assert find_overlaps(covenant, [versions["most"], versions["day"]]) == ()


def structure(propose: Propose) -> dict[str, Proposal]:
    place = {"parent": "art-21", "after": "art-21.cl-3"}
    texts = {"text": ("(4) New words.", "(4) نئے الفاظ۔")}
    return {
        "edit": propose("edit", ("substitute_words", KEPT, words("One half", "آدھا"))),
        "omit": propose("omit", ("omit_provision", KEPT, {})),
        "article": propose("article", ("omit_provision", "art-21", {})),
        "number": propose("number", ("renumber", "art-21", {"label": "22"})),
        "four": propose("four", ("insert_provision", "art-21.cl-4", {**place, **texts})),
        "last": propose("last", ("omit_provision", "art-21.cl-3", {})),
    }


@pytest.mark.parametrize(
    ("one", "two", "expected", "falls"),
    [
        ("omit", "edit", {("omit", "edit", "whole")}, True),
        ("edit", "omit", {("omit", "edit", "whole")}, False),
        ("article", "edit", {("article", "edit", "children")}, True),
        ("edit", "article", {("article", "edit", "children")}, False),
        ("article", "four", {("article", "four", "children")}, True),
        ("number", "edit", {("number", "edit", "label")}, False),
        ("number", "four", {("number", "four", "label")}, False),
        ("last", "four", {("last", "four", "anchor")}, False),
    ],
)
def test_what_stands_under_or_after_what_is_changed(
    covenant: Base,
    propose: Propose,
    one: str,
    two: str,
    expected: set[tuple[str, str, str]],
    falls: bool,
) -> None:
    made = structure(propose)
    passed, other = made[one], replace(made[two], order=1)
    assert kinds(find_overlaps(covenant, [passed, other])) >= expected
    rebased = rebase_proposal(covenant, other, [passed])
    assert (rebased.votes_stay, rebased.falls) == (False, falls)


def test_two_in_one_place_cannot_both_stand(covenant: Base, propose: Propose) -> None:
    made = structure(propose)
    other = propose(
        "other",
        (
            "insert_provision",
            "art-21.cl-5",
            {
                "text": ("(5) Other words.", "(5) اور الفاظ۔"),
                "parent": "art-21",
                "after": "art-21.cl-3",
            },
        ),
    )
    assert kinds(find_overlaps(covenant, [made["four"], other])) == {("four", "other", "place")}


def test_the_farthest_reaching_is_voted_on_first(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    turns = order_votes(covenant, versions.values())
    # the amendment reaches farther than its target, and is voted on before it in any case
    assert [turn.proposal for turn in turns] == ["all", "day", "more", "most"]
    assert [turn.reach for turn in turns] == [19, 8, 8, 7]
    assert {turn.proposal: turn.falls for turn in turns} == {
        "all": ("more", "most"),  # an amendment falls with what it amends
        "most": ("all",),
        "day": (),
        "more": (),
    }
    assert all(turn.voted_again == () for turn in turns)


def test_ties_go_by_order_of_submission_whatever_the_row_order(
    covenant: Base, propose: Propose
) -> None:
    late = propose("a", ("substitute_words", KEPT, words("kept", "رکھے")), order=9)
    early = propose("z", ("substitute_words", "art-7.cl-2", words("family", "دس")), order=2)
    for listed in ([late, early], [early, late]):
        turns = order_votes(covenant, listed)
        assert [turn.proposal for turn in turns] == ["z", "a"]
        assert turns[0].reach == turns[1].reach


def test_a_superseded_version_is_not_voted_on(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    later = replace(versions["all"], supersedes=("most",))
    assert [t.proposal for t in order_votes(covenant, [versions["most"], later])] == ["all"]


def test_an_untouched_proposal_is_carried_over_with_its_votes(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    day, everything = versions["day"], versions["all"]
    rebased = rebase_proposal(covenant, day, [everything])
    assert rebased.votes_stay
    assert rebased.overlaps == ()
    onto = covenant.adopt(everything)
    assert check_proposal(onto, rebased.proposal) == []
    assert rebased.proposal.voted_as == (day.sha256,)
    assert rebased.proposal.operations_sha256 == day.operations_sha256
    assert rebased.proposal.sha256 != day.sha256


def test_a_touched_proposal_must_be_voted_again_and_says_why(
    covenant: Base, propose: Propose
) -> None:
    one = propose("one", ("substitute_words", KEPT, words("One half", "آدھا")))
    two = propose("two", ("substitute_words", KEPT, words("kept by", "صوبہ رکھے")))
    rebased = rebase_proposal(covenant, two, [one])
    assert (rebased.votes_stay, rebased.falls, rebased.faults) == (False, False, ())
    assert rebased.proposal.voted_as == ()
    assert {(o.kind, o.provision) for o in rebased.overlaps} == {("same_provision", KEPT)}


def test_amendments_to_one_proposal_meet_in_its_words(
    propose: Propose, versions: dict[str, Proposal]
) -> None:
    target = versions["all"]
    more = {"base": target.sha256, "amends": "all"}
    tenth = propose("tenth", ("substitute_words", "all.2", words("A tenth", "دسواں")), **more)
    fifth = propose("fifth", ("substitute_words", "all.2", words("tenth", "دسواں")), **more)
    share = propose("share", ("substitute_words", "all.1", words("All", "سارا")), **more)
    now = amend_proposal(target, tenth)
    falls = rebase_amendment(target, fifth, tenth, now)
    assert falls.falls
    assert [fault.code for fault in falls.faults] == ["amendment_words_missing"] * 2
    stays = rebase_amendment(target, share, tenth, now)
    assert stays.votes_stay
    assert amend_proposal(now, stays.proposal).amended_by == ("tenth", "share")
