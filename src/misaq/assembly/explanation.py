"""Why quotas cannot be met: the limits that conflict, in words, with the sum that shows it."""

from dataclasses import dataclass
from typing import Any

from misaq.assembly.arithmetic import Sum, find_sum
from misaq.assembly.conflicts import Conflict, find_conflict, with_people
from misaq.assembly.limits import ALONE, Limit
from misaq.assembly.pool import Pool
from misaq.assembly.quotas import Quotas
from misaq.assembly.relaxation import Change, nearest_panel
from misaq.foundation.messages import render

MOST = 6  # explanations of one set of quotas
AND = {"en": " and ", "ur": " اور "}


@dataclass(frozen=True)
class Explanation:
    """An irreducible conflict: no panel keeps these limits; without any one of them some panel does.

    limits : the limits, in order.
    sum : the seats that they need and the seats that there are; None when part-seats would do and only whole
        people make it impossible.
    nearest : where `sum` is None, what the nearest whole panel misses, as changes of the conflict's quotas.
    smallest : whether it is proven that no conflict has fewer quotas.
    conflict : the same limits over the kinds of people that they tell apart, to try them.
    """

    quotas: Quotas
    limits: tuple[Limit, ...]
    sum: Sum | None
    nearest: tuple[Change, ...]
    smallest: bool
    conflict: Conflict

    def text(self) -> str:
        """The conflict in signs that every language reads."""
        signs = "; ".join(limit.text(self.quotas) for limit in self.limits)
        return signs if self.sum is None else f"{signs} ({self.sum.signs()})"

    def words(self, language: str) -> str:
        """The conflict in a sentence, in `language` ("en" or "ur")."""
        if self.sum is None:
            return render(
                "explanation.whole",
                language,
                limits=join([limit_words(x, self.quotas, language) for x in self.limits], language),
                nearest="; ".join(change.text(self.quotas) for change in self.nearest) or "-",
            ).sentence()
        sides = {
            "needs": join([self._term(term.limit, language) for term in self.sum.needs], language),
            "haves": join([self._term(term.limit, language) for term in self.sum.haves], language),
        }
        code = "explanation.sum" if self.sum.haves else "explanation.nobody"
        numbers = {"need": self.sum.need, "have": self.sum.have, "signs": self.sum.signs()}
        return render(code, language, **sides, **numbers).what

    def _term(self, limit: Limit, language: str) -> str:
        return limit_words(limit, self.quotas, language)

    def plain(self) -> dict[str, Any]:
        """The explanation as plain values, with its words in both languages."""
        values: dict[str, Any] = {
            "limits": [
                {
                    "side": limit.side,
                    "quota": self.quotas.rows[limit.row].label
                    if limit.side in ("min", "max")
                    else None,
                    "number": limit.value(self.quotas),
                    "text": limit.text(self.quotas),
                }
                for limit in self.limits
            ],
            "smallest": self.smallest,
            "words": {language: self.words(language) for language in ("en", "ur")},
        }
        if self.sum is not None:
            values |= {"need": self.sum.need, "have": self.sum.have, "sum": self.sum.signs()}
        else:
            values["nearest"] = [change.text(self.quotas) for change in self.nearest]
        return values


def explain_quotas(pool: Pool, *, thorough: bool = True) -> Explanation | None:
    """Why no panel of the pool meets the quotas, as plainly as it can be said; None when some panel does.

    thorough : look for the conflict with the fewest limits; else the first irreducible one.
    """
    found = _plain_conflicts(pool)
    if thorough or not found:
        general = find_conflict(pool, thorough=thorough)
        if general is not None:
            found.append(general)
    if not found:
        return None
    fewest = min(_quotas_in(conflict) for conflict in found)
    proven = any(c.smallest and _quotas_in(c) == fewest for c in found)
    best = min(found, key=lambda conflict: (len(conflict.limits), conflict.limits))
    return _explain(pool, best, smallest=proven and _quotas_in(best) == fewest)


