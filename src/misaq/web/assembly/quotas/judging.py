"""Whether quotas can be met by a pool: why not, in words, and the smallest change that helps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from misaq.assembly import Limit, Pool, Quotas, quota_faults, read_pool, smallest_relaxation
from misaq.web.assembly.models import Panel
from misaq.web.assembly.pool.selectors import Columns, pool_columns
from misaq.web.assembly.quotas.drafts import Draft, changed_draft
from misaq.web.shell.words import plain_bilingual

Verdict = Literal["unreadable", "sums", "nobody", "can", "cannot"]


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
        add up and nobody has volunteered; "can", "cannot", with this pool.
    changes : the smallest change that helps; () when there is none within what may be moved.
    mended : the draft with those changes made.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    changes: tuple[Moved, ...] = ()
    mended: Draft | None = None
    n_people: int = 0


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
        language_free = tuple(fault.place for fault in faults)
        return Judgement("cannot", language_free, n_people=n_people)
    faults = quota_faults(quotas, pool)
    if not faults:
        return Judgement("can", n_people=n_people)
    reasons = (*sums, *_pool_reasons(draft, pool))
    if not reasons:
        reasons = tuple(_together(draft, str(fault.params["reason"])) for fault in faults)
    changes = smallest_relaxation(pool) or ()
    side = {"min": "minimum", "max": "maximum"}
    numbers, moved = {}, []
    for change in changes:
        row = quotas.rows[change.limit.row]
        place = draft.place(row.category, row.feature)
        numbers[place.feature.pk, side[change.limit.side]] = change.new
        moved.append(Moved(place.words, change.limit.side, change.old, change.new))
    mended = changed_draft(draft, numbers) if moved else None
    return Judgement("cannot", reasons, tuple(moved), mended, n_people)


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


def _pool_reasons(draft: Draft, pool: Pool) -> tuple[str, ...]:
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
                    "what": draft.place(row.category, row.feature).words,
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


def _together(draft: Draft, signs: str) -> str:
    """A conflict of several limits in words; the core gives it in signs."""
    words = limits_in_words(draft)
    parts = [words.get(part, part) for part in signs.split("; ")]
    return _("These cannot all hold with these volunteers: %(all)s.") % {"all": _listed(parts)}


def limit_words(draft: Draft, quotas: Quotas, limit: Limit) -> str:
    """One limit in words."""
    row = quotas.rows[limit.row]
    what = draft.place(row.category, row.feature).words
    if limit.side == "min":
        return _("%(what)s at least %(n)s") % {"what": what, "n": row.minimum}
    return _("%(what)s at most %(n)s") % {"what": what, "n": row.maximum}


def _listed(parts: Sequence[str]) -> str:
    return _("; ").join(parts)
