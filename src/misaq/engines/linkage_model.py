"""The comparisons of the linkage model as Splink settings: what counts as agreement in each kind of field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FEW_ROWS = 300  # below this a list cannot teach how often strangers agree, nor which names are rare
# How often strangers agree on each level of a kind, "else" left out: rough, for lists too short to tell.
_STRANGERS: dict[str, tuple[float, ...]] = {
    "part": (0.01, 0.003, 0.005, 0.01, 0.04),
    "name": (0.002, 0.002, 0.003, 0.02, 0.03),
    "born": (0.02, 0.04, 0.04, 0.12, 0.2),
    "born day": (0.0003, 0.001, 0.02, 0.04, 0.25),
    "age": (0.04, 0.12, 0.15),
    "when": (0.05, 0.15, 0.15),
    "sex": (0.6,),
    "place": (0.1, 0.01, 0.02),
    "number": (0.0001, 0.0005, 0.001),
    "code": (0.03, 0.05),
    "text": (0.005, 0.01),
    "email": (0.001, 0.005),
}
_NULL = "{f}_l IS NULL OR {f}_r IS NULL"


@dataclass(frozen=True)
class Level:
    """One degree of agreement: its condition, the column whose rarity weighs in, and how often true pairs show it.

    usual : chance among true pairs that is used where the rows are too few to learn it.
    """

    condition: str
    usual: float
    rarity: str = ""


def _eq(column: str) -> str:
    return f"{column}_l = {column}_r"


def _like(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _slips(column: str, most: int) -> str:
    return f"damerau_levenshtein({column}_l, {column}_r) <= {most}"


def _apart(column: str, most: int) -> str:
    return f"abs({column}_l - {column}_r) <= {most}"


def levels_of(field: str, kind: str, *, days: bool) -> tuple[str, tuple[Level, ...]]:
    """The column that must be told on both sides, and the levels of agreement, best first, "else" left out.

    days : whether any row tells a day of birth.
    """
    f = field
    if kind == "part":
        return f"{f}_text", (
            Level(_eq(f"{f}_text"), 0.72, f"{f}_text"),
            Level(_eq(f"{f}_bones"), 0.08, f"{f}_bones"),
            Level(_like(f"{f}_text", 0.92), 0.08),
            Level(_like(f"{f}_text", 0.85), 0.04),
            Level(_like(f"{f}_text", 0.7), 0.03),
        )
    if kind == "name":
        return f"{f}_sound", (
            Level(_eq(f"{f}_sound"), 0.35, f"{f}_sound"),
            Level(_eq(f"{f}_bones"), 0.25, f"{f}_bones"),
            Level(f"{_eq(f'{f}_joined')} OR {_like(f'{f}_sound', 0.93)}", 0.1),
            Level(_eq(f"{f}_first"), 0.15, f"{f}_first"),
            Level(_like(f"{f}_bones", 0.85), 0.05),
        )
    if kind == "born" and days:
        return f"{f}_year", (
            Level(_eq(f"{f}_day"), 0.8, f"{f}_day"),
            Level(f"{_slips(f'{f}_day', 1)} OR {f}_day_l = {f}_swapped_r", 0.12),
            Level(_apart(f"{f}_year", 0), 0.03),
            Level(_apart(f"{f}_year", 1), 0.02),
            Level(_apart(f"{f}_year", 10), 0.02),
        )
    if kind == "born":
        return f"{f}_year", tuple(
            Level(_apart(f"{f}_year", years), usual)
            for years, usual in ((0, 0.65), (1, 0.18), (2, 0.08), (5, 0.06), (10, 0.02))
        )
    if kind == "age":
        return f"{f}_year", tuple(
            Level(_apart(f"{f}_year", years), usual)
            for years, usual in ((0, 0.5), (2, 0.3), (5, 0.12))
        )
    return _plain_levels(f, kind)


def _plain_levels(f: str, kind: str) -> tuple[str, tuple[Level, ...]]:
    text = f"{f}_text"
    match kind:
        case "when":
            return f"{f}_year", (
                Level(_eq(f"{f}_day"), 0.4),
                Level(_apart(f"{f}_year", 0), 0.4),
                Level(_apart(f"{f}_year", 1), 0.1),
            )
        case "sex":
            return text, (Level(_eq(text), 0.985),)
        case "place":
            return text, (
                Level(_eq(text), 0.75, text),
                Level(_eq(f"{f}_bones"), 0.1, f"{f}_bones"),
                Level(_like(text, 0.88), 0.06),
            )
        case "number":
            return text, (
                Level(_eq(text), 0.85),
                Level(_slips(text, 1), 0.08),
                Level(_slips(text, 2), 0.03),
            )
        case "code":
            return text, (Level(_eq(text), 0.8, text), Level(_slips(text, 1), 0.1))
        case _:  # text, email
            return text, (Level(_eq(text), 0.7, text), Level(_like(text, 0.88), 0.18))


def comparison(field: str, kind: str, *, days: bool, few: bool) -> dict[str, Any]:
    """One comparison as Splink reads it."""
    told, levels = levels_of(field, kind, days=days)
    rows: list[dict[str, Any]] = [
        {
            "sql_condition": _NULL.format(f=told),
            "label_for_charts": "not told",
            "is_null_level": True,
        }
    ]
    for place, level in enumerate(levels):
        row: dict[str, Any] = {
            "sql_condition": level.condition,
            "label_for_charts": f"level {place}",
        }
        if level.rarity and not few:
            row |= {"tf_adjustment_column": level.rarity, "tf_minimum_u_value": 1e-6}
        rows.append(row)
    rows.append({"sql_condition": "ELSE", "label_for_charts": "other"})
    return {"output_column_name": field, "comparison_levels": rows}


def settings(
    compared: Sequence[tuple[str, str]], *, days: bool, chance: float, few: bool
) -> dict[str, Any]:
    """Splink's settings for these fields.

    chance : that two rows at random are one person. few : fewer than FEW_ROWS rows: rarity is not weighed.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": [comparison(field, kind, days=days, few=few) for field, kind in compared],
        "blocking_rules_to_generate_predictions": [],
        "probability_two_random_records_match": chance,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "max_iterations": 50,
        "em_convergence": 1e-4,
    }


