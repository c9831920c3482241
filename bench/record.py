"""Record linkage: how many true pairs are found, how many found pairs are true, how long it takes.

    python bench/record.py --data FOLDER [--rows 1000000] [--only sets|names|register]

FOLDER has febrl/ and splink/ (see docs/benchmarks.md). Prints, with 95 % intervals that know that the pairs of one
person stand or fall together:
- FEBRL 1 to 4 and fake_1000, ours beside plain Splink with the settings of its own documentation, in the same run;
- the labelled pairs of names in two scripts;
- a register of invented people (see invented_register.py), by `misaq record link` in a process of its own, and the
  same with names in lower case only.
Identity numbers are left out of FEBRL on both sides, as in the prototype's figure (.9998 / .957).
"""

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from invented_register import write_register
from misaq.engines.linkage import score_pairs
from misaq.formats import read_table
from misaq.record import build_features, link_rows, measure_links, read_truth, recognise_columns
from name_pairs import read, report

ID_NUMBER = "soc_sec_id"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--only", choices=("sets", "names", "register"))
    options.add_argument("--plain-file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.plain_file:
        print(json.dumps(own_figures([given.plain_file], "true_person", plain=True)))
        return
    if given.only in {None, "sets"} and given.data:
        public_sets(given.data)
    if given.only in {None, "names"}:
        print(report(read()))
    if given.only in {None, "register"}:
        register(given.rows)


def public_sets(data: Path) -> None:
    """FEBRL and fake_1000, ours and plain Splink."""
    febrl = data / "febrl"
    sets = {f"FEBRL {k}": ([febrl / f"dataset{k}.csv"], "rec_id") for k in (1, 2, 3)}
    sets["FEBRL 4"] = ([febrl / "dataset4a.csv", febrl / "dataset4b.csv"], "rec_id")
    sets["fake_1000"] = ([data / "splink" / "splink_fake_1000.csv"], "cluster")
    for name, (paths, truth) in sets.items():
        for who, figures in (
            ("misaq", own_figures(paths, truth)),
            ("Splink", splink_figures(paths, truth)),
        ):
            say(name, who, figures)


def say(name: str, who: str, figures: dict[str, Any]) -> None:
    """One line."""
    shown = [
        f"{what} {figures[what]:.4f} ({low:.4f}-{high:.4f})"
        for what, (low, high) in figures["intervals"].items()
        if what in {"precision", "recall", "blocking_recall"}
    ]
    print(f"{name:10} {who:7} " + ", ".join(shown) + f", {figures['seconds']:.1f} s", flush=True)


def load(paths: list[Path]) -> pa.Table:
    """The files as one table of text, headers without blanks around them."""
    tables = []
    for path in paths:
        table = read_table(path, path.name)
        columns = {name.strip(): cells.cast(pa.string()) for name, cells in table.columns.items()}
        tables.append(pa.table(columns))
    return pa.concat_tables(tables)


def figures_of(truth: Any, person: Any, candidates: Any, seconds: float) -> dict[str, Any]:
    """What `say` prints."""
    found = measure_links(truth, person, candidates)
    names = ("precision", "recall", "blocking_recall")
    values = {name: getattr(found, name) for name in names}
    return {
        **{name: one.value for name, one in values.items()},
        "intervals": {name: [one.low, one.high] for name, one in values.items()},
        "seconds": seconds,
        "clusters": int(person.max()) + 1,
        "true_persons": found.true_persons,
    }


def own_figures(paths: list[Path], truth: str, *, plain: bool = False) -> dict[str, Any]:
    """Ours, through the same functions as the command."""
    begin = time.perf_counter()
    table = load(paths)
    names = [name for name in table.column_names if name != ID_NUMBER]
    found = recognise_columns(names, leave=truth).columns
    features = build_features({field: table[name] for field, name in found.items()}, plain=plain)
    scored = score_pairs(features, seed=1)
    linked = link_rows(table.num_rows, scored.left, scored.right, scored.probability, seed=1)
    seconds = time.perf_counter() - begin
    own = read_truth(table[truth].to_pylist())
    return figures_of(own, linked.person, scored.candidates, seconds)


def splink_figures(paths: list[Path], truth: str) -> dict[str, Any]:
    """Plain Splink: comparisons, rules and training as in its documentation's examples for these kinds of data."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    begin = time.perf_counter()
    table = load(paths)
    table = table.append_column("unique_row", pa.array(np.arange(table.num_rows)))
    table = pa.table({n: blank_to_null(table[n]) for n in table.column_names})
    febrl = "given_name" in table.column_names
    rules, training, deterministic = FEBRL_RULES if febrl else FAKE_RULES
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_row",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
        comparisons=febrl_comparisons() if febrl else fake_comparisons(),
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table), settings, log_level=logging.CRITICAL)
    linker.training.estimate_probability_two_random_records_match(deterministic, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
    pairs = found.project(
        "unique_row_l AS l, unique_row_r AS r, match_probability AS p"
    ).fetchnumpy()
    scored = (np.asarray(pairs["l"]), np.asarray(pairs["r"]), np.asarray(pairs["p"]))
    linked = link_rows(table.num_rows, *scored, seed=1)
    seconds = time.perf_counter() - begin
    own = read_truth([str(value) for value in table[truth].to_pylist()])
    return figures_of(own, linked.person, np.stack(scored[:2], axis=1), seconds)


def blank_to_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text without blanks around it; "" is nothing told."""
    if column.type != pa.string():
        return column
    texts = [text.strip() or None for text in column.to_pylist()]
    return pa.chunked_array([texts], pa.string())


FEBRL_RULES = (
    (("given_name",), ("surname",), ("date_of_birth",), ("postcode",)),
    (("date_of_birth",), ("postcode",)),
    [
        "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
        "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
    ],
)
FAKE_RULES = (
    (
        ("first_name", "surname"),
        ("surname", "dob"),
        ("first_name", "dob"),
        ("first_name", "city"),
        ("email",),
    ),
    (("first_name", "surname"), ("dob",)),
    [
        "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
        "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        "l.email = r.email",
    ],
)


def febrl_comparisons() -> list[Any]:
    """As the documentation's example for FEBRL 3, without the identity number."""
    return [
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ]


def fake_comparisons() -> list[Any]:
    """As the documentation's tutorial on fake_1000."""
    return [
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.LevenshteinAtThresholds("dob", 1),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]


def register(n_rows: int) -> None:
    """The invented register: the command, and the same with plain lower-case names."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        write_register(n_rows, path)
        begin = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "misaq",
            "record",
            "link",
            str(path),
            "--truth",
            "true_person",
        ]
        done = subprocess.run(
            [*command, "--out", folder + "/persons.csv", "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
        ours = json.loads(done.stdout) | {"seconds": time.perf_counter() - begin}
        say(f"{n_rows} rows", "misaq", ours)
        print(
            f"  whole command {ours['seconds']:.1f} s, {ours['peak_mb']} MB, {ours['pairs']} pairs compared; "
            f"persons {ours['clusters']} found, {ours['persons']['fewest']}-{ours['persons']['most']} with the "
            f"clerical band, {ours['truth']['persons']} true; {ours['timing']}"
        )
        again = [sys.executable, __file__, "--plain-file", str(path)]
        plain = json.loads(subprocess.run(again, capture_output=True, text=True, check=True).stdout)
        say("", "plain", plain)
        print(
            f"  recall is {ours['recall'] / plain['recall']:.1f} times that of plain lower-case names"
        )


if __name__ == "__main__":
    main()
