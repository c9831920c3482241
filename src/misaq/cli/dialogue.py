"""`misaq dialogue`: votes to opinion groups and common ground, on a folder, a Polis export or a bare table."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from misaq.cli.console import LANGUAGE, Output, answering, t
from misaq.cli.dialogue_convert import convert_command
from misaq.cli.dialogue_source import Answer, analyse_on_spark, analyse_source
from misaq.cli.options import Json, Lang, OutFile, Quiet, Seed
from misaq.dialogue import (
    DialogueAnalysis,
    MapAnalysis,
    describe_map,
    publish_groups,
    publish_statements,
)
from misaq.formats import (
    polis_tables,
    read_polis_export,
    write_atomically,
)
from misaq.foundation.canonical import canonical_json
from misaq.foundation.messages import render
from misaq.process import Result

app = typer.Typer(no_args_is_help=True)

Source = Annotated[
    Path,
    typer.Argument(
        help=t(
            "A process folder, a Polis export folder, or votes: a table (CSV, Parquet) or a folder of Parquet files."
        ),
        metavar="SOURCE",
    ),
]
Bootstrap = Annotated[
    int,
    typer.Option(
        "--bootstrap", min=0, help=t("How often to draw the participants again (0: never).")
    ),
]
Threshold = Annotated[
    int,
    typer.Option(
        "--threshold", min=1, help=t("Smallest count that is published; a folder has its own.")
    ),
]
MapMode = Annotated[
    Literal["improved", "compat"] | None,
    typer.Option(
        "--mode",
        help=t("Rules of the map: improved (usual), or compat for those of Polis."),
    ),
]


Engine = Annotated[
    Literal["local", "spark"],
    typer.Option(
        "--engine",
        help=t("Where it is computed: local, or spark for Parquet votes on Apache Spark."),
    ),
]


@app.command(
    "map",
    help=t("Place people by their votes, find the opinion groups and say whether they hold."),
    epilog=t("Example: misaq dialogue map votes.csv --seed 7 --out map.json"),
)
def map_command(
    source: Source,
    out: OutFile = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            help=t("Write who is in which group here (CSV). For the analyst: do not publish it."),
            metavar="FILE",
        ),
    ] = None,
    seed: Seed = None,
    bootstrap: Bootstrap = 100,
    threshold: Threshold = 10,
    mode: MapMode = None,
    engine: Engine = "local",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Place people by their votes, find the opinion groups and say whether they hold."""
    output = Output(as_json, quiet)
    with answering(output):
        answer: Answer[MapAnalysis]
        if engine == "spark":
            answer = analyse_on_spark(source, seed, bootstrap, threshold, mode, output)
        else:
            answer = analyse_source(source, seed, bootstrap, threshold, mode, output)
        described = _describe(answer)
        if out:
            write_atomically(out, canonical_json(described))
            output.say(t("The file says who is in which group: do not publish it."))
        if labels:
            write_atomically(labels, _csv_bytes(_label_rows(answer.analysis)))
        _say_map(answer.analysis, output)
        output.give(described)