def take_m(model: dict[str, Any], learned: dict[str, Any]) -> None:
    """Take over the m that a session learned for levels that have none yet; the model is changed."""
    for own, other in zip(model["comparisons"], learned.get("comparisons", ()), strict=False):
        for row, seen in zip(own["comparison_levels"], other["comparison_levels"], strict=True):
            if "m_probability" not in row and "m_probability" in seen:
                row["m_probability"] = seen["m_probability"]


def complete(
    model: dict[str, Any], compared: Sequence[tuple[str, str]], *, days: bool, n_rows: int
) -> dict[str, Any]:
    """The trained settings with every gap filled and nothing absurd: what too few rows taught is the usual value.

    A comparison whose best level speaks against a match, or whose worst speaks for one, is not believed.
    """
    for (field, kind), learned in zip(compared, model["comparisons"], strict=True):
        levels = levels_of(field, kind, days=days)[1]
        usual = [level.usual for level in levels]
        usual.append(max(1 - sum(usual), 0.01))
        rows = [row for row in learned["comparison_levels"] if not row.get("is_null_level")]
        u = [min(max(row.get("u_probability") or 1e-6, 1e-6), 0.9999) for row in rows]
        if n_rows < FEW_ROWS:
            strangers = _STRANGERS["born day" if kind == "born" and days else kind]
            least = [*strangers, 1 - sum(strangers)]
            true = 2 / n_rows  # about so many random pairs of a short list are no strangers
            u = [max(one, drawn - true) for one, drawn in zip(least, u, strict=True)]
        m = [row.get("m_probability") for row in rows]
        if any(value is None for value in m) or m[0] <= u[0] or m[-1] >= u[-1]:
            m = [
                one
                if (one := row.get("m_probability")) is not None
                and m[0]
                and m[0] > u[0]
                and (m[-1] or 0) < u[-1]
                else usual[place]
                for place, row in enumerate(rows)
            ]
        for row, m_value, u_value in zip(rows, m, u, strict=True):
            row["m_probability"] = float(f"{min(max(m_value, 1e-4), 0.9999):.9g}")
            row["u_probability"] = float(f"{u_value:.9g}")
    return model


def learn_together(
    model: dict[str, Any],
    patterns: NDArray[np.int64],
    pairs: NDArray[np.int64],
    *,
    n_rows: int,
    few: bool,
) -> None:
    """Learn m of every level by expectation maximisation over whole agreement patterns; the model is changed.

    patterns : (n_patterns, n_fields) Splink's level numbers, -1 where a side does not tell. pairs : (n_patterns,)
    candidate pairs that show each. The share of true pairs is learned
    too, and true pairs are taken out of u. A field's first guess weighs
    as much as ten pairs, so that few rows do not teach certainty.
    Source: Winkler 1988, Proc. Survey Research Methods, ASA: EM in the Fellegi-Sunter model.
    """
    levels = [
        [row for row in one["comparison_levels"] if not row.get("is_null_level")][::-1]
        for one in model["comparisons"]
    ]
    m = [np.array([row["m_probability"] for row in rows]) for rows in levels]
    drawn = [np.array([row["u_probability"] for row in rows]) for rows in levels]
    u = drawn
    guess, all_pairs = [one / one.sum() for one in m], n_rows * (n_rows - 1) / 2
    share = float(model["probability_two_random_records_match"])
    for _ in range(100):
        evidence = np.zeros(len(patterns))
        for field, (own, other) in enumerate(zip(m, u, strict=True)):
            told = patterns[:, field] >= 0
            evidence[told] += np.log(own / other)[patterns[told, field]]
        odds = np.exp(np.clip(evidence + np.log(share / (1 - share)), -50, 50))
        true = odds / (1 + odds) * pairs
        share = float(np.clip(true.sum() / all_pairs, 1 / all_pairs, min(10 / n_rows, 0.5)))
        before = np.concatenate(m)
        for field, rows in enumerate(levels):
            told = patterns[:, field] >= 0
            seen = np.bincount(patterns[told, field], true[told], minlength=len(rows))
            m[field] = (seen + 10 * guess[field]) / (seen.sum() + 10)
        if n_rows >= FEW_ROWS:
            u = [_strangers(own, one, share) for own, one in zip(drawn, m, strict=True)]
        if np.abs(np.concatenate(m) - before).max() < 1e-6:
            break
    for rows, own, other in zip(levels, m, u, strict=True):
        for row, value, stranger in zip(rows, own.tolist(), other.tolist(), strict=True):
            row["m_probability"] = float(f"{min(max(value, 1e-4), 0.9999):.9g}")
            row["u_probability"] = float(f"{stranger:.9g}")
    model["probability_two_random_records_match"] = float(f"{share:.9g}")


def _strangers(u: NDArray[np.float64], m: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """How often strangers agree, from how often random pairs do, of which `share` are no strangers.

    At least a fiftieth of what was drawn stays: a rare agreement must not become proof.
    """
    return np.asarray(np.clip((u - share * m) / (1 - share), np.maximum(u / 50, 1e-6), 0.9999))
