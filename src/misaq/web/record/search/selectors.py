"""Reads: the cases that a search finds, a page at a time, always out of those that the searcher may work on.

Three plans. When a word or a filter is rare, its cases are gathered by its own index and then sorted. When everything
asked is common, the order's index is walked from its end until the page is full. When two common words hardly ever
stand in one case, a walk would never end: after a stretch of it the two words' cases are crossed instead. Which is
right is counted first, up to a bound, since neither database guesses it well: PostgreSQL trusts a limit too much,
SQLite knows nothing of words.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from misaq.web.accounts.access import Person, account_of
from misaq.web.record.access import cases_of
from misaq.web.record.models import Assignment, Case, CaseLabel, CaseWord
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.terms import Term, terms_of

A_PAGE = 25
COUNTED = 1000  # counted exactly up to here; beyond, the page says "more than"
RARE = 20_000  # cases that are gathered and sorted rather than met on a walk
RARE_FILTER = 5_000
STRETCH = 3_000  # cases that a walk looks at before the words are crossed


@dataclass(frozen=True)
class Found:
    """One page of cases.

    n : how many in all, up to COUNTED + 1; None on later pages. after : where the next begins, "" for none.
    """

    cases: list[Case]
    n: int | None
    after: str

    @property
    def is_many(self) -> bool:
        """Whether there are more than were counted."""
        return self.n is not None and self.n > COUNTED


def find_cases(person: Person, asked: Asked, *, after: str = "") -> Found:
    """The cases that match, newest first; `after` is what the page before gave."""
    matches = Matches(person, asked)
    rows, last = _page(matches, asked, after)
    if after:
        return Found(rows, None, last)
    n = matches.rows().order_by()[: COUNTED + 1].count() if last else len(rows)
    return Found(rows, n, last)


class Matches:
    """The matching cases as querysets: `rows()` in no order, `ordered()` by the plan that is quick here."""

    def __init__(self, person: Person, asked: Asked) -> None:
        self._own = cases_of(person)
        self._filters = _filters(asked, person)
        self._terms = sorted(
            (
                (_count(CaseWord.objects.filter(term.condition())), term)
                for term in terms_of(asked.q)
            ),
            key=lambda pair: pair[0],
        )
        rare_word = bool(self._terms) and self._terms[0][0] <= RARE
        self.gathers = rare_word or self._filter_is_rare(asked)
        self._by_word = rare_word
        self._is_crossed = False

    def _filter_is_rare(self, asked: Asked) -> bool:
        indexed = _indexed(asked)
        return bool(indexed) and _count(self._own.filter(indexed), RARE_FILTER) <= RARE_FILTER

    def rows(self) -> QuerySet[Case]:
        """Every match, in no order."""
        rows = self._own.filter(self._filters)
        first = 2 if self._is_crossed else 1 if self._by_word else 0
        sets = [_cases_with(term) for _n, term in self._terms[:first]]
        if sets:
            rows = rows.filter(pk__in=sets[0].intersection(*sets[1:]) if sets[1:] else sets[0])
        for _n, term in self._terms[first:]:
            rows = rows.filter(_has(term))
        return rows

    @property
    def may_be_sparse(self) -> bool:
        """Whether several words, each common, may hardly ever stand together."""
        return not self.gathers and len(self._terms) > 1

    def cross(self) -> None:
        """From now on gather the cases that have both of the two least common words."""
        self.gathers = self._is_crossed = True

    def edge(self, field: str, value: Any, ref: str) -> Any:
        """The `field` of the case that ends a stretch of a walk; None when the walk ends before."""
        own = self._own.filter(**{f"{field}__isnull": False}).order_by(f"-{field}", "-ref")
        walk = _from(own, field, value, ref).values_list(field, flat=True)
        return next(iter(walk[STRETCH : STRETCH + 1]), None)

    def ordered(self, field: str) -> QuerySet[Case]:
        """Every match, the latest `field` first. Gathered rows are sorted by what no index holds."""
        rows = self.rows()
        if self.gathers:
            return rows.annotate(by_=Coalesce(F(field), F(field))).order_by("-by_", "-ref")
        return rows.order_by(f"-{field}", "-ref")


def _count(rows: QuerySet[Any], most: int = RARE) -> int:
    """How many, counted no further than one beyond `most`."""
    return rows.order_by()[: most + 1].values("pk").count()


def _cases_with(term: Term) -> QuerySet[CaseWord, Any]:
    return CaseWord.objects.filter(term.condition()).values("case")


def _has(term: Term) -> Exists:
    return Exists(CaseWord.objects.filter(term.condition(), case=OuterRef("pk")))


def _indexed(asked: Asked) -> Q:
    """Of the filters those that an index answers."""
    wanted = Q()
    for name in ("community", "place", "district"):
        if value := getattr(asked, name):
            wanted &= Q(**{name: value})
    return wanted & _touches(asked)


def _filters(asked: Asked, person: Person) -> Q:
    wanted = _indexed(asked)
    if asked.stage:
        wanted &= Q(stage=asked.stage)
    if asked.answer:
        wanted &= Q(answer="" if asked.answer == "none" else asked.answer)
    if asked.act:
        wanted &= Q(act_types__contains=asked.act)
    if asked.label:
        labelled = CaseLabel.objects.filter(label__name=asked.label, case=OuterRef("pk"))
        wanted &= Q(Exists(labelled))
    if asked.to:
        whose = {"reviewer": account_of(person)} if asked.to == "me" else {"reviewer": None}
        waits = Assignment.objects.filter(case=OuterRef("pk"), ended_at=None, **whose)
        wanted &= Q(Exists(waits))
    return wanted


def _touches(asked: Asked) -> Q:
    """Cases whose days and the days asked for have one in common; a case without any date matches no date."""
    first, last = asked.days()
    wanted = Q()
    if last:
        wanted &= Q(when_min__lte=last) | Q(when_min=None, when_max__isnull=False)
    if first:
        wanted &= Q(when_max__gte=first) | Q(when_max=None, when_min__isnull=False)
    return wanted


# ---------------------------------------------------------------------- pages
def _page(matches: Matches, asked: Asked, after: str) -> tuple[list[Case], str]:
    field = "when_min" if asked.order == "when" else "changed_at"
    value, ref = _read_after(after, field)
    rows: list[Case] = []
    if field == "changed_at" or not after or value is not None:
        rows = _dated(matches, field, value, ref)
        ref = ""  # the undated begin anew
    if field == "when_min" and len(rows) <= A_PAGE:
        undated = matches.rows().filter(when_min=None).order_by("-ref")
        undated = undated.filter(ref__lt=ref) if ref else undated
        rows += list(undated[: A_PAGE + 1 - len(rows)])
    shown = rows[:A_PAGE]
    return shown, _write_after(shown[-1], field) if len(rows) > A_PAGE else ""


def _dated(matches: Matches, field: str, value: Any, ref: str) -> list[Case]:
    """The first cases from there on that have a `field`, one more than a page."""
    edge = matches.edge(field, value, ref) if matches.may_be_sparse else None
    if edge is not None:
        near = _from(matches.ordered(field), field, value, ref).filter(**{f"{field}__gte": edge})
        rows = list(near[: A_PAGE + 1])
        if len(rows) > A_PAGE:
            return rows
        matches.cross()
    ordered = matches.ordered(field).filter(**{f"{field}__isnull": False})
    return list(_from(ordered, field, value, ref)[: A_PAGE + 1])


def _from(rows: QuerySet[Case], field: str, value: Any, ref: str) -> QuerySet[Case]:
    if value is None:
        return rows
    same_but_later = Q(**{field: value}, ref__lt=ref)
    return rows.filter(Q(**{f"{field}__lte": value}), Q(**{f"{field}__lt": value}) | same_but_later)


def _write_after(case: Case, field: str) -> str:
    value = getattr(case, field)
    return f"{value.isoformat() if value else ''}~{case.ref}"


def _read_after(after: str, field: str) -> tuple[Any, str]:
    """Where a page begins; what nobody here wrote begins at the beginning."""
    text, _, ref = after.partition("~")
    try:
        value: Any = parse_date(text) if field == "when_min" else parse_datetime(text)
    except ValueError:
        value = None
    if field == "changed_at" and value is not None and timezone.is_naive(value):
        value = None
    return value, ref