def explain_all(pool: Pool, *, most: int = MOST) -> tuple[Explanation, ...]:
    """Several conflicts, no two of which share a quota: each must be mended by itself.

    The first is that of `explain_quotas`; the others are what is left when its quotas are taken away.
    """
    found: list[Explanation] = []
    first = explain_quotas(pool)
    skipped: frozenset[Limit] = frozenset()
    while first is not None:
        found.append(first)
        quotas = {limit for limit in first.limits if limit.side in ("min", "max")}
        skipped |= quotas
        if not quotas or len(found) == most:
            break
        conflict = find_conflict(pool, skipped=skipped)
        first = None if conflict is None else _explain(pool, conflict, smallest=False)
    return tuple(found)


def limit_words(limit: Limit, quotas: Quotas, language: str) -> str:
    """A limit in words."""
    if limit.side in ("min", "max"):
        quota = quotas.rows[limit.row].label
        return render(f"limit.{limit.side}", language, quota=quota, n=limit.value(quotas)).what
    if limit.side != "people":
        return render(f"limit.{limit.side}", language, n=limit.number).what
    who = [
        render(code, language, quota=quotas.rows[place].label).what
        for code, places in (("limit.has", limit.having), ("limit.not", limit.lacking))
        for place in places
    ]
    if limit.home >= 0:
        who.append(render("limit.shared", language).what)
    elif limit.home == ALONE:
        who.append(render("limit.alone", language).what)
    code = "limit.people" if limit.number else "limit.nobody"
    code = code if who else "limit.everybody"
    return render(code, language, n=limit.number, who=join(who, language)).what


def join(parts: list[str], language: str) -> str:
    """Parts of a sentence, joined by "and".

    >>> join(["a", "b", "c"], "en")
    'a, b and c'
    """
    comma = "، " if language == "ur" else ", "
    return AND[language].join([comma.join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _explain(pool: Pool, conflict: Conflict, *, smallest: bool) -> Explanation:
    found = find_sum(conflict, pool.quotas)
    quotas = frozenset(limit for limit in conflict.limits if limit.side in ("min", "max"))
    nearest = () if found is not None else nearest_panel(pool, quotas)
    return Explanation(pool.quotas, conflict.limits, found, nearest, smallest, conflict)


def _quotas_in(conflict: Conflict) -> int:
    return sum(limit.side not in ("people", "pool") for limit in conflict.limits)


def _plain_conflicts(pool: Pool) -> list[Conflict]:
    """Conflicts that need no solver: sums of one category, more seats wanted than people, too few people."""
    quotas = pool.quotas
    size = Limit(-1, "size", quotas.size)
    cores: list[list[Limit]] = []
    for category in quotas.categories:
        places = [i for i, quota in enumerate(quotas.rows) if quota.category == category]
        cores += [[*core, size] for core in _sums(pool, category, places)]
    cores += [
        [Limit(place, "min")]
        for place, (quota, n) in enumerate(zip(quotas.rows, pool.counts.tolist(), strict=True))
        if quota.minimum > n
    ]
    if pool.n_people < quotas.size:
        cores.append([size])
    return [with_people(pool, core) for core in cores]


def _sums(pool: Pool, category: str, places: list[int]) -> list[list[Limit]]:
    """Minimums of a category that are more than the size, the largest first; maximums that are less."""
    rows, size = pool.quotas.rows, pool.quotas.size
    found = []
    chosen: list[Limit] = []
    total = 0
    for place in sorted(places, key=lambda i: (-rows[i].minimum, i)):
        if total <= size:
            chosen.append(Limit(place, "min"))
            total += rows[place].minimum
    if total > size:
        found.append(chosen)
    if category not in pool.uncounted and sum(rows[i].maximum for i in places) < size:
        found.append([Limit(place, "max") for place in places])
    return found
