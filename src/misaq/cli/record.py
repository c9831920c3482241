"""`misaq record`: acts of lists without names, counts that may be published, the terms."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import FolderArgument, Json, Lang, OutFile, Quiet
from misaq.cli.record_neutral import neutral_command
from misaq.cli.record_release import DecisionsFile, Least, read_decisions, read_step
from misaq.cli.record_vocabulary import vocabulary_command
from misaq.formats import read_table, write_atomically
from misaq.foundation.errors import FaultsError
from misaq.process import ProcessFolder, counted_results, read_bare_list, read_record
from misaq.record import Act

app = typer.Typer(no_args_is_help=True)

ACT_COLUMNS = (
    "source", "row", "act_type", "community", "when", "earliest", "latest", "place", "actor_kind",
    "verification", "child", "persons", "answer",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Lists = Annotated[
    Path, typer.Argument(help=t("A process folder, or one list (CSV)."), metavar="SOURCE")
]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map",
        help=t("The list's mapping; left out: the .toml beside the list."),
        metavar="FILE",
    ),
]
ActsFile = Annotated[
    Path | None,
    typer.Option("--out", help=t("Write the table of acts here (CSV)."), metavar="FILE"),
]


@app.command(
    "acts",
    help=t(
        "The acts of a folder's lists, or of one list, one a row, without names. Not for publication."
    ),
    epilog=t("Example: misaq record acts misaq-demo --out acts.csv"),
)
def acts_command(
    source: Lists,
    mapping: MapFile = None,
    out: ActsFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """The acts of a folder's lists, or of one list, one a row, without names. Not for publication."""
    output = Output(as_json, quiet)
    with answering(output):
        if source.is_dir():
            record = read_record(ProcessFolder.open(source))
            acts, answers = record.acts, record.answers
        else:
            acts, answers = _bare_acts(source, mapping), {}
        rows = _act_rows(acts, answers)
        if out:
            write_atomically(out, _csv(ACT_COLUMNS, rows))
            output.say(t("{n} acts written to {path}. Not for publication.", n=len(rows), path=out))
        else:
            for row in rows:
                output.say("  ".join(str(value) for value in row if value not in {"", None}))
            output.say(t("{n} acts. Not for publication.", n=len(rows)))
        output.give({"acts": [dict(zip(ACT_COLUMNS, row, strict=True)) for row in rows]})


@app.command(
    "count",
    help=t(
        "Acts that count, each once, by community and kind: small counts withheld, and what protects them."
    ),
    epilog=t("Example: misaq record count misaq-demo --json"),
)
def count_command(
    folder: FolderArgument,
    least: Least = "allegation",
    decisions: DecisionsFile = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Acts that count, each once, by community and kind: small counts withheld, and what protects them."""
    step = read_step(least)
    output = Output(as_json, quiet)
    with answering(output):
        log = read_decisions(decisions) if decisions else ()
        counts = counted_results(ProcessFolder.open(folder), least=step, decisions=log)
        document = counts.document()
        _say_counts(document["results"], document["parameters"], output)
        if out:
            write_atomically(out, counts.payload())
        output.give(document)


app.command(
    "vocabulary",
    help=t(
        "The terms of one list, or of the act types: what each means, what sets it apart, what counts as one."
    ),
    epilog=t("Example: misaq record vocabulary fate --lang ur"),
)(vocabulary_command)

app.command(
    "neutral",
    help=t("Words that take a side, and what to write instead. Quotations are never touched."),
    epilog=t("Example: misaq record neutral testimony.txt --field narrative"),
)(neutral_command)


def _bare_acts(path: Path, mapping: Path | None) -> tuple[Act, ...]:
    """The acts of one list outside a folder; any community code is taken as it is."""
    map_path = mapping or path.with_suffix(".toml")
    table, text = read_table(path, path.name), map_path.read_text("utf-8-sig")
    acts, faults = read_bare_list(path.stem, table, text, map_path.name, None)
    if any(fault.severity == "error" and fault.code != "list_no_id" for fault in faults):
        raise FaultsError(faults)
    return acts


def _act_rows(acts: Iterable[Act], answers: Mapping[str, str]) -> list[tuple[Any, ...]]:
    rows = []
    for act in acts:
        when = act.when
        first = when.earliest.isoformat() if when and when.earliest else ""
        last = when.latest.isoformat() if when and when.latest else ""
        child = "" if act.child is None else int(act.child)
        rows.append(
            (
                act.source, act.row_id, act.act_type, act.community, when.text if when else "",
                first, last, act.place, act.actor_kind, act.verification, child, act.persons,
                answers.get(act.report, ""),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: tuple(map(str, row)))


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV that a spreadsheet opens as text: a value that it would run as a formula gets a leading quote."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value
            for value in row
        )
    return stream.getvalue().encode()


def _say_counts(counts: Mapping[str, Any], rule: Mapping[str, Any], output: Output) -> None:
    codes = [act_type["code"] for act_type in counts["act_types"]]
    width = max([len(c["id"]) for c in counts["communities"]] + [8])
    output.say(" " * width + "".join(f"{code:>7}" for code in [*codes, t("all")]), style="bold")
    rows = [
        (community["id"] or "-", [*cells, total])
        for community, cells, total in zip(
            counts["communities"], counts["community_by_type"], counts["by_community"], strict=True
        )
    ]
    for name, cells in [*rows, (t("all"), [*counts["by_type"], counts["total"]])]:
        output.say(f"{name:<{width}}" + "".join(f"{_shown(cell):>7}" for cell in cells))
    output.say(
        t(
            "Acts counted once by the coding rules; never a number of people. <k: fewer than {k}, or than "
            "{m} for sexual violence and acts on children. ..: withheld to protect those.",
            k=rule["threshold"],
            m=rule["threshold_sensitive"],
        )
    )


def _shown(cell: Mapping[str, Any]) -> str:
    if cell["value"] is not None:
        return str(cell["value"])
    return "<k" if cell["suppressed"] == "small" else ".."
