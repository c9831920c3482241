"""Where a rule can lead: its ends, votes that lead nowhere, exits that nobody can take, and loops without end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from misaq.charter.errors import NoCompositionError
from misaq.charter.rules.coalitions import LIVING, Votes
from misaq.charter.rules.electorate import (
    CHOICES,
    Electorate,
    electorate,
    expr_formula,
    stage_formula,
)
from misaq.charter.rules.formulas import FALSE, TRUE, Formula, every, minimise, negate, some
from misaq.charter.rules.procedure import ENDS, Place, State, place_after
from misaq.charter.rules.schema import NOTHING, Composition, Exit, Rule, Stage, Tally, Veto

_MOST_STATES = 20_000
Used = tuple[
    tuple[str, int], ...
]  # "exit stage number" or "veto id" to how often, where there is a limit


@dataclass(frozen=True)
class DeadEnd:
    """A vote after which the rule does not say what comes next. tally : such a vote, where who votes is known."""

    stage: str
    tally: Tally | None


@dataclass(frozen=True)
class Paths:
    """Where a rule can lead.

    ends : of "adopted", "lapsed", "dissolved", "blocked", those that can be reached.
    dead_ends : votes that lead nowhere. unreached : (stage, number of the exit) that no vote can take, and
    (stage, 0) for a stage to which nothing leads. loops : stages that can follow each other without end.
    endless_quorum : stages that can be put off for ever by staying away. endless_delay : vetoes that may suspend a
    vote without end. no_deadline : (stage, body) where a report or a ruling has no time limit; "" for the chair.
    assumed : stages whose voters are not known: every outcome was taken to be possible.
    complete : False when there are more states than were followed.
    """

    ends: tuple[str, ...]
    dead_ends: tuple[DeadEnd, ...] = ()
    unreached: tuple[tuple[str, int], ...] = ()
    loops: tuple[tuple[str, ...], ...] = ()
    endless_quorum: tuple[str, ...] = ()
    endless_delay: tuple[str, ...] = ()
    no_deadline: tuple[tuple[str, str], ...] = ()
    assumed: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class _Node:
    place: Place
    used: Used = ()


@dataclass
class _Search:
    rule: Rule
    voters: Mapping[str, Electorate | None]
    known: dict[tuple[str, tuple[int, ...], int], tuple[bool, Tally | None]] = field(
        default_factory=dict
    )
    taken: set[tuple[str, int]] = field(default_factory=set)
    dead: dict[str, DeadEnd] = field(default_factory=dict)
    endless_quorum: set[str] = field(default_factory=set)

    def after(self, node: _Node) -> Iterator[_Node]:
        """Every state that may follow."""
        place, stage = node.place, self.rule.stage(node.place.stage)
        if place.state == "report":
            yield _Node(Place("vote", place.stage), node.used)
        elif place.state == "ruling":
            yield _Node(Place("adopted", place.stage), node.used)
            yield _Node(Place("lapsed", place.stage), node.used)
        elif place.state == "vote":
            yield from self._after_vote(node, stage)
            for veto in stage.vetoes:
                yield from self._after_veto(node, stage, veto)

    def _after_vote(self, node: _Node, stage: Stage) -> Iterator[_Node]:
        if self.possible(stage, (), -1)[0]:
            self.taken.add((stage.id, -1))
            yield _Node(_bare(place_after(stage, stage.on_pass)), node.used)
        if stage.without_quorum == "again" and self.possible(stage, (), -2)[0]:
            self.endless_quorum.add(stage.id)
        used = dict(node.used)
        open_ = tuple(
            number
            for number, exit_ in enumerate(stage.on_fail, 1)
            if exit_.max_rounds is None or used.get(_exit_key(stage, number), 0) < exit_.max_rounds
        )
        for place, number in enumerate(open_):
            if not self.possible(stage, open_[:place], number)[0]:
                continue
            self.taken.add((stage.id, number))
            exit_ = stage.on_fail[number - 1]
            yield _Node(
                _bare(place_after(stage, exit_)),
                _more(node.used, _exit_key(stage, number), exit_.max_rounds),
            )
        may, tally = self.possible(stage, open_, 0)
        if may:
            self.dead.setdefault(stage.id, DeadEnd(stage.id, tally))
            yield _Node(Place("stuck", stage.id), node.used)

    def _after_veto(self, node: _Node, stage: Stage, veto: Veto) -> Iterator[_Node]:
        key = f"veto {veto.id}"
        if veto.max_uses is not None and dict(node.used).get(key, 0) >= veto.max_uses:
            return
        used = _more(node.used, key, veto.max_uses)
        if veto.effect == "block":
            yield _Node(Place("blocked", stage.id), used)
        elif veto.effect == "require":
            yield _Node(Place("vote", veto.stage), used)
        elif veto.effect == "refer":
            state: State = "ruling" if veto.decides else "report"
            yield _Node(Place(state, veto.stage or stage.id, veto.body), used)

    def possible(
        self, stage: Stage, passed_over: tuple[int, ...], number: int
    ) -> tuple[bool, Tally | None]:
        """Whether a vote can take exit `number`, with such a vote.

        number : -1 that it passes, -2 that it has no quorum, 0 that it fails and takes none.
        passed_over : numbers of the exits that do not apply.
        """
        key = (stage.id, passed_over, number)
        if key not in self.known:
            voters = self.voters[stage.id]
            if voters is None:
                self.known[key] = (self._assume(stage, passed_over, number), None)
            else:
                self.known[key] = _solve(voters, stage, passed_over, number)
        return self.known[key]

    def _assume(self, stage: Stage, passed_over: tuple[int, ...], number: int) -> bool:
        if number == -2:
            return stage.quorum != NOTHING
        return all(stage.on_fail[n - 1].when is not None for n in passed_over)


def _solve(
    voters: Electorate, stage: Stage, passed_over: tuple[int, ...], number: int
) -> tuple[bool, Tally | None]:
    votes = Votes(voters, LIVING)
    formula = outcome_formula(voters, votes, passed_over, number)
    found = votes.least(formula, CHOICES)
    return found is not None, found.tally if found else None


def outcome_formula(
    voters: Electorate, votes: Votes, passed_over: tuple[int, ...], number: int
) -> Formula:
    """When a vote takes exit `number` of its stage; the numbers are those of `_Search.possible`."""
    stage = voters.stage
    passes = stage_formula(voters, votes.counted)
    quorum = expr_formula(stage.quorum, voters, votes.counted)
    if number == -1:
        return passes
    if number == -2:
        return negate(quorum)
    failed = negate(passes) if stage.without_quorum == "fails" else every(quorum, negate(passes))

    def met(exit_: Exit) -> Formula:
        return TRUE if exit_.when is None else expr_formula(exit_.when, voters, votes.counted)

    not_before = [negate(met(stage.on_fail[n - 1])) for n in passed_over]
    here = [met(stage.on_fail[number - 1])] if number else []
    return every(failed, *not_before, *here)


def find_paths(rule: Rule, composition: Composition = ()) -> Paths:
    """Follow a rule through every outcome that some vote can have, within the limits of its exits."""
    voters = {stage.id: _voters(rule, stage, composition) for stage in rule.stages}
    search = _Search(rule, voters)
    start = _Node(Place("vote", rule.stages[0].id))
    edges: dict[_Node, tuple[_Node, ...]] = {}
    waiting = [start]
    while waiting and len(edges) < _MOST_STATES:
        node = waiting.pop()
        if node not in edges:
            edges[node] = tuple(search.after(node)) if node.place.state not in ENDS else ()
            waiting += edges[node]
    visited = {node.place.stage for node in edges if node.place.state == "vote"}
    ends = {node.place.state for node in edges if node.place.state in ENDS} - {"stuck"}
    return Paths(
        ends=tuple(sorted(ends)),
        dead_ends=tuple(search.dead[key] for key in sorted(search.dead)),
        unreached=tuple(_unreached(rule, visited, search.taken)),
        loops=tuple(_loops(edges)),
        endless_quorum=tuple(sorted(search.endless_quorum)),
        endless_delay=tuple(_endless_delay(rule, visited)),
        no_deadline=tuple(_no_deadline(rule, visited)),
        assumed=tuple(s.id for s in rule.stages if voters[s.id] is None and s.id in visited),
        complete=not waiting,
    )


def carried_alone(rule: Rule, voters: Electorate) -> Formula:
    """When those who vote yes at every vote carry the whole rule, all the others voting no, without anybody else.

    What another body, the people or the chair decides counts as decided against them.
    """
    votes = Votes(voters, ("yes", "no"))

    def carry(place: Place, used: Used, seen: frozenset[tuple[str, Used]]) -> Formula:
        if place.state == "adopted":
            return TRUE
        if place.state not in {"vote", "report"} or (place.stage, used) in seen:
            return FALSE
        stage = rule.stage(place.stage)
        if stage.bodies != voters.stage.bodies:
            return FALSE
        here = Electorate(stage, voters.cells, voters.groups, voters.regions, voters.bodies)
        seen = seen | {(place.stage, used)}
        ways = [
            every(
                outcome_formula(here, votes, (), -1),
                carry(place_after(stage, stage.on_pass), used, seen),
            )
        ]
        counts = dict(used)
        passed_over: tuple[int, ...] = ()
        for number, exit_ in enumerate(stage.on_fail, 1):
            key = _exit_key(stage, number)
            if exit_.max_rounds is not None and counts.get(key, 0) >= exit_.max_rounds:
                continue
            if exit_.kind in {"goto", "refer"} and not exit_.decides:
                after = carry(place_after(stage, exit_), _more(used, key, exit_.max_rounds), seen)
                ways.append(every(outcome_formula(here, votes, passed_over, number), after))
            passed_over += (number,)
        return some(*ways)

    return carry(Place("vote", rule.stages[0].id), (), frozenset())


def find_alone(rule: Rule, voters: Electorate) -> tuple[int, ...] | None:
    """The fewest of each cell who, voting yes at every vote, carry the whole rule alone; None when none can."""
    votes = Votes(voters, ("yes", "no"))
    values = minimise(carried_alone(rule, voters), votes.cost(("yes",)), votes.bounds, votes.totals)
    if values is None:
        return None
    return tuple(values[votes.variables[c, "yes"]] for c in voters.everyone)


def _voters(rule: Rule, stage: Stage, composition: Composition) -> Electorate | None:
    try:
        return electorate(rule, stage, composition)
    except NoCompositionError:
        return None


def _bare(place: Place) -> Place:
    return Place(place.state, place.stage, place.body)


def _exit_key(stage: Stage, number: int) -> str:
    return f"exit {stage.id} {number}"


def _more(used: Used, key: str, limit: int | None) -> Used:
    if limit is None:
        return used
    counts = dict(used)
    counts[key] = counts.get(key, 0) + 1
    return tuple(sorted(counts.items()))


def _unreached(
    rule: Rule, visited: set[str], taken: set[tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    for stage in rule.stages:
        if stage.id not in visited:
            yield stage.id, 0
            continue
        if (stage.id, -1) not in taken:
            yield stage.id, -1
        for number in range(1, len(stage.on_fail) + 1):
            if (stage.id, number) not in taken:
                yield stage.id, number


def _endless_delay(rule: Rule, visited: set[str]) -> Iterator[str]:
    for stage in rule.stages:
        for veto in stage.vetoes:
            if stage.id in visited and veto.effect == "suspend" and veto.max_uses is None:
                yield veto.id


def _no_deadline(rule: Rule, visited: set[str]) -> Iterator[tuple[str, str]]:
    for stage in rule.stages:
        if stage.id not in visited:
            continue
        for exit_ in (stage.on_pass, *stage.on_fail):
            if exit_.kind in {"refer", "chair_ruling"} and exit_.after_days is None:
                yield stage.id, exit_.body
        for veto in stage.vetoes:
            if veto.effect == "refer" and veto.days is None:
                yield stage.id, veto.body


def _loops(edges: Mapping[_Node, tuple[_Node, ...]]) -> list[tuple[str, ...]]:
    """The stages of each circle: found by going down every path and meeting a state that is still open on it."""
    found: set[tuple[str, ...]] = set()
    done: set[_Node] = set()
    for start in edges:
        path: list[_Node] = []
        open_: set[_Node] = set()
        stack: list[tuple[_Node, bool]] = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                path.pop()
                open_.discard(node)
                done.add(node)
                continue
            if node in open_:
                circle = path[path.index(node) :]
                found.add(tuple(dict.fromkeys(n.place.stage for n in circle)))
                continue
            if node in done:
                continue
            path.append(node)
            open_.add(node)
            stack.append((node, True))
            stack += [(after, False) for after in edges.get(node, ())]
    return sorted(found)
