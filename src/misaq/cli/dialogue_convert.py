"""`misaq dialogue convert`: the votes of a folder in another tool's layout, or as Parquet."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import FolderArgument, Json, Lang, Quiet
from misaq.formats import PolisStatement, polis_layout, read_votes, write_atomically
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.process import ProcessFolder

Layout = Annotated[
    Literal["polis", "parquet"],
    typer.Option(
        "--to", help=t("polis: the files of a Polis export; parquet: the same tables as Parquet.")
    ),
]
OutFolder = Annotated[
    Path, typer.Option("--out", help=t("Write the files into this folder."), metavar="DIR")
]
_TABLES = ("statements", "participants", "votes", "exposures", "moderation")
_VOTES = ("dialogue/votes.csv", "dialogue/votes.parquet")


def convert_command(
    folder: FolderArgument,
    out: OutFolder,
    to: Layout = "polis",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """The dialogue's tables in Polis' layout or as Parquet. They hold who voted how: not for publication."""
    output = Output(as_json, quiet)
    with answering(output):
        opened = ProcessFolder.open(folder)
        votes = next((file for file in _VOTES if opened.files.has(file)), "")
        if not votes:
            raise FaultsError([Fault("dialogue_no_votes", "dialogue/votes.csv")])
        written = _polis(opened, votes) if to == "polis" else _parquet(opened)
        for name, payload in written.items():
            write_atomically(out / name, payload)
        names = sorted(written)
        output.say(t("{n} files written to {path}. Not for publication.", n=len(names), path=out))
        output.give({"files": names, "out": str(out)})


def _polis(folder: ProcessFolder, votes: str) -> dict[str, bytes]:
    statements = []
    if folder.files.has("dialogue/statements.csv"):
        statements = [
            PolisStatement(
                row["id"], row["text"], row.get("moderated") or "0", row.get("is_meta") == "1"
            )
            for row in folder.files.table("dialogue/statements.csv").rows()
        ]
    title = folder.config.title
    layout = polis_layout(
        statements, read_votes(folder.files.table(votes)), topic=str(title.get("en", ""))
    )
    return {file: _csv(rows) for file, rows in layout.items()}


def _parquet(folder: ProcessFolder) -> dict[str, bytes]:
    written = {}
    for name in _TABLES:
        file = next(
            (
                f
                for f in (f"dialogue/{name}.csv", f"dialogue/{name}.parquet")
                if folder.files.has(f)
            ),
            "",
        )
        if not file:
            continue
        table = folder.files.table(file)
        columns = {column: pa.array(table.text(column), pa.string()) for column in table.names}
        stream = io.BytesIO()
        pq.write_table(pa.table(columns), stream, compression="zstd")
        written[f"{name}.parquet"] = stream.getvalue()
    return written


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()
