"""`misaq table`: commitments, what is overdue, and what a theme or a community was given."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import LANGUAGE, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.cli.tables import read_bare_table
from misaq.formats import write_atomically
from misaq.foundation.dates import parse_edtf
from misaq.foundation.errors import FaultsError
from misaq.process import ProcessFolder, Result, check_commitments, table_results
from misaq.table import read_commitments

app = typer.Typer(no_args_is_help=True)

FILE = "table/commitments.csv"

Source = Annotated[
    Path,
    typer.Argument(help=t("A process folder, or a table of commitments (CSV)."), metavar="SOURCE"),
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        help=t("The day to judge by (2031-05-18); a folder has its own."),
        metavar="DATE",
    ),
]


@app.command(
    "list",
    help=t(
        "Every commitment: who promised, by when, its score from 0 to 3, and what it waits for."
    ),
    epilog=t("Example: misaq table list misaq-demo --lang ur"),
)
def list_command(
    source: Source,
    as_of: AsOf = "",
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Every commitment: who promised, by when, its score from 0 to 3, and what it waits for."""
    output = Output(as_json, quiet)
    with answering(output):
        listed, _ = _results(source, as_of)
        _say_commitments(listed.results["commitments"], output)
        _answer(listed, out, output)


@app.command(
    "overdue",
    help=t("What is overdue on the day, longest first."),
    epilog=t("Example: misaq table overdue commitments.csv --as-of 2031-05-18"),
)
def overdue_command(
    source: Source,
    as_of: AsOf = "",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """What is overdue on the day, longest first."""
    output = Output(as_json, quiet)
    with answering(output):
        listed, _ = _results(source, as_of)
        by_id = {item["id"]: item for item in listed.results["commitments"]}
        late = [by_id[name] for name in listed.results["overdue"]]
        day = listed.parameters["as_of"]
        if not day:
            output.say(t("No day to judge by: give --as-of, or `as_of` in process.toml."))
        _say_commitments(late, output)
        if day:
            output.say(t("Overdue on {day}: {count}.", day=day, count=len(late)))
        output.give({"as_of": day, "overdue": late})


@app.command(
    "summary",
    help=t("What was delivered, by theme and by the community it was promised to."),
    epilog=t("Example: misaq table summary misaq-demo --out summary.json"),
)
def summary_command(
    source: Source,
    as_of: AsOf = "",
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """What was delivered, by theme and by the community it was promised to."""
    output = Output(as_json, quiet)
    with answering(output):
        _, summary = _results(source, as_of)
        output.say(t("All: {what}", what=_in_words(summary.results["all"])), style="bold")
        for group in summary.results["themes"]:
            key = group["key"] or t("(no theme)")
            output.say(t("Theme {key}: {what}", key=key, what=_in_words(group)))
        for group in summary.results["beneficiaries"]:
            key = group["key"] or t("(all communities)")
            output.say(t("Promised to {key}: {what}", key=key, what=_in_words(group)))
        _answer(summary, out, output)


def _results(source: Path, as_of: str) -> tuple[Result, Result]:
    """The two documents of a folder or of a bare table. Raises FaultsError with every fault."""
    parse_edtf(as_of) if as_of else None
    if not source.is_dir():
        table = read_bare_table(source, FILE)
        communities: tuple[str, ...] = ()
        inputs = {source.name: f"sha256:{table.canonical_hash()}"}
    else:
        folder = ProcessFolder.open(source)
        table = folder.files.table(FILE)
        communities, as_of = folder.config.community_ids, as_of or folder.config.as_of
        inputs = folder.input_hashes(FILE, "process.toml")
    faults = check_commitments(table, as_of=as_of, alone=True)
    if any(fault.severity == "error" for fault in faults):
        raise FaultsError(faults)
    return table_results(
        read_commitments(table.rows()), as_of=as_of, communities=communities, inputs=inputs
    )


def _answer(result: Result, out: Path | None, output: Output) -> None:
    if out:
        write_atomically(out, result.payload())
    output.give(result.document())


def _say_commitments(commitments: Iterable[Mapping[str, Any]], output: Output) -> None:
    for item in commitments:
        output.say(f"{item['id']}  {_own(item['title'])}", style="bold")
        parts = [_own(item["obligor"]), _score(item["score"])]
        if item["due"]:
            parts.append(t("due {due}", due=item["due"]))
        if item["overdue"]:
            parts.append(t("days overdue: {days}", days=item["days_overdue"]))
        if item["blocked_by"]:
            parts.append(t("waits for {ids}", ids=", ".join(item["blocked_by"])))
        output.say("    " + t(", ").join(parts))


def _score(score: int | None) -> str:
    words = (t("0 none"), t("1 minimum"), t("2 intermediate"), t("3 full"))
    return t("not scored") if score is None else words[score]


def _own(text: Mapping[str, str]) -> str:
    """A two-language text in the language of this run, else in the other."""
    return text.get(LANGUAGE) or next(iter(text.values()), "")


def _in_words(group: Mapping[str, Any]) -> str:
    if not group["n"]:
        return t("nothing was promised")
    counts = t(
        "commitments {n}, scored {scored}, overdue {overdue}, not due yet {later}",
        n=group["n"],
        scored=group["n_scored"],
        overdue=group["n_overdue"],
        later=group["n_not_due"],
    )
    if group["delivered"] is None:
        return counts
    share = t(
        "delivered {share}% of those scored ({low} to {high} of all)",
        share=round(100 * group["delivered"]),
        low=round(100 * group["low"]),
        high=round(100 * group["high"]),
    )
    return t("{counts}; {share}", counts=counts, share=share)
