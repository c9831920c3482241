"""Whether quotas can be met by a pool: why not, in words, and the smallest change that helps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from misaq.assembly import (
    Change,
    Limit,
    Pool,
    Quotas,
    explain_quotas,
    feasibility_at_a_glance,
    read_pool,
    smallest_relaxations,
)
from misaq.web.assembly.models import Panel
from misaq.web.assembly.pool.selectors import Columns, pool_columns
from misaq.web.assembly.quotas.drafts import Draft, changed_draft
from misaq.web.shell.words import plain_bilingual

Verdict = Literal["unreadable", "sums", "nobody", "can", "unknown", "cannot"]


@dataclass(frozen=True)
class Moved:
    """One number that the smallest change moves."""

    words: str
    side: str
    old: int
    new: int


@dataclass(frozen=True)
class Judgement:
    """What is to be said of quotas as they stand.

    verdict : "unreadable", something is no number; "sums", they cannot add up, whoever volunteers; "nobody", they
        add up and nobody has volunteered; "can", "cannot", with this pool; "unknown", a first look cannot tell.
    changes : the smallest change that helps; () when there is none within what may be moved.
    mended : the draft with those changes made. within_flex : whether they keep to what may be moved.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    changes: tuple[Moved, ...] = ()
    mended: Draft | None = None
    n_people: int = 0
    within_flex: bool = True


def judge(panel: Panel, draft: Draft) -> Judgement:
    """Judge quotas as they are typed, against the volunteers there are now."""
    quotas = draft.quotas()
    if quotas is None:
        return Judgement("unreadable", tuple(draft.problems.values()))
    sums = _sum_reasons(draft, quotas)
    columns = pool_columns(panel)
    n_people = len(columns["id"])
    if not n_people:
        return Judgement("sums" if sums else "nobody", sums)
    return _judge_pool(draft, quotas, columns, sums)


def _judge_pool(draft: Draft, quotas: Quotas, columns: Columns, sums: tuple[str, ...]) -> Judgement:
    pool, faults = read_pool(columns, quotas)
    n_people = len(columns["id"])
    if (
        pool is None
    ):  # an answer that is no feature any more: the questions are fixed, so never by typing
        return Judgement("cannot", tuple(fault.place for fault in faults), n_people=n_people)
    # the core speaks of features by the names that the quotas give them: here by the words of the page
    pool = replace(pool, quotas=_worded(draft, quotas))
    look = feasibility_at_a_glance(pool)
    if look.status != "impossible":
        return Judgement("can" if look.status == "possible" else "unknown", n_people=n_people)
    reasons = (*sums, *_pool_reasons(pool))
    if not reasons:
        explained = look.explanation or explain_quotas(pool, thorough=False)
        language = "ur" if (get_language() or "").startswith("ur") else "en"
        reasons = (explained.words(language),) if explained is not None else ()
    found = next(iter(smallest_relaxations(pool, most=1)), None)
    if found is None:
        return Judgement("cannot", reasons, n_people=n_people)
    return Judgement(
        "cannot",
        reasons,
        tuple(_moved(pool.quotas, change) for change in found.changes),
        changed_draft(draft, _numbers(draft, quotas, found.changes)),
        n_people,
        within_flex=found.within_flex,
    )


def _worded(draft: Draft, quotas: Quotas) -> Quotas:
    rows = []
    for row in quotas.rows:
        feature = draft.place(row.category, row.feature).feature
        labels = plain_bilingual(feature.category.label), plain_bilingual(feature.label)
        rows.append(replace(row, category=labels[0], feature=labels[1]))
    return Quotas(tuple(rows), quotas.size)


def _moved(quotas: Quotas, change: Change) -> Moved:
    row = quotas.rows[change.limit.row]
    return Moved(f"{row.category} {row.feature}", change.limit.side, change.old, change.new)


def _numbers(draft: Draft, quotas: Quotas, changes: Sequence[Change]) -> dict[tuple[int, str], int]:
    sides = {"min": "minimum", "max": "maximum"}
    rows = [quotas.rows[change.limit.row] for change in changes]
    return {
        (draft.place(row.category, row.feature).feature.pk, sides[change.limit.side]): change.new
        for row, change in zip(rows, changes, strict=True)
    }


def _sum_reasons(draft: Draft, quotas: Quotas) -> tuple[str, ...]:
    reasons = []
    for category in quotas.categories:
        rows = quotas.of(category)
        low, high = sum(row.minimum for row in rows), sum(row.maximum for row in rows)
        label = plain_bilingual(draft.place(category, rows[0].feature).feature.category.label)
        values = {"what": label, "low": low, "high": high, "size": quotas.size}
        if low > quotas.size:
            reasons.append(
                _("%(what)s: the smallest numbers ask for %(low)s seats, and there are %(size)s.")
                % values
            )
        if high < quotas.size:
            reasons.append(
                _("%(what)s: the largest numbers fill %(high)s seats only, and there are %(size)s.")
                % values
            )
    return tuple(reasons)


def _pool_reasons(pool: Pool) -> tuple[str, ...]:
    reasons = []
    if pool.n_people < pool.quotas.size:
        reasons.append(
            _("%(n)s people have volunteered, and %(size)s are to sit.")
            % {"n": pool.n_people, "size": pool.quotas.size}
        )
    for row, count in zip(pool.quotas.rows, pool.counts.tolist(), strict=True):
        if row.minimum > count:
            reasons.append(
                _("%(what)s: at least %(low)s are to sit, and %(n)s have volunteered.")
                % {
                    "what": f"{row.category} {row.feature}",
                    "low": row.minimum,
                    "n": count,
                }
            )
    return tuple(reasons)


def limits_in_words(draft: Draft) -> dict[str, str]:
    """Every limit of readable quotas: as the core writes it in signs, to words of the page's language."""
    quotas = draft.quotas()
    if quotas is None:
        return {}
    return {
        limit.text(quotas): limit_words(draft, quotas, limit)
        for row in range(len(quotas.rows))
        for limit in (Limit(row, "min"), Limit(row, "max"))
    }


def limit_words(draft: Draft, quotas: Quotas, limit: Limit) -> str:
    """One limit in words."""
    row = quotas.rows[limit.row]
    what = draft.place(row.category, row.feature).words
    if limit.side == "min":
        return _("%(what)s at least %(n)s") % {"what": what, "n": row.minimum}
    return _("%(what)s at most %(n)s") % {"what": what, "n": row.maximum}
