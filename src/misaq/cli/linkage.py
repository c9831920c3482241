"""`misaq record link`: which rows of one or several lists tell of one person, and how sure that is."""

import csv
import io
import math
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from misaq.cli.console import Output, answering, t
from misaq.cli.linkage_lists import ListsOfPersons, read_lists
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import write_atomically
from misaq.record import (
    BANDS,
    Interval,
    LinkedRows,
    LinkQuality,
    PersonCount,
    build_features,
    estimate_persons,
    link_rows,
    measure_links,
    read_truth,
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Lists = Annotated[
    list[Path], typer.Argument(help=t("The lists of persons (CSV or Parquet)."), metavar="LISTS...")
]
TruthColumn = Annotated[
    str,
    typer.Option(
        "--truth",
        help=t("A column that tells who is who; only to measure, never read for linking."),
        metavar="COLUMN",
    ),
]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map",
        help=t("Which column is which, where headers are not usual (TOML)."),
        metavar="FILE",
    ),
]
RowsFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help=t("Write source, row, person and band of every row here (CSV)."),
        metavar="FILE",
    ),
]
PairsFile = Annotated[
    Path | None,
    typer.Option(
        "--pairs", help=t("Write the pairs for the clerical desk here (CSV)."), metavar="FILE"
    ),
]
Threshold = Annotated[
    float,
    typer.Option(
        "--threshold", min=0.01, max=1.0, help=t("Pairs at or above this chance are one person.")
    ),
]
LinkSeed = Annotated[
    int, typer.Option("--seed", help=t("Public seed; every use of chance derives from it."))
]


