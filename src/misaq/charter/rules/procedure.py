"""A question followed through the stages of a rule: what happened, why, and what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from misaq.charter.errors import NotThisStepError
from misaq.charter.rules.evaluating import Verdict, evaluate_stage, judge_expr
from misaq.charter.rules.schema import Exit, Rule, Stage, Tally, Veto

State = Literal[
    "vote",  # a vote is to be taken at `stage`
    "report",  # a body is to report, before the vote at `stage`
    "ruling",  # a body, or the chair, is to say yes or no
    "adopted",
    "lapsed",
    "dissolved",
    "blocked",  # by a veto
    "stuck",  # the rule does not say what comes next
]
ENDS: tuple[State, ...] = ("adopted", "lapsed", "dissolved", "blocked", "stuck")


@dataclass(frozen=True)
class Voted:
    """A vote was taken. day : "2031-03-01", or ""."""

    tally: Tally
    day: str = ""


@dataclass(frozen=True)
class Vetoed:
    """A veto was called: by how many, of which group, coming from how many groups.

    members : who called for it; of : how many its share is a share of.
    """

    veto: str
    members: int
    of: int
    group: str = ""
    co_groups: int = 0
    day: str = ""


@dataclass(frozen=True)
class Reported:
    """The body to which it was referred has reported."""

    day: str = ""


@dataclass(frozen=True)
class Ruled:
    """The body, or the chair, has said yes or no."""

    yes: bool
    day: str = ""


Event = Voted | Vetoed | Reported | Ruled


@dataclass(frozen=True)
class Place:
    """Where a question stands.

    stage : of the vote that comes next, or last came. body : who reports or rules; "" for the chair.
    within : days until it must be done; None when the rule sets none. due : that day, where the day before is known.
    not_before : days for which a veto suspends the vote.
    """

    state: State
    stage: str = ""
    body: str = ""
    within: int | None = None
    due: str = ""
    not_before: int | None = None


@dataclass(frozen=True)
class Step:
    """One thing that happened: what came of it, by which exit of the rule, and where it leads.

    verdict : of a vote. exit : number of the exit of a failed vote, from 1; 0 when it passed or there was none.
    """

    event: Event
    stage: str
    outcome: str
    place: Place
    verdict: Verdict | None = None
    exit: int = 0


@dataclass(frozen=True)
class Course:
    """How a question went: its steps, and where it stands now.

    rounds : how often each exit was taken, by stage and number. uses : of each veto.
    """

    place: Place
    steps: tuple[Step, ...] = ()
    rounds: Mapping[tuple[str, int], int] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)


def follow_rule(rule: Rule, events: Iterable[Event]) -> Course:
    """Follow a question from the first stage through what happened; the same events give the same course.

    Raises NotThisStepError for an event that cannot come there: a vote after the end, a report nobody asked for.

    >>> from misaq.charter.rules.schema import Ballots
    >>> from misaq.charter.rules.library import find_rule
    >>> follow_rule(find_rule("two_thirds"), [Voted(Tally(Ballots(145, 60, 0, 217)))]).place.state
    'adopted'
    """
    course = Course(Place("vote", rule.stages[0].id))
    for event in events:
        course = take_step(rule, course, event)
    return course


def take_step(rule: Rule, course: Course, event: Event) -> Course:
    """The course after one event more. Raises NotThisStepError."""
    expected = {Voted: ("vote",), Vetoed: ("vote",), Reported: ("report",), Ruled: ("ruling",)}
    if course.place.state not in expected[type(event)]:
        raise NotThisStepError(event=type(event).__name__.lower(), state=course.place.state)
    stage = rule.stage(course.place.stage)
    if isinstance(event, Voted):
        return _take_vote(course, stage, event)
    if isinstance(event, Vetoed):
        return _take_veto(course, stage, event)
    if isinstance(event, Reported):
        step = Step(event, stage.id, "reported", Place("vote", stage.id))
    else:
        state: State = "adopted" if event.yes else "lapsed"
        step = Step(event, stage.id, "agreed" if event.yes else "refused", Place(state, stage.id))
    return replace(course, place=step.place, steps=(*course.steps, step))


def _take_vote(course: Course, stage: Stage, event: Voted) -> Course:
    verdict = evaluate_stage("", stage, event.tally)
    if verdict.outcome == "no_quorum":
        step = Step(event, stage.id, "no_quorum", Place("vote", stage.id), verdict)
        return replace(course, place=step.place, steps=(*course.steps, step))
    if verdict.outcome == "passed":
        place = place_after(stage, stage.on_pass, event.day)
        step = Step(event, stage.id, "passed", place, verdict)
        return replace(course, place=place, steps=(*course.steps, step))
    number = find_exit(stage, event.tally, course.rounds)
    if number == 0:
        step = Step(event, stage.id, "failed", Place("stuck", stage.id), verdict)
        return replace(course, place=step.place, steps=(*course.steps, step))
    place = place_after(stage, stage.on_fail[number - 1], event.day)
    step = Step(event, stage.id, "failed", place, verdict, number)
    rounds = {**course.rounds, (stage.id, number): course.rounds.get((stage.id, number), 0) + 1}
    return replace(course, place=place, steps=(*course.steps, step), rounds=rounds)


def find_exit(stage: Stage, tally: Tally, rounds: Mapping[tuple[str, int], int]) -> int:
    """Number, from 1, of the exit that a failed vote takes: the first that is not used up and whose condition is met.

    0 when none applies: the rule does not say what comes next.
    """
    for number, exit_ in enumerate(stage.on_fail, 1):
        used_up = (
            exit_.max_rounds is not None and rounds.get((stage.id, number), 0) >= exit_.max_rounds
        )
        if not used_up and (exit_.when is None or judge_expr(exit_.when, tally).passed):
            return number
    return 0


def place_after(stage: Stage, exit_: Exit, day: str = "") -> Place:
    """Where an exit leads from a stage."""
    within = exit_.after_days
    due = _due(day, within)
    if exit_.kind == "adopt":
        return Place("adopted", stage.id)
    if exit_.kind == "lapse":
        return Place("lapsed", stage.id)
    if exit_.kind in {"goto", "referendum"}:
        return Place("vote", exit_.stage, "", within, due)
    if exit_.kind == "dissolve":
        if exit_.stage:
            return Place("vote", exit_.stage, exit_.body, within, due)
        return Place("dissolved", stage.id, exit_.body)
    if exit_.kind == "chair_ruling":
        return Place("ruling", stage.id, "", within, due)
    if exit_.decides:
        return Place("ruling", exit_.stage or stage.id, exit_.body, within, due)
    return Place("report", exit_.stage, exit_.body, within, due)


def _due(day: str, within: int | None) -> str:
    if not day or within is None:
        return ""
    try:
        return (date.fromisoformat(day) + timedelta(days=within)).isoformat()
    except ValueError:
        return ""


def _take_veto(course: Course, stage: Stage, event: Vetoed) -> Course:
    veto = next((v for v in stage.vetoes if v.id == event.veto), None)
    if veto is None:
        raise NotThisStepError(event=f"veto {event.veto}", state=stage.id)
    uses = course.uses.get(veto.id, 0)
    outcome = why_no_veto(veto, event, uses)
    if outcome:
        step = Step(event, stage.id, outcome, course.place)
        return replace(course, steps=(*course.steps, step))
    place = _place_after_veto(course.place, veto, event.day)
    step = Step(event, stage.id, f"veto_{veto.effect}", place)
    used = {**course.uses, veto.id: uses + 1}
    return replace(course, place=place, steps=(*course.steps, step), uses=used)


def why_no_veto(veto: Veto, event: Vetoed, uses: int = 0) -> str:
    """Why a veto does not stand: "veto_used_up", "veto_other_group", "veto_too_few", "veto_co_groups"; else ""."""
    if veto.max_uses is not None and uses >= veto.max_uses:
        return "veto_used_up"
    if veto.group and event.group != veto.group and not (veto.group == "each" and event.group):
        return "veto_other_group"
    if event.members < veto_needed(veto, event.of):
        return "veto_too_few"
    return "veto_co_groups" if event.co_groups < veto.co_groups else ""


def veto_needed(veto: Veto, of: int) -> int:
    """How many must call for a veto, where its share is a share of `of`.

    >>> veto_needed(Veto("petition", "require", ">=", 30, stage="cross"), 108)
    30
    """
    bound: Any = veto.value if isinstance(veto.value, int) else veto.value * of
    whole = -(-bound // 1)
    return int(whole + 1 if veto.compare == ">" and whole == bound else whole)


def _place_after_veto(place: Place, veto: Veto, day: str) -> Place:
    if veto.effect == "suspend":
        return replace(place, not_before=veto.days, due=_due(day, veto.days))
    if veto.effect == "require":
        return Place("vote", veto.stage)
    if veto.effect == "block":
        return Place("blocked", place.stage)
    if veto.decides:
        return Place("ruling", place.stage, veto.body, veto.days, _due(day, veto.days))
    return Place("report", veto.stage, veto.body, veto.days, _due(day, veto.days))