@app.command(
    "groups",
    help=t("Say what each opinion group says that the others do not."),
    epilog=t("Example: misaq dialogue groups FOLDER --lang ur"),
)
def groups_command(
    source: Source,
    out: OutFile = None,
    seed: Seed = None,
    bootstrap: Bootstrap = 100,
    threshold: Threshold = 10,
    mode: MapMode = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Say what each opinion group says that the others do not."""
    output = Output(as_json, quiet)
    with answering(output):
        answer = analyse_source(source, seed, bootstrap, threshold, mode, output)
        result = answer.document("dialogue.groups", publish_groups)
        _write(result, answer, out)
        _say_map(answer.analysis, output)
        for group in publish_groups(answer.analysis)["groups"]:
            output.say(t("Group {name}", name=_letter(group["group"])), style="bold")
            for said in group["representative"]:
                words = t("agree") if said["direction"] == "agree" else t("disagree")
                count = t(
                    "{n} of {voted} {words}",
                    n=said["answered_so"],
                    voted=said["voted"],
                    words=words,
                )
                output.say(f"    {count}: {_text(answer.analysis, said['statement'])}")
        output.give(result.document())


@app.command(
    "statements",
    help=t(
        "List the statements with their group-aware consensus and whether they are common ground."
    ),
    epilog=t("Example: misaq dialogue statements FOLDER --out statements.json"),
)
def statements_command(
    source: Source,
    out: OutFile = None,
    seed: Seed = None,
    bootstrap: Bootstrap = 100,
    threshold: Threshold = 10,
    mode: MapMode = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """List the statements with their group-aware consensus and whether they are common ground."""
    output = Output(as_json, quiet)
    with answering(output):
        answer = analyse_source(source, seed, bootstrap, threshold, mode, output)
        result = answer.document("dialogue.statements", publish_statements)
        _write(result, answer, out)
        ranked = publish_statements(answer.analysis)["statements"]
        for row in sorted(ranked, key=lambda s: (-s["group_aware_consensus"], s["id"])):
            verdict = render(f"verdict.{row['verdict']}", LANGUAGE).what
            words = _text(answer.analysis, row["id"])
            output.say(f"{row['group_aware_consensus']:.3f}  {row['id']:>6}  {verdict}: {words}")
        output.give(result.document())


@app.command(
    "import-polis",
    help=t("Turn a Polis export into statements.csv, participants.csv and votes.csv."),
    epilog=t("Example: misaq dialogue import-polis EXPORT --out FOLDER/dialogue"),
)
def import_polis_command(
    export: Annotated[
        Path, typer.Argument(help=t("The folder Polis exported."), metavar="EXPORT_DIR")
    ],
    out: Annotated[
        Path, typer.Option("--out", help=t("Write the tables into this folder."), metavar="DIR")
    ],
    language: Annotated[
        str, typer.Option("--language", help=t("Language the statements are written in."))
    ] = "en",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Turn a Polis export into statements.csv, participants.csv and votes.csv."""
    output = Output(as_json, quiet)
    with answering(output):
        given = read_polis_export(export)
        for file, rows in polis_tables(given, language=language).items():
            write_atomically(out / file, _csv_bytes(rows))
        counts = {
            "participants": len(given.participants),
            "statements": len(given.statements),
            "votes": len(given.votes),
        }
        output.say(
            t(
                "{participants} participants, {statements} statements, {votes} votes in {out}.",
                out=out,
                **counts,
            )
        )
        output.give({**counts, "out": str(out)})


app.command(
    "convert",
    help=t(
        "The dialogue's tables in Polis' layout or as Parquet. They hold who voted how: not for publication."
    ),
    epilog=t("Example: misaq dialogue convert misaq-demo/process --to polis --out export"),
)(convert_command)


def _describe(answer: Answer[MapAnalysis]) -> dict[str, Any]:
    """The analyst's document of a map: what it was made from, and everything that came out."""
    result = answer.document("dialogue.map", describe_map).document()
    return {**result.pop("results"), **result, "timing": answer.timing}


def _write(result: Result, answer: Answer[DialogueAnalysis], out: Path | None) -> None:
    if out:  # a single command's file may say how long it took; a run's documents may not
        write_atomically(out, canonical_json({**result.document(), "timing": answer.timing}))


def _say_map(analysis: MapAnalysis, output: Output) -> None:
    opinions, stability = analysis.opinions, analysis.stability
    voters = opinions.voters
    output.say(
        t(
            "{people} people, {statements} statements, {votes} votes.",
            people=int((voters.votes_per_participant > 0).sum()),
            statements=voters.n_statements,
            votes=int(voters.votes_per_participant.sum()),
        )
    )
    sizes = t(", ").join(f"{_letter(g)} {n}" for g, n in enumerate(opinions.sizes.tolist()))
    output.say(t("Opinion groups: {count} ({sizes}).", count=opinions.n_groups, sizes=sizes))
    match stability.verdict:
        case "stable":
            words = t("Stable: drawn again {n} times, mean agreement {ari}.")
        case "not_stable":
            words = t(
                "Not stable: drawn again {n} times, mean agreement {ari}. Do not speak of these groups."
            )
        case _:
            words = t("Not assessed.")
    output.say(words.format(n=stability.n_resamples, ari=f"{stability.mean_ari:.2f}"), style="bold")


def _label_rows(analysis: MapAnalysis) -> Iterable[Sequence[Any]]:
    yield ("participant", "group", "x", "y")
    opinions = analysis.opinions
    for name, group, (x, y) in zip(
        opinions.voters.participants,
        opinions.labels.tolist(),
        opinions.points.tolist(),
        strict=True,
    ):
        yield (name, "" if group < 0 else group, round(x, 6), round(y, 6))


def _csv_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def _letter(group: int) -> str:
    return chr(ord("A") + group)


def _text(analysis: DialogueAnalysis, statement: str) -> str:
    texts = analysis.statements[statement].texts
    shown = texts.get(LANGUAGE) or next(iter(texts.values()), None)
    return shown.text if shown else statement