def link_command(
    lists: Lists,
    truth: TruthColumn = "",
    mapping: MapFile = None,
    out: RowsFile = None,
    pairs: PairsFile = None,
    threshold: Threshold = 0.9,
    seed: LinkSeed = 1,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Find which rows of the lists tell of one person."""
    output = Output(as_json, quiet)
    with answering(output):
        from misaq.engines.linkage import score_pairs  # noqa: PLC0415  Splink takes a second to load

        laps = _Laps()
        read = read_lists(lists, mapping, truth)
        laps.end("reading")
        fields = [build_features(read.stacked())]
        laps.end("names")
        scored = score_pairs(
            fields.pop(), seed=seed
        )  # popped: nobody here holds the table meanwhile
        laps.end("linkage")
        ends = (scored.left, scored.right, scored.probability)
        linked = link_rows(read.n_rows, *ends, threshold=threshold, seed=seed)
        persons = estimate_persons(read.n_rows, *ends, threshold=threshold, seed=seed)
        quality = None
        if truth:
            quality = measure_links(read_truth(read.truth), linked.person, scored.candidates)
        laps.end("joining")
        if out:
            write_atomically(out, _rows_csv(read, linked))
        if pairs:
            write_atomically(pairs, _pairs_csv(read, linked, *ends))
        laps.end("writing")
        laps.steps |= {f"linkage.{step}": seconds for step, seconds in scored.seconds.items()}
        document = _document(read, linked, persons, quality, len(scored.candidates), laps)
        document |= {"keys": dict(scored.keys), "threshold": threshold, "seed": seed}
        _say(document, output, out)
        output.give(document)


class _Laps:
    """Seconds of each step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._begin = self._since = time.perf_counter()

    def end(self, step: str) -> None:
        now = time.perf_counter()
        self.steps[step], self._since = now - self._since, now

    def seconds(self) -> dict[str, float]:
        """Every step and the whole, in hundredths."""
        whole = {"total": self._since - self._begin}
        return {step: round(seconds, 2) for step, seconds in (self.steps | whole).items()}


def _rows_csv(read: ListsOfPersons, linked: LinkedRows) -> bytes:
    """source, row, person, band: one line for each row of the lists, in their order."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(("source", "row", "person", "band"))
    begin = 0
    for source, rows in zip(read.sources, read.rows, strict=True):
        end = begin + len(rows)
        prefix = _cell(source) + ","
        people, bands = linked.person[begin:end].tolist(), linked.band[begin:end].tolist()
        stream.writelines(
            f"{prefix}{row},p{person + 1},{BANDS[band]}\n"
            for row, person, band in zip(rows.tolist(), people, bands, strict=True)
        )
        begin = end
    return stream.getvalue().encode()


def _pairs_csv(
    read: ListsOfPersons,
    linked: LinkedRows,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
) -> bytes:
    """The pairs from .5 on, the surest first: what a clerk looks at; audit marks the 2 % of automatic ones."""
    source = np.repeat(np.arange(len(read.sources)), read.sizes)
    rows = np.concatenate(read.rows)
    kept = np.flatnonzero(linked.pair_band > 0)
    kept = kept[np.lexsort((right[kept], left[kept], -probability[kept]))]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("source_a", "row_a", "source_b", "row_b", "probability", "band", "audit"))
    for place in kept.tolist():
        a, b = int(left[place]), int(right[place])
        names = [shielded(read.sources[source[end]]) for end in (a, b)]
        writer.writerow(
            (
                names[0], rows[a], names[1], rows[b], f"{probability[place]:.6f}",
                BANDS[linked.pair_band[place]], int(linked.audit[place]),
            )
        )  # fmt: skip
    return stream.getvalue().encode()


def shielded(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def _cell(text: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow((shielded(text),))
    return stream.getvalue()


def _document(
    read: ListsOfPersons,
    linked: LinkedRows,
    persons: PersonCount,
    quality: LinkQuality | None,
    compared: int,
    laps: _Laps,
) -> dict[str, Any]:
    bands = np.bincount(linked.pair_band, minlength=len(BANDS))
    measured: dict[str, Interval | None] = dict.fromkeys(("blocking_recall", "precision", "recall"))
    if quality:
        measured = {name: getattr(quality, name) for name in measured}
    return {
        "rows": read.n_rows,
        "pairs": compared,
        **{name: one and _number(one.value) for name, one in measured.items()},
        "intervals": {
            **{name: one and [_number(one.low), _number(one.high)] for name, one in measured.items()},
            "persons": [_number(persons.persons.low), _number(persons.persons.high)],
        },
        "clusters": linked.n_persons,
        "timing": laps.seconds(),
        "peak_mb": _peak_mb(),
        "bands": {"auto": int(bands[3]), "joined": int(bands[2]), "clerical": int(bands[1]),
                  "audit": int(linked.audit.sum())},
        "persons": {"estimate": _number(persons.persons.value), "fewest": persons.fewest,
                    "most": persons.most, "clerical_pairs": persons.clerical},
        "truth": {"pairs": quality.true_pairs, "persons": quality.true_persons} if quality else None,
        "columns": read.columns,
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


def _peak_mb() -> int | None:
    """Most memory this process has held, in MB; None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _say(document: dict[str, Any], output: Output, out: Path | None) -> None:
    """The document as a plain table."""
    lines: list[tuple[str, str]] = [
        (t("rows"), str(document["rows"])),
        (t("pairs compared"), str(document["pairs"])),
    ]
    for name, label in (
        ("blocking_recall", t("true pairs that were compared")),
        ("precision", t("precision")),
        ("recall", t("recall")),
    ):
        if document[name] is not None:
            low, high = document["intervals"][name]
            lines.append((label, f"{document[name]:.4f}  ({low:.4f} - {high:.4f})"))
    bands, persons = document["bands"], document["persons"]
    low, high = document["intervals"]["persons"]
    lines += [
        (t("pairs joined without a clerk (.99 and above)"), f"{bands['auto']}"),
        (t("of these to be checked all the same"), f"{bands['audit']}"),
        (t("pairs joined from the threshold on"), f"{bands['joined']}"),
        (t("pairs for the clerical desk, joined to nobody"), f"{bands['clerical']}"),
        (t("persons found"), str(document["clusters"])),
        (
            t("persons, with the clerical pairs undecided"),
            f"{persons['fewest']} - {persons['most']}",
        ),
        (t("seconds"), f"{document['timing']['total']:.1f}"),
    ]
    if document["peak_mb"] is not None:
        lines.append((t("memory at most, MB"), str(document["peak_mb"])))
    width = max(len(label) for label, _ in lines)
    for label, value in lines:
        output.say(f"{label:<{width}}  {value}")
    output.say(
        t(
            "These are no numbers of unique persons: the clerical band is open, and pairs may be missed."
        )
    )
    if out:
        output.say(t("Written to {path}. Not for publication.", path=out))
