"""Which mentions are one person: candidate pairs in DuckDB, weighed by Splink. The one door to both libraries.

Nothing leaves the process: DuckDB runs in memory, spills nothing to disk and reaches no network.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, block_on
from splink.internals.exceptions import SplinkException

from misaq.engines.linkage_model import FEW_ROWS, complete, learn_together, settings, take_m
from misaq.foundation.errors import EngineError
from misaq.foundation.seeds import derive_seed
from misaq.record import Features

PAIRS_PER_ROW, FEWEST_PAIRS = 16, 2_000_000  # how many candidate pairs are looked at, at most
ALL_PAIRS = 500_000  # a list with no more pairs than this is compared whole
_TRAINING_PAIRS, _RANDOM_PAIRS = 400_000, 2_000_000
_WEIGHED = 0.01  # pairs below this are not kept


@dataclass(frozen=True)
class ScoredPairs:
    """Candidate pairs that are not plainly different.

    left, right : (n,) rows, left < right. probability : (n,) that both are one person, 0 to 1.
    candidates : (m, 2) every pair compared. keys : key to the candidate pairs that it found first.
    seconds : step to how long it took.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    probability: NDArray[np.float64]
    candidates: NDArray[np.int32]
    keys: Mapping[str, int]
    seconds: Mapping[str, float]


class LinkageEngineError(EngineError):
    """DuckDB or Splink stopped; `reason` is its first line without any value of a cell."""

    code = "linkage_failed"


def score_pairs(features: Features, *, seed: int, threads: int = 2) -> ScoredPairs:
    """Find candidate pairs by the keys and weigh them by a Fellegi-Sunter model with term frequencies.

    features : what is compared, n rows. seed : public seed; it draws the pairs that show how often strangers agree.
    The same rows in any order give the same pairs. Raises LinkageEngineError.
    Source: Fellegi and Sunter 1969, J. Am. Stat. Assoc. 64; Splink 5 (Linacre et al. 2022) for u by random pairs,
    m by expectation maximisation and the term-frequency adjustment. Ours: the keys and their limits, and that the
    share of true pairs is learned from the candidates.
    """
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    try:
        with duckdb.connect(
            ":memory:", config={"threads": threads, "temp_directory": ""}
        ) as connection:
            run = _Run(connection, features, seed)
            del features  # the run lets go of the table once DuckDB has it
            return run.pairs()
    except (duckdb.Error, MemoryError) as error:
        raise LinkageEngineError(reason=type(error).__name__) from error


