"""A decision of each kind with its reasons, worked by hand; and every refusal, with what changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from misaq.charter import (
    Ballot,
    Ballots,
    Base,
    Because,
    Decision,
    ImpossibleTallyError,
    OtherTextError,
    Proceedings,
    Proposal,
    Ruling,
    Tally,
    UncountedBallotError,
    Voting,
    amend_proposal,
    count_ballots,
    find_rule,
    follow_decisions,
    judge_votings,
    rebase_proposal,
    rule_on,
    take_decision,
)
from misaq.foundation.messages import render

Propose = Callable[..., Proposal]
# 217 members of three communities; 7 in none
SEATS = {"north": 120, "south": 60, "hills": 30}


def tally(north: int = 100, south: int = 40, hills: int = 20, others: int = 5) -> Tally:
    """So many for in each community, the rest against."""
    yes = {"north": north, "south": south, "hills": hills}
    groups = {name: Ballots(yes[name], SEATS[name] - yes[name], 0, SEATS[name]) for name in SEATS}
    overall = sum(yes.values()) + others
    return Tally(Ballots(overall, 217 - overall, 0, 217), groups)


def vote(
    text: str, counted: Tally | None = None, rule: str = "each_community", **more: Any
) -> Voting:
    return Voting(text, find_rule(rule), counted or tally(), **more)


def told(ruling: Ruling) -> list[str]:
    """The reasons in English, with the community before them."""
    return [
        (f"{because.group}: " if because.group else "")
        + render(because.code, **because.params).what
        for because in ruling.reasons
    ]


def decide(
    covenant: Base, versions: dict[str, Proposal], *decisions: Decision
) -> tuple[Proceedings, Ruling]:
    proceedings = follow_decisions(covenant, versions.values(), decisions)
    return proceedings, proceedings.rulings[-1]


def test_a_clause_by_each_community(covenant: Base, versions: dict[str, Proposal]) -> None:
    decision = Decision("d1", "clause", "most", votings=(vote(versions["most"].sha256),))
    proceedings, ruling = decide(covenant, versions, decision)
    assert ruling.outcome == "passed"
    assert told(ruling) == [
        "217 took part, of all 217 members; 109 needed (1/2).",
        "165 for, of 217 votes for and against; 109 needed (1/2).",
        "hills: 20 for, of 30 votes for and against; 16 needed (1/2).",
        "north: 100 for, of 120 votes for and against; 61 needed (1/2).",
        "south: 40 for, of 60 votes for and against; 31 needed (1/2).",
    ]
    assert proceedings.standings["most"].state == "adopted"
    assert "Two thirds of what" in proceedings.base.wording["en"]["covenant.txt"]
    assert "دو تہائی حصہ" in proceedings.base.wording["ur"]["covenant.txt"]


def test_one_community_refuses(covenant: Base, versions: dict[str, Proposal]) -> None:
    counted = tally(north=120, south=60, hills=15)  # a tie in the hills
    decision = Decision("d1", "clause", "most", votings=(vote(versions["most"].sha256, counted),))
    proceedings, ruling = decide(covenant, versions, decision)
    assert ruling.outcome == "failed"
    (refusing,) = [because for because in ruling.reasons if because.passed is False]
    assert (refusing.group, dict(refusing.params)) == (
        "hills",
        {"got": 15, "of": 30, "needed": 16, "share": "1/2"},
    )
    assert proceedings.base.sha256 == covenant.sha256
    assert proceedings.standings["most"].state == "failed"
    assert proceedings.standings["more"].state == "fallen"  # nothing is left to amend


@pytest.mark.parametrize(("yes", "outcome"), [(144, "failed"), (145, "passed")])
def test_the_whole_text_by_two_thirds(
    covenant: Base, versions: dict[str, Proposal], yes: int, outcome: str
) -> None:
    clause = Decision("d1", "clause", "day", votings=(vote(versions["day"].sha256),))
    whole = covenant.adopt(versions["day"]).sha256
    counted = Tally(Ballots(yes, 60, 217 - 60 - yes, 217))
    decision = Decision("d2", "whole", votings=(vote(whole, counted, "two_thirds"),))
    proceedings, ruling = decide(covenant, versions, clause, decision)
    assert ruling.outcome == outcome
    assert told(ruling) == [
        "217 took part, of all 217 members; 109 needed (1/2).",
        f"{yes} for, of all 217 members; 145 needed (2/3).",
        f"{157 - yes} abstained.",
        "It rests on the decisions d1.",
    ]
    assert proceedings.whole == (whole if outcome == "passed" else "")


def test_an_amendment_to_an_amendment(covenant: Base, versions: dict[str, Proposal]) -> None:
    first = Decision("d1", "amendment", "more", votings=(vote(versions["more"].sha256),))
    proceedings, ruling = decide(covenant, versions, first)
    assert ruling.outcome == "passed"
    amended = amend_proposal(versions["most"], versions["more"])
    assert proceedings.standings["most"].proposal == amended
    assert proceedings.standings["more"].state == "adopted"
    second = Decision("d2", "clause", "most", votings=(vote(amended.sha256),))
    proceedings = take_decision(proceedings, second)
    assert "(2) Three quarters of what" in proceedings.base.wording["en"]["covenant.txt"]


def test_a_rebased_text_must_be_voted_again(covenant: Base, propose: Propose) -> None:
    one = propose("one", ("omit_words", "art-21.cl-2", {"words": ("One half", "آدھا")}))
    two = propose(
        "two", ("omit_words", "art-21.cl-2", {"words": ("kept by", "صوبہ رکھے")}), order=1
    )
    first = Decision("d1", "clause", "one", votings=(vote(one.sha256),))
    made = {"one": one, "two": two}
    proceedings, _ = decide(covenant, made, first)
    assert proceedings.standings["two"].state == "again"
    now = rebase_proposal(covenant, two, [one]).proposal
    again = Decision("d3", "rebased", "two", votings=(vote(now.sha256),))
    old = Decision("d2", "rebased", "two", votings=(vote(two.sha256),))
    proceedings, ruling = decide(covenant, made, first, old, again)
    assert [r.outcome for r in proceedings.rulings] == ["passed", "refused", "passed"]
    assert proceedings.rulings[1].reasons[0].code == "charter_vote_on_other_text"
    assert ruling.text == now.sha256


def test_votes_stay_where_only_other_provisions_changed(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    first = Decision("d1", "clause", "most", votings=(vote(versions["most"].sha256),))
    second = Decision("d2", "clause", "day", votings=(vote(versions["day"].sha256),))
    proceedings, ruling = decide(covenant, versions, first, second)
    assert ruling.outcome == "passed"
    assert ruling.reasons[-1].code == "decision.votes_stay"
    assert ruling.reasons[-1].params["voted"] == versions["day"].sha256
    assert ruling.text == proceedings.standings["day"].proposal.sha256 != versions["day"].sha256


def ratified(
    covenant: Base, versions: dict[str, Proposal], counted: Tally, rule: str
) -> Proceedings:
    clause = Decision("d1", "clause", "day", votings=(vote(versions["day"].sha256),))
    text = covenant.adopt(versions["day"]).sha256
    whole = Decision("d2", "whole", votings=(vote(text, rule="majority"),))
    votings = (
        vote(text, tally(), "two_thirds", body="senate"),
        vote(text, counted, rule, body="people", referendum=True),
    )
    return follow_decisions(
        covenant,
        versions.values(),
        [clause, whole, Decision("d3", "ratification", votings=votings)],
    )


def test_ratification_by_a_body_and_the_people(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    people = Tally(Ballots(yes=400_000, no=150_000, abstain=5_000, members=1_000_000))
    proceedings = ratified(covenant, versions, people, "referendum")
    ruling = proceedings.rulings[-1]
    assert (ruling.outcome, ruling.rests_on) == ("passed", ("d1",))
    assert told(ruling) == [
        "217 took part, of all 217 members; 109 needed (1/2).",
        "165 for, of all 217 members; 145 needed (2/3).",
        "555000 took part, of 1000000 registered voters; 500000 needed (1/2).",
        "400000 for, of 550000 votes for and against; 275001 needed (1/2).",
        "5000 abstained.",
        "Still open, and lapsed with it: most, all, more.",
        "It rests on the decisions d1.",
    ]
    assert [because.body for because in ruling.reasons[:5]] == ["senate"] * 2 + ["people"] * 3
    assert proceedings.ratified == proceedings.base.sha256
    late = Decision("d4", "clause", "most", votings=(vote(versions["most"].sha256),))
    frozen = take_decision(proceedings, late)
    assert frozen.rulings[-1].outcome == "refused"
    assert frozen.rulings[-1].reasons[0].code == "decision.refused.frozen"
    assert frozen.base == proceedings.base


def test_a_referendum_without_turnout_ratifies_nothing(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    people = Tally(Ballots(yes=490_000, no=9_000, abstain=999, members=1_000_000))
    proceedings = ratified(covenant, versions, people, "referendum")
    assert proceedings.rulings[-1].outcome == "no_quorum"
    assert proceedings.ratified == ""
    assert "Without the quorum the vote does not count." in told(proceedings.rulings[-1])


def test_without_a_vote(covenant: Base, versions: dict[str, Proposal]) -> None:
    most = vote(versions["most"].sha256)
    proceedings, _ = decide(
        covenant,
        versions,
        Decision("d1", "postponement", "day"),
        Decision("d2", "withdrawal", "more"),
        Decision("d3", "clause", "most", votings=(most,)),
        Decision("d4", "fall", "all", because="most"),
        Decision("d5", "clause", "day", votings=(vote(versions["day"].sha256),)),
    )
    assert [r.outcome for r in proceedings.rulings] == [
        "postponed",
        "withdrawn",
        "passed",
        "fallen",
        "passed",
    ]
    assert told(proceedings.rulings[3]) == [
        "most passed, and takes out the same words of art-21.cl-2: “One half”.",
        "most passed, and takes out the same words of art-21.cl-2: “آدھا”.",
        "most passed: another version of the clause minerals.",
    ]
    states = {name: standing.state for name, standing in proceedings.standings.items()}
    assert states == {"most": "adopted", "all": "fallen", "day": "adopted", "more": "withdrawn"}


def test_a_vote_on_a_changed_text_is_refused_and_says_which_words(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    (english,) = versions["most"].operations["en"]
    changed = replace(english, text="Three fifths")
    filed = replace(
        versions["most"], operations={**versions["most"].operations, "en": (changed,)}, voted_as=()
    )
    stale = Decision("d1", "clause", "most", votings=(vote(versions["most"].sha256),))
    proceedings = follow_decisions(covenant, [filed, versions["day"]], [])
    with pytest.raises(OtherTextError) as caught:
        rule_on(proceedings, stale, {versions["most"].sha256: versions["most"]})
    assert caught.value.params == {
        "decision": "d1",
        "voted": versions["most"].sha256,
        "now": filed.sha256,
        "changed": "most.1 (en): [−Two thirds−] {+Three fifths+}",
    }
    assert "Three fifths" in caught.value.message("ur").what
    unknown = take_decision(proceedings, stale)  # the earlier wording was not kept
    assert unknown.rulings[-1].reasons[0].code == "charter_vote_on_unknown_text"


def test_a_vote_on_the_whole_of_an_earlier_text_is_refused(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    clause = Decision("d1", "clause", "day", votings=(vote(versions["day"].sha256),))
    stale = Decision("d2", "whole", votings=(vote(covenant.sha256, rule="majority"),))
    _, ruling = decide(covenant, versions, clause, stale)
    assert ruling.outcome == "refused"
    assert ruling.reasons[0].params["changed"] == (
        "covenant.txt (en): [−ten days−] {+one day+}; covenant.txt (ur): [−دس−] {+ایک+}"
    )


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (Decision("x", "clause", "nobody", votings=(vote("t"),)), "unknown_proposal"),
        (Decision("x", "clause", "most"), "vote_wanted"),
        (Decision("x", "withdrawal", "most", votings=(vote("t"),)), "no_vote_wanted"),
        (Decision("x", "clause", "more", votings=(vote("t"),)), "other_kind"),
        (Decision("x", "amendment", "most", votings=(vote("t"),)), "other_kind"),
        (Decision("x", "rebased", "most", votings=(vote("t"),)), "not_rebased"),
        (Decision("x", "whole", votings=(vote("t"),)), "nothing_adopted"),
        (Decision("x", "ratification", votings=(vote("t"),)), "nothing_adopted"),
        (Decision("x", "fall", "all", because="most"), "nothing_overlaps"),
    ],
)
def test_what_cannot_be_decided_as_things_stand(
    covenant: Base, versions: dict[str, Proposal], decision: Decision, why: str
) -> None:
    proceedings, ruling = decide(covenant, versions, decision)
    assert ruling.outcome == "refused"
    assert [because.code for because in ruling.reasons] == [f"decision.refused.{why}"]
    assert {s.state for s in proceedings.standings.values()} == {"open"}
    for language in ("en", "ur"):
        said = render(ruling.reasons[0].code, language, **ruling.reasons[0].params).sentence()
        assert not said.startswith("decision.")
        assert "{" not in said


def test_a_decided_proposal_is_not_decided_twice(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    once = Decision("d1", "clause", "most", votings=(vote(versions["most"].sha256),))
    twice = Decision("d2", "clause", "most", votings=(vote(versions["most"].sha256),))
    fallen = Decision("d3", "clause", "all", votings=(vote(versions["all"].sha256),))
    proceedings, ruling = decide(covenant, versions, once, twice, fallen)
    assert proceedings.rulings[1].reasons[0].code == "decision.refused.adopted"
    assert ruling.reasons[0].code == "decision.refused.fallen"
    assert len(proceedings.base.adopted) == 1


def test_ratifying_after_the_whole_has_changed_is_refused(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    day, most = versions["day"], versions["most"]
    first = covenant.adopt(day)
    both = first.adopt(rebase_proposal(covenant, most, [day]).proposal)
    _, ruling = decide(
        covenant,
        versions,
        Decision("d1", "clause", "day", votings=(vote(day.sha256),)),
        Decision("d2", "whole", votings=(vote(first.sha256, rule="majority"),)),
        Decision("d3", "clause", "most", votings=(vote(most.sha256),)),
        Decision("d4", "ratification", votings=(vote(both.sha256, rule="majority"),)),
    )
    assert ruling.reasons[0].code == "decision.refused.changed_since_whole"


@pytest.mark.parametrize(
    "counted",
    [
        Tally(Ballots(60, 50, 0, 100)),  # more than all
        Tally(Ballots(60, 40, 0, 100, vacant=1)),  # a vacant seat voted
        Tally(Ballots(-1, 0, 0, 100)),
        Tally(Ballots(10, 0, 0, 100), {"north": Ballots(11, 0, 0, 50)}),
        Tally(Ballots(10, 0, 0, 100), {"a": Ballots(1, 0, 0, 60), "b": Ballots(1, 0, 0, 60)}),
    ],
)
def test_a_tally_that_cannot_have_happened(counted: Tally) -> None:
    with pytest.raises(ImpossibleTallyError):
        judge_votings(Decision("x", "clause", votings=(vote("t", counted),)), "t")


def test_a_vote_by_name_is_counted_once_a_seat() -> None:
    ballots = [
        Ballot("s1", "yes", "north", "coast"),
        Ballot("s2", "no", "north", "plain"),
        Ballot("s3", "abstain", "south", "plain"),
        Ballot("s4", "absent", "south"),
        Ballot("s5", "vacant"),
    ]
    counted = count_ballots(ballots)
    assert counted.overall == Ballots(1, 1, 1, 5, vacant=1)
    assert counted.groups == {"north": Ballots(1, 1, 0, 2), "south": Ballots(0, 0, 1, 2)}
    assert counted.regions == {"coast": Ballots(1, 0, 0, 1), "plain": Ballots(0, 1, 1, 2)}
    assert count_ballots(reversed(ballots)) == counted
    for wrong in (Ballot("s1", "no"), Ballot("s6", "maybe")):
        with pytest.raises(UncountedBallotError):
            count_ballots([*ballots, wrong])


def test_every_reason_is_said_in_both_languages() -> None:
    measures = ("yes", "no", "turnout")
    bases = ("cast", "present", "seated", "all_members", "registered")
    for code in [f"decision.test.{m}.{b}" for m in measures for b in bases]:
        params = {"got": 7, "of": 9, "needed": 5, "share": "1/2"}
        because = Because(code, params)
        english, urdu = (render(because.code, lang, **params).what for lang in ("en", "ur"))
        assert "7" in english
        assert "7" in urdu
        assert english != urdu


def test_two_operations_of_one_name_are_found_before_the_vote(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    (english,), (urdu,) = versions["day"].operations["en"], versions["day"].operations["ur"]
    named = {"en": (replace(english, id="most.1"),), "ur": (replace(urdu, id="most.1"),)}
    day = replace(versions["day"], operations=named)
    standings = follow_decisions(covenant, [versions["most"], day], []).standings
    assert standings["day"].state == "faulty"
    assert [fault.code for fault in standings["day"].faults] == ["proposal_operation_taken"]
    later = replace(day, supersedes=("most",))  # a later version may keep the names
    standings = follow_decisions(covenant, [versions["most"], later], []).standings
    assert {name: s.state for name, s in standings.items()} == {"most": "superseded", "day": "open"}


def test_votes_that_stayed_do_not_survive_an_amendment(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    """A vote carried over by rebasing is for the words; with an amendment in them it counts no more."""
    day, more, most = versions["day"], versions["more"], versions["most"]
    early = vote(most.sha256)
    proceedings, ruling = decide(
        covenant,
        versions,
        Decision("d1", "clause", "day", votings=(vote(day.sha256),)),
        Decision("d2", "amendment", "more", votings=(vote(more.sha256),)),
        Decision("d3", "clause", "most", votings=(early,)),
    )
    assert [r.outcome for r in proceedings.rulings] == ["passed", "passed", "refused"]
    assert (
        ruling.reasons[0]
        .params["changed"]
        .startswith("most.1 (en): [−Two thirds−] {+Three quarters+}")
    )
    assert proceedings.standings["most"].proposal.voted_as == ()


def test_a_proposal_written_for_a_later_text_is_open_once_that_is_reached(
    covenant: Base, versions: dict[str, Proposal], propose: Propose
) -> None:
    day = versions["day"]
    later = propose(
        "later",
        ("omit_words", "art-7.cl-2", {"words": ("one day", "ایک دن")}),
        base=covenant.adopt(day).sha256,
        order=9,
    )
    first = Decision("d1", "clause", "day", votings=(vote(day.sha256),))
    early = Decision("d0", "clause", "later", votings=(vote(later.sha256),))
    then = Decision("d2", "clause", "later", votings=(vote(later.sha256),))
    proceedings, ruling = decide(covenant, {"day": day, "later": later}, early, first, then)
    assert [r.outcome for r in proceedings.rulings] == ["refused", "passed", "passed"]
    assert proceedings.rulings[0].reasons[0].code == "decision.refused.faulty"
    assert ruling.text == later.sha256
