"""`misaq dynamics`: weekly series of events by kind and side; no claims about causes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import LANGUAGE, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.cli.tables import read_bare_table
from misaq.formats import write_atomically
from misaq.foundation.canonical import canonical_value
from misaq.foundation.errors import FaultsError
from misaq.foundation.messages import render
from misaq.process import ProcessFolder, Result, check_events, series_result

app = typer.Typer(no_args_is_help=True)

FILE = "events/events.csv"
_STEPS = "▁▂▃▄▅▆▇█"


@app.callback()
def group() -> None:
    """Keep `series` a command of its own while it is the only one."""


@app.command(
    "series",
    help=t("Count events by ISO week, kind and side; counts below the threshold are hidden."),
    epilog=t("Example: misaq dynamics series events.csv --threshold 5 --json"),
)
def series_command(
    source: Annotated[
        Path,
        typer.Argument(help=t("A process folder, or a table of events (CSV)."), metavar="SOURCE"),
    ],
    threshold: Annotated[
        int | None,
        typer.Option(
            "--threshold",
            min=1,
            help=t("Smallest count that is published; a folder has its own, else 5."),
        ),
    ] = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Count events by ISO week, kind and side; counts below the threshold are hidden."""
    output = Output(as_json, quiet)
    with answering(output):
        result = _result(source, threshold)
        _say_series(canonical_value(result.results), output)
        if out:
            write_atomically(out, result.payload())
        output.give(result.document())


def _result(source: Path, threshold: int | None) -> Result:
    """The document of a folder or of a bare table. Raises FaultsError with every fault."""
    if not source.is_dir():
        table = read_bare_table(source, FILE)
        least, inputs = 5, {source.name: f"sha256:{table.canonical_hash()}"}
    else:
        folder = ProcessFolder.open(source)
        table, least = folder.files.table(FILE), folder.config.thresholds["record"]
        inputs = folder.input_hashes(FILE, "process.toml")
    faults = check_events(table)
    if faults:
        raise FaultsError(faults)
    return series_result(table, threshold=threshold or least, inputs=inputs)


def _say_series(published: Mapping[str, Any], output: Output) -> None:
    for series in published["series"]:
        output.say(f"{series['kind']} / {series['side']}", style="bold")
        output.say(f"    {_drawn([b['count'] for b in series['bins']])}")
        output.say(
            t(
                "    a sign is {weeks} weeks; shown {shown} events, hidden stretches {hidden}",
                weeks=series["bin_weeks"],
                shown=series["shown_total"],
                hidden=series["n_hidden"],
            )
        )
    if published["series"]:
        output.say(
            t(
                "{first} to {last}; ? is fewer than {threshold}.",
                first=published["first_day"],
                last=published["last_day"],
                threshold=published["threshold"],
            )
        )
    for reason, count in published["apart"].items():
        known = f"<{published['threshold']}" if count is None else count
        output.say(t("In no week ({reason}): {count}", reason=reason, count=known))
    output.say(render(published["says"], LANGUAGE).what)


def _drawn(counts: Sequence[int | None]) -> str:
    """One sign a stretch: its height against the highest, "." for none, "?" for hidden."""
    highest = max((n for n in counts if n), default=1)
    return "".join(
        "?" if n is None else "." if n == 0 else _STEPS[(len(_STEPS) - 1) * n // highest]
        for n in counts
    )
