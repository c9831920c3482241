"""`misaq charter revert | bill`: the text without some amendments, what stands in the way, and the bill for it."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from misaq.charter import (
    Bill,
    Resolution,
    Undoing,
    conflict_sentence,
    draft_bill,
    find_dependencies,
    read_resolution,
    revert_values,
    undo_operations,
    warning_sentence,
)
from misaq.cli.charter_files import Target, bill_payload, write_or_say
from misaq.cli.charter_source import (
    Amendments,
    At,
    Charter,
    Join,
    Known,
    State,
    Texts,
    open_charter,
    say_files,
)
from misaq.cli.console import LANGUAGE, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.formats import Folder, parse_toml
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import render

FromNow = Annotated[
    bool,
    typer.Option(
        "--from-now",
        help=t("Repealed as from now; else as if they had never been made. The text is the same."),
    ),
]
Decide = Annotated[
    list[str] | None,
    typer.Option(
        "--decide",
        help=t(
            "A decision on a conflict by its key: 44/art-5=cascade, =keep, or =split:44.3+44.4; again for each."
        ),
        metavar="KEY=CHOICE",
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        help=t("Decisions with their texts, a TOML file of [[decision]] conflict, choice, text."),
        metavar="FILE",
    ),
]


def revert_command(
    text: Texts,
    amendments: Amendments,
    at: At = "",
    known: Known = "",
    from_now: FromNow = False,
    decide: Decide = None,
    decisions: Decisions = None,
    show: Annotated[
        bool, typer.Option("--show", help=t("Give the text as it would stand, too."))
    ] = False,
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The text without some amendments: words that come back and go, and everything that stands in the way."""
    output = Output(as_json, quiet)
    with answering(output):
        resolutions = _resolutions(decide or (), decisions)
        began = perf_counter()
        charter = open_charter(output, text, join)
        timing = {"weave_ms": _since(began)}
        state = charter.state(at, known=known)
        began = perf_counter()
        undoing = _undo(charter, state, amendments, resolutions, from_now=from_now)
        timing["undo_ms"] = _since(began)
        results = revert_values(undoing, LANGUAGE, timing=timing)
        results["version"] = charter.weave.numbers[state.place]
        if show:
            results["files"] = undoing.texts
        _say_undoing(output, undoing, results)
        if show:
            say_files(output, undoing.texts)
        output.give(results)
        # the clock is no result: the document is the same whenever it is made
        charter.write(out, "charter.undoing", {**results, "timing": {}})


def bill_command(
    text: Texts,
    amendments: Amendments,
    at: At = "",
    known: Known = "",
    from_now: FromNow = False,
    decide: Decide = None,
    decisions: Decisions = None,
    savings: Annotated[
        str,
        typer.Option(
            "--savings",
            help=t(
                "A savings clause: acts_done, pending_proceedings, laws_until_replaced, no_punishment, nothing_saved."
            ),
        ),
    ] = "",
    to: Annotated[
        Target | None,
        typer.Option("--to", help=t("Form of the bill in the file: docx, akn, html, md or pdf.")),
    ] = None,
    join: Join = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help=t("Write the bill here; text when no form is named.")),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The amending bill: checked word for word to give the wanted text, or not issued."""
    output = Output(as_json, quiet)
    with answering(output):
        resolutions = _resolutions(decide or (), decisions)
        charter = open_charter(output, text, join)
        state = charter.state(at, known=known)
        undoing = _undo(charter, state, amendments, resolutions, from_now=from_now)
        bill = draft_bill(undoing, savings=savings)
        payload = bill_payload(charter, undoing, bill, to, LANGUAGE)
        results = _bill_values(charter, bill) | write_or_say(output, out, to, payload)
        output.give(results)


def _undo(
    charter: Charter,
    state: State,
    amendments: str,
    resolutions: Sequence[Resolution],
    *,
    from_now: bool,
) -> Undoing:
    return undo_operations(
        charter.weave,
        charter.chosen(amendments),
        at=state.place,
        counted=state.active,
        dependencies=find_dependencies(charter.weave),
        resolutions=resolutions,
        mode="repealed" if from_now else "never_made",
    )


def _resolutions(told: Sequence[str], file: Path | None) -> list[Resolution]:
    """Decisions from the options and the file; every fault of the file at once."""
    found = [_read_decision(each) for each in told]
    if file is None:
        return found
    text, faults = Folder(file.parent).load_text(file.name)
    values, bad = parse_toml(text, file.name) if not faults else ({}, [])
    listed = values.get("decision", [])
    errors = [fault for fault in (*faults, *bad) if fault.severity == "error"]
    if not errors and not (isinstance(listed, list) and all(isinstance(d, dict) for d in listed)):
        errors = [
            Fault(
                "charter_setting", file.name, column="decision", params={"wanted": "[[decision]]"}
            )
        ]
    if errors:
        raise FaultsError(errors)
    return [*found, *(read_resolution(each) for each in listed)]


def _read_decision(told: str) -> Resolution:
    """A decision as on the command line: KEY=cascade, KEY=keep, KEY=split:42.3+42.4."""
    conflict, _, choice = told.rpartition("=")
    choice, _, parts = choice.partition(":")
    operations = [part for part in parts.split("+") if part]
    return read_resolution(
        {"conflict": conflict or None, "choice": choice, "operations": operations}
    )


def _say_undoing(output: Output, undoing: Undoing, results: dict[str, Any]) -> None:
    """What comes back and goes, then everything that follows, a line each."""
    severity = render(f"charter.severity.{undoing.severity}", LANGUAGE).what
    output.say(
        t(
            "{restored} words come back, {removed} go: {severity}.",
            restored=undoing.restored,
            removed=undoing.removed,
            severity=severity,
        ),
        style="bold",
    )
    for conflict in undoing.conflicts:
        decided = (
            "" if conflict.open else t(" (decided: {choice})", choice=_choice(conflict.resolution))
        )
        output.say(f"{conflict.key}  {conflict_sentence(undoing, conflict, LANGUAGE)}{decided}")
    for caution in undoing.cautions:
        output.say(warning_sentence(undoing, caution, LANGUAGE))
    for level, numbers in enumerate(results["levels"], start=1):
        listed = ", ".join(map(str, numbers))
        output.say(t("Depending on it in {level} steps: {listed}", level=level, listed=listed))


def _choice(resolution: Resolution | None) -> str:
    return resolution.choice if resolution else ""


def _bill_values(charter: Charter, bill: Bill) -> dict[str, Any]:
    return {
        "title": dict(bill.title),
        "n": bill.n,
        "mode": bill.mode,
        "undone": list(bill.undone),
        "savings": bill.savings,
        "clauses": [
            {
                "number": clause.number,
                "part": clause.part,
                "provision": clause.provision,
                "kind": clause.operation.kind if clause.operation else "",
                "words": dict(clause.words),
                "reverses": list(clause.reverses),
                "statement": dict(clause.statement),
            }
            for clause in bill.clauses
        ],
        "undecided": list(bill.undecided),
        "check": {
            "from_sha256": bill.check.from_sha256,
            "to_sha256": bill.check.to_sha256,
            "tokens": bill.check.tokens,
            "instructions": bill.check.instructions,
        },
    }


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1e3, 1)
