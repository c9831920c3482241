"""The rules side by side on one pool: what each gives the least likely person, the most likely, and all."""

from dataclasses import dataclass

import numpy as np

from misaq.assembly.legacy import LegacyStuckError
from misaq.assembly.lottery import PANELS, hold_lottery
from misaq.assembly.pool import Pool
from misaq.assembly.rules import RULES
from misaq.foundation.progress import Progress


@dataclass(frozen=True)
class RuleRow:
    """What a rule gives those who can sit.

    minimum, maximum : the smallest and the largest probability. mean : the geometric mean of all.
    gini : 0 when all are equal. None everywhere when the rule found no panels (legacy alone can fail).
    """

    rule: str
    minimum: float | None
    maximum: float | None
    mean: float | None
    gini: float | None


def compare_rules(
    pool: Pool,
    *,
    rules: tuple[str, ...] = RULES,
    form: str = "tickets",
    panels: int = PANELS,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[RuleRow, ...]:
    """Hold the lottery by each rule, in the order given; the arguments are those of `hold_lottery`.

    Raises QuotasInfeasibleError, with the reasons, when no panel meets the quotas.
    """
    rows = []
    for rule in rules:
        try:
            held = hold_lottery(
                pool,
                rule=rule,
                form=form,
                panels=panels,
                seed=seed,
                progress=progress,
            )
        except LegacyStuckError:
            rows.append(RuleRow(rule, None, None, None, None))
            continue
        chances = np.array(list(held.allowed.values()))
        mean = float(np.exp(np.log(chances).mean())) if chances.min() > 0 else 0.0
        rows.append(RuleRow(rule, held.minimum, held.maximum, mean, held.gini))
    return tuple(rows)
