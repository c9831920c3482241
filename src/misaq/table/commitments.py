"""Commitments: who promised what to whom by when, and what became of it.

A score says what was done, as seen by someone who did not make the promise: 0 none, 1 minimum,
2 intermediate, 3 full. Source of the scale: Kroc Institute Peace Accords Matrix (Joshi, Quinn and
Regan 2015, Journal of Peace Research 52(4)). It is not a percentage that the obligor reports.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from misaq.foundation.dates import DateError, PartialDate, parse_edtf
from misaq.table.errors import CommitmentFormError, DependencyCycleError

FULL = 3
SCORES = (0, 1, 2, 3)

Bilingual = Mapping[str, str]


@dataclass(frozen=True)
class Commitment:
    """One promise.

    title, obligor : language to text; the obligor is the body that promised.
    beneficiary : community id, "" for all.
    due : the day by which, as far as it is known; None when none was set.
    score : 0 to 3, None when nobody has scored it.
    depends_on : ids of commitments that must be kept first.
    draft : slug of the draft clause it serves, "" when none.
    """

    id: str
    title: Bilingual
    obligor: Bilingual
    beneficiary: str = ""
    due: PartialDate | None = None
    score: int | None = None
    scored_on: str = ""
    scored_by: str = ""
    depends_on: tuple[str, ...] = ()
    theme: str = ""
    draft: str = ""
    evidence: str = ""

    @property
    def kept(self) -> bool:
        """Whether it was kept in full."""
        return self.score == FULL


@dataclass(frozen=True)
class Standing:
    """Where one commitment stands on a day.

    overdue : its last day has passed and it is not kept in full; None when no day to judge by is
        known (no due date, or no day the process speaks of).
    days_overdue : whole days since its last day, None unless overdue.
    not_due : its last day has not passed; None as for overdue.
    blocked_by : ids of the commitments it depends on that are not kept in full; () once it is kept.
    """

    commitment: Commitment
    overdue: bool | None
    days_overdue: int | None
    not_due: bool | None
    blocked_by: tuple[str, ...]


@dataclass(frozen=True)
class Rollup:
    """What became of a group of commitments.

    key : theme, or community id ("" for all communities).
    n, n_scored : how many there are, and how many of them have a score.
    by_score : how many have score 0, 1, 2, 3.
    delivered : mean score divided by 3, of those scored; None when none is.
    low, high : the same over all n, were every one without a score a 0, or a 3.
    n_overdue, n_blocked, n_not_due, n_undated : counts; a commitment can be in several.
    share_not_due : n_not_due / n, None when n is 0.
    """

    key: str
    n: int
    n_scored: int
    by_score: tuple[int, int, int, int]
    delivered: float | None
    low: float | None
    high: float | None
    n_overdue: int
    n_blocked: int
    n_not_due: int
    n_undated: int
    share_not_due: float | None


def read_commitments(rows: Iterable[Mapping[str, str]]) -> tuple[Commitment, ...]:
    """Read commitments from the rows of `table/commitments.csv`, put in order of id.

    A row without an id gets its number, counted from 1. Columns that are not there are blank.
    Raises CommitmentFormError with row and column when a score or a due date cannot be read.
    """
    found = [_read_row(row, number) for number, row in enumerate(rows, start=1)]
    return tuple(sorted(found, key=lambda commitment: commitment.id))


def judge(commitments: Sequence[Commitment], *, as_of: str) -> tuple[Standing, ...]:
    """Say where each commitment stands on the day `as_of`, in the order given.

    as_of : EDTF, "" when the process speaks of no day; a clock is never asked. A due date known
        only to its year is overdue after the year's last day; an `as_of` known only to its year
        counts as that year's first day, so that nothing is called overdue too early.
    Raises DependencyCycleError when commitments wait for one another.

    >>> paid = Commitment("pay", {"en": "Pay"}, {"en": "Ministry"}, due=parse_edtf("2030"))
    >>> [judge([paid], as_of=day)[0].overdue for day in ("2030-12-31", "2031-01-01", "")]
    [False, True, None]
    """
    cycles = find_cycles(commitments)
    if cycles:
        raise DependencyCycleError(ids=", ".join(cycles[0]))
    today = parse_edtf(as_of).earliest if as_of else None
    kept = {commitment.id for commitment in commitments if commitment.kept}
    return tuple(_stand(commitment, today, kept) for commitment in commitments)


def overdue_first(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """The overdue ones, longest overdue first, then by id."""
    late = [standing for standing in standings if standing.overdue]
    return tuple(sorted(late, key=lambda s: (-(s.days_overdue or 0), s.commitment.id)))


def roll_up(standings: Sequence[Standing], key: str) -> Rollup:
    """What became of these commitments together, under the name `key`."""
    scores = [s.commitment.score for s in standings if s.commitment.score is not None]
    n, unscored, total = len(standings), len(standings) - len(scores), sum(scores)
    none, least, middle, full = (scores.count(score) for score in SCORES)
    n_not_due = sum(s.not_due is True for s in standings)
    return Rollup(
        key=key,
        n=n,
        n_scored=len(scores),
        by_score=(none, least, middle, full),
        delivered=total / (FULL * len(scores)) if scores else None,
        low=total / (FULL * n) if n else None,
        high=(total + FULL * unscored) / (FULL * n) if n else None,
        n_overdue=sum(s.overdue is True for s in standings),
        n_blocked=sum(bool(s.blocked_by) for s in standings),
        n_not_due=n_not_due,
        n_undated=sum(s.not_due is None for s in standings),
        share_not_due=n_not_due / n if n else None,
    )


def roll_up_by_theme(standings: Sequence[Standing]) -> tuple[Rollup, ...]:
    """One roll-up per theme, in order of name; those without a theme come under ""."""
    themes = sorted({s.commitment.theme for s in standings})
    return tuple(roll_up([s for s in standings if s.commitment.theme == t], t) for t in themes)


def roll_up_by_beneficiary(
    standings: Sequence[Standing], communities: Sequence[str] = ()
) -> tuple[Rollup, ...]:
    """One roll-up per community that was promised something, then "" for what was promised to all.

    communities : every community of the process, in its order: one that was promised nothing has a
        row that says so. A commitment is a public promise, not a person: small counts are shown.
    """
    named = {s.commitment.beneficiary for s in standings} - {""}
    keys = [*communities, *sorted(named - set(communities)), ""]
    found = []
    for key in keys:
        theirs = [s for s in standings if s.commitment.beneficiary == key]
        if key or theirs:
            found.append(roll_up(theirs, key))
    return tuple(found)


def find_cycles(commitments: Sequence[Commitment]) -> list[tuple[str, ...]]:
    """Groups of commitments that wait for one another, each group in order of id.

    Found by taking away, again and again, whatever waits for nothing that is left; what remains in
    both directions is a cycle or lies between two, and is split into its strongly connected parts.

    >>> a, b = (Commitment(i, {}, {}, depends_on=(o,)) for i, o in (("a", "b"), ("b", "a")))
    >>> find_cycles([a, b])
    [('a', 'b')]
    """
    ids = {commitment.id for commitment in commitments}
    waits = {c.id: set(c.depends_on) & ids for c in commitments}
    while free := {node for node, others in waits.items() if not others}:
        waits = {node: others - free for node, others in waits.items() if node not in free}
    reach = {node: _reachable(node, waits) for node in waits}
    groups = {
        tuple(sorted(other for other in reach[node] if node in reach[other]))
        for node in waits
        if node in reach[node]
    }
    return sorted(groups)


def unknown_dependencies(commitments: Sequence[Commitment]) -> list[tuple[str, str]]:
    """(commitment, id it depends on) where there is no such commitment, in order."""
    ids = {commitment.id for commitment in commitments}
    return [(c.id, other) for c in commitments for other in c.depends_on if other not in ids]


def is_scored_by_obligor(commitment: Commitment) -> bool:
    """Whether one of those who scored it (parted by ";") is the obligor, however it is spelt.

    >>> is_scored_by_obligor(
    ...     Commitment("a", {}, {"en": "Ministry of Justice"}, scored_by="observer; ministry of  justice")
    ... )
    True
    """
    scorers = {_folded(part) for part in commitment.scored_by.split(";")} - {""}
    return bool(scorers & {_folded(name) for name in commitment.obligor.values()})


def _read_row(row: Mapping[str, str], number: int) -> Commitment:
    def text(column: str) -> str:
        return row.get(column, "").strip()

    score, due = text("score"), text("due")
    if score not in {"", "0", "1", "2", "3"}:
        raise CommitmentFormError(row=number + 1, column="score", value=score)
    try:
        when = parse_edtf(due) if due else None
    except DateError:
        raise CommitmentFormError(row=number + 1, column="due", value=due) from None
    waits = tuple(sorted({part.strip() for part in text("depends_on").split(";")} - {""}))
    return Commitment(
        id=text("id") or str(number),
        title=_bilingual(text("title_en"), text("title_ur")),
        obligor=_bilingual(text("obligor_en"), text("obligor_ur")),
        beneficiary=text("beneficiary"),
        due=when,
        score=int(score) if score else None,
        scored_on=text("scored_on"),
        scored_by=text("scored_by"),
        depends_on=waits,
        theme=text("theme"),
        draft=text("draft"),
        evidence=text("evidence"),
    )


def _bilingual(english: str, urdu: str) -> dict[str, str]:
    return {language: text for language, text in (("en", english), ("ur", urdu)) if text}


def _stand(commitment: Commitment, today: date | None, kept: set[str]) -> Standing:
    last = commitment.due.latest if commitment.due else None
    waiting = () if commitment.kept else tuple(i for i in commitment.depends_on if i not in kept)
    if last is None or today is None:
        return Standing(commitment, None, None, None, waiting)
    overdue = today > last and not commitment.kept
    days = (today - last).days if overdue else None
    return Standing(commitment, overdue, days, today <= last, waiting)


def _reachable(start: str, waits: Mapping[str, set[str]]) -> set[str]:
    """What can be reached from `start` in one step or more."""
    found: set[str] = set()
    ahead = list(waits[start])
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead += waits[node]
    return found


def _folded(name: str) -> str:
    """A name without case, accents' forms, punctuation and doubled spaces, for comparison."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