class _Run:
    def __init__(
        self, connection: duckdb.DuckDBPyConnection, features: Features, seed: int
    ) -> None:
        self._db, self._seed = connection, seed
        self._table: pa.Table | None = features.table
        self._fields, self._parts = features.compared, features.keys
        self._n, self._days = features.table.num_rows, _tells_days(features.table)
        self._seconds: dict[str, float] = {}
        self._keys: dict[str, int] = {}
        self._since = time.perf_counter()

    def _lap(self, step: str) -> None:
        now = time.perf_counter()
        self._seconds[step], self._since = now - self._since, now

    def pairs(self) -> ScoredPairs:
        rows = self._put_in_order()
        self._lap("order")
        self._find_candidates()
        self._lap("candidates")
        left = right = np.empty(0, np.int64)
        probability = np.empty(0)
        if self._keys:
            model = self._train()
            self._lap("training")
            left, right, weight = self._weigh(model, rows)
            chance = model["probability_two_random_records_match"]
            probability = _settle(weight, chance, self._n)
            self._lap("weighing")
        kept = probability >= _WEIGHED
        left, right, probability = left[kept], right[kept], probability[kept]
        order = np.lexsort((right, left))
        return ScoredPairs(
            left[order],
            right[order],
            probability[order],
            self._compared(rows),
            self._keys,
            self._seconds,
        )

    def _compared(self, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        """Every candidate pair, by the rows as they were given."""
        found = self._fetch("SELECT join_key_l AS l, join_key_r AS r FROM candidates")
        ends = np.empty((len(found["l"]), 2), np.int32)
        ends[:, 0], ends[:, 1] = rows[found.pop("l")], rows[found.pop("r")]
        ends.sort(axis=1)
        return ends

    def _do(self, sql: str) -> None:
        """Run a statement to its end: DuckDB takes no other while one has a result left to read."""
        self._db.execute(sql).fetchall()

    def _fetch(self, sql: str) -> dict[str, NDArray[Any]]:
        found: dict[str, NDArray[Any]] = self._db.execute(sql).fetchnumpy()
        return {name: np.asarray(values) for name, values in found.items()}

    def _put_in_order(self) -> NDArray[np.int32]:
        """Number the rows by what they say, so that the order they came in leaves no trace."""
        assert self._table is not None  # it is put in order once
        names = ", ".join(self._table.column_names)
        table = self._table.append_column("given_row", pa.array(np.arange(self._n)))
        self._db.register("given_rows", table)
        self._do(
            f"CREATE TABLE mentions AS SELECT row_number() OVER (ORDER BY hash({names}), {names})::INTEGER - 1 "
            "AS unique_id, * FROM given_rows"
        )
        rows = np.empty(self._n, np.int32)
        numbered = self._fetch("SELECT unique_id, given_row FROM mentions")
        rows[numbered["unique_id"]] = numbered["given_row"]
        self._do("ALTER TABLE mentions DROP given_row")
        self._db.unregister("given_rows")
        self._table = None  # a million rows are worth their memory
        return rows

    def _find_candidates(self) -> None:
        """Pairs that agree on a key, each once; a key's largest blocks are left out when it makes too many."""
        names = list(self._parts)
        hashed = ", ".join(
            f"CASE WHEN {' AND '.join(f'{c} IS NOT NULL' for c in columns)} "
            f"THEN hash({', '.join(columns)}) END AS k{place}"
            for place, columns in enumerate(self._parts.values())
        )
        self._do(f"CREATE TABLE keys AS SELECT unique_id, {hashed or 'NULL AS k'} FROM mentions")
        self._do(
            "CREATE TABLE candidates (match_key TINYINT, join_key_l INTEGER, join_key_r INTEGER)"
        )
        left = max(PAIRS_PER_ROW * self._n, FEWEST_PAIRS)
        each = left // 4
        used: list[int] = []
        for place, name in enumerate(names):
            made = self._add_key(place, used, min(each, left)) if left > 0 else 0
            if made:
                self._keys[name] = made
                left -= made
                used.append(place)
        if self._n * (self._n - 1) // 2 <= ALL_PAIRS:
            self._add_the_rest()
        self._do("DROP TABLE keys")

    def _add_the_rest(self) -> None:
        """Every other pair of a short list: then no pair is lost to the keys."""
        self._do(
            "INSERT INTO candidates SELECT -1, l.unique_id, r.unique_id FROM mentions l "
            "JOIN mentions r ON l.unique_id < r.unique_id WHERE NOT EXISTS (SELECT 1 FROM candidates c "
            "WHERE c.join_key_l = l.unique_id AND c.join_key_r = r.unique_id)"
        )
        rest = self._n * (self._n - 1) // 2 - sum(self._keys.values())
        if rest:
            self._keys["all"] = rest

    def _add_key(self, place: int, used: Sequence[int], budget: int) -> int:
        key = f"k{place}"
        sizes = self._fetch(
            f"SELECT c, count(*) AS blocks FROM (SELECT count(*) AS c FROM keys WHERE {key} IS NOT NULL "
            f"GROUP BY {key} HAVING count(*) > 1) GROUP BY c ORDER BY c"
        )
        pairs = np.cumsum(sizes["c"] * (sizes["c"] - 1) // 2 * sizes["blocks"])
        fitting = int(np.searchsorted(pairs, budget, side="right"))
        if not fitting:
            return 0
        largest = int(sizes["c"][fitting - 1])
        if fitting < len(pairs):
            self._do(
                f"UPDATE keys SET {key} = NULL WHERE {key} IN (SELECT {key} FROM keys "
                f"GROUP BY {key} HAVING count(*) > {largest})"
            )
        others = "".join(f" AND NOT coalesce(l.k{one} = r.k{one}, false)" for one in used)
        self._do(
            f"INSERT INTO candidates SELECT {place}, l.unique_id, r.unique_id FROM keys l JOIN keys r "
            f"ON l.{key} = r.{key} AND l.unique_id < r.unique_id WHERE true{others}"
        )
        return int(
            self._fetch(f"SELECT count(*) AS n FROM candidates WHERE match_key = {place}")["n"][0]
        )

    def _train(self) -> dict[str, Any]:
        compared = self._fields
        api = DuckDBAPI(self._db)
        chance = min(max(1 / max(self._n, 2), 1e-7), 0.2)
        few = self._n < FEW_ROWS
        model = settings(compared, days=self._days, chance=chance, few=few)
        linker = Linker(
            api.register("mentions"), model, log_level=logging.CRITICAL, validate_settings=False
        )
        seed = derive_seed(self._seed, "record.linkage.u") % (1 << 31)
        linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=seed)
        learned: dict[str, Any] = linker.misc.save_model_to_json()
        linker.table_management.invalidate_cache()  # type: ignore[no-untyped-call]
        for columns in self._training_keys():
            take_m(learned, self._session(learned, columns))
        return self._refine(complete(learned, compared, days=self._days, n_rows=self._n))

    def _refine(self, model: dict[str, Any]) -> dict[str, Any]:
        """Learn m once more from all fields together, on a sample of the candidates.

        Splink's sessions each hold some fields fixed and their averages are coarse; here every field bears on
        every pair. u stays as random pairs gave it.
        """
        every = max(1, -(-sum(self._keys.values()) // _TRAINING_PAIRS))
        self._do(
            "CREATE TABLE sampled AS SELECT * FROM candidates "
            f"WHERE hash(join_key_l, join_key_r) % {every} = 0"
        )
        api = DuckDBAPI(self._db)
        model = model | {"retain_matching_columns": True}
        linker = Linker(
            api.register("mentions"), model, log_level=logging.CRITICAL, validate_settings=False
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register("sampled"))
        scored = linker.inference.predict(warning_mode="never").physical_name
        fields = ", ".join(f"gamma_{field}" for field, _ in self._fields)
        found = self._fetch(
            f"SELECT {fields}, count(*) AS pairs FROM {scored} GROUP BY ALL ORDER BY ALL"
        )
        linker.table_management.invalidate_cache()  # type: ignore[no-untyped-call]
        self._do(f"DROP TABLE IF EXISTS {scored}")
        self._do("DROP TABLE sampled")
        patterns = np.stack([found[f"gamma_{field}"] for field, _ in self._fields], axis=1)
        learn_together(
            model, patterns, found["pairs"] * every, n_rows=self._n, few=self._n < FEW_ROWS
        )
        return model | {"retain_matching_columns": False}

    def _session(self, model: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
        """One expectation maximisation over the pairs that agree on these columns; {} where it comes to nothing.

        Each has a linker of its own: Splink leaves one half-trained when a session fails.
        """
        linker = Linker(
            DuckDBAPI(self._db).register("mentions"),
            model,
            log_level=logging.CRITICAL,
            validate_settings=False,
        )
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns),
                estimate_without_term_frequencies=True,
                max_pairs=_TRAINING_PAIRS if self._n > 50_000 else None,
            )
        except (ValueError, SplinkException):  # too few rows, or all of them agree
            return {}
        learned: dict[str, Any] = linker.misc.save_model_to_json()
        linker.table_management.invalidate_cache()  # type: ignore[no-untyped-call]
        return learned

    def _training_keys(self) -> list[tuple[str, ...]]:
        """Keys that together leave every field free at least once, strictest first."""
        free_of: dict[str, int] = {field: 0 for field, _ in self._fields}
        chosen = []
        for name, columns in self._parts.items():
            if self._keys.get(name, 0) < 50:
                continue
            held = {column.rsplit("_", 1)[0] for column in columns}
            held |= {"given", "family"} if "both" in held else set()
            gains = [field for field, times in free_of.items() if field not in held and times == 0]
            if gains and len(held) < len(free_of):
                chosen.append(columns)
                for field in free_of:
                    free_of[field] += field not in held
        return chosen

    def _weigh(
        self, model: dict[str, Any], rows: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        api = DuckDBAPI(self._db)
        linker = Linker(
            api.register("mentions"), model, log_level=logging.CRITICAL, validate_settings=False
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register("candidates"))
        scored = linker.inference.predict(threshold_match_weight=-12, warning_mode="never")
        found = self._fetch(
            f"SELECT unique_id_l AS l, unique_id_r AS r, match_weight AS w FROM {scored.physical_name}"
        )
        ends = np.stack([rows[found["l"]], rows[found["r"]]], axis=1).astype(np.int64)
        ends.sort(axis=1)
        return ends[:, 0], ends[:, 1], np.asarray(np.round(found["w"], 6), np.float64)


def _tells_days(table: pa.Table) -> bool:
    """Whether any row tells a day of birth."""
    return "born_day" in table.column_names and table["born_day"].null_count < table.num_rows


def _settle(weight: NDArray[np.float64], chance: float, n_rows: int) -> NDArray[np.float64]:
    """Weights to probabilities, with the share of true pairs that the candidates themselves imply.

    weight : log2 odds of each pair, `chance` being the share assumed so far. The share is the fixed point of
    "expected true pairs / all pairs"; it is held between one pair and ten a row.
    """
    n_pairs = n_rows * (n_rows - 1) / 2
    evidence = weight - np.log2(chance / (1 - chance))
    share = chance
    for _ in range(200):
        odds = np.exp2(np.clip(evidence + np.log2(share / (1 - share)), -60, 60))
        new = float(
            np.clip((odds / (1 + odds)).sum() / n_pairs, 1 / n_pairs, min(10 / n_rows, 0.5))
        )
        if abs(new - share) <= 1e-7 * share:
            break
        share = new
    odds = np.exp2(np.clip(evidence + np.log2(share / (1 - share)), -60, 60))
    return np.asarray(np.round(odds / (1 + odds), 6))
