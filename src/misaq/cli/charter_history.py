"""`misaq charter check | operations | reversals | depends`: is a history exact, and who built on whom."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.charter import (
    Dependency,
    Operation,
    Weave,
    close_over,
    find_dependencies,
    rebuild_version,
    weave_document,
)
from misaq.cli.charter_source import Amendments, Charter, Join, Texts, open_charter
from misaq.cli.console import Exit, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.formats import operations_table, write_atomically
from misaq.process import charter_check, charter_reversals

_EDGES = {
    "deletes": t("words taken out"),
    "inside": t("words written between its words"),
    "both_delete": t("both took out the same words"),
    "label": t("renumbered, renamed or moved"),
    "child": t("written under what it brought"),
    "anchor": t("written next to words that it quotes"),
}


def reversals_command(
    text: Texts,
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """Amendments that undid earlier ones, whatever they say of themselves, found from the texts alone."""
    output = Output(as_json, quiet)
    with answering(output):
        charter = open_charter(output, text, join)
        found = list(charter_reversals(charter.woven.observed))
        for each in found:
            output.say(
                t(
                    "Amendment {by} undid {share} % of what it found of amendment {of}: "
                    "{restored} words and marks came back, {removed} went.",
                    by=each["by"],
                    of=each["of"],
                    share=round(100 * each["share"]),
                    restored=each["tokens_restored"],
                    removed=each["tokens_removed"],
                )
            )
        if not found:
            output.say(t("No amendment undid an earlier one."))
        output.give(found)
        charter.write(out, "charter.reversals", {"reversals": found})


def check_command(
    text: Texts,
    operations: Annotated[
        bool,
        typer.Option(
            "--operations",
            help=t(
                "Where no operations are given, propose them from the texts and check these too; takes longer."
            ),
        ),
    ] = False,
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """Is every dated text given back to the letter, by the operations or the weave, and by its published form?"""
    output = Output(as_json, quiet)
    with answering(output):
        charter = open_charter(output, text, join, propose=operations)
        results = charter_check(charter.woven) | {"published": _published(charter.weave)}
        _say_check(output, results)
        charter.answer(output, out, "charter.check", results)
        if results["residue"] or results["published"]:
            raise SystemExit(int(Exit.FAULTS))


def _published(weave: Weave) -> list[int]:
    """The versions that a stranger would not rebuild from the published form of the weave."""
    document = weave_document(weave)
    return [
        n
        for place, n in enumerate(weave.numbers)
        if rebuild_version(document, n) != weave.texts(weave.active(place))
    ]


def _say_check(output: Output, results: dict[str, Any]) -> None:
    count = {"exact": results["exact"], "versions": results["versions"]}
    output.say(t("{exact} of {versions} versions are exact.", **count))
    for each in results["residue"]:
        files = ", ".join(each["files"])
        output.say(
            t(
                "Text {n}: {tokens} words and marks differ in {files}.",
                n=each["version"],
                tokens=each["tokens"],
                files=files,
            )
        )
        for file, folded, official in each["differences"]:
            output.say(f"    {file}: [-{folded}-]{{+{official}+}}")
    if dated := results["inherited_dates"]:
        output.say(
            t("{n} versions have no date of their own, or one that runs backwards.", n=len(dated))
        )
    for doubt in results["doubtful"]:
        output.say(
            t(
                "Doubtful, look it up in the acts: amendments {of} and {by} on {provisions}.",
                of=doubt["of"],
                by=doubt["by"],
                provisions=", ".join(doubt["provisions"][:4]),
            )
        )


def depends_command(
    text: Texts,
    amendments: Amendments,
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """On what some amendments were built, and what was built on them, however far."""
    output = Output(as_json, quiet)
    with answering(output):
        charter = open_charter(output, text, join)
        chosen = set(charter.chosen(amendments))
        known = find_dependencies(charter.weave)
        closure = close_over(chosen, known)
        needs = [d for d in known if d.by in chosen and d.on not in chosen]
        needed = [d for d in known if d.on in chosen and d.by not in chosen]
        results: dict[str, Any] = {
            "of": charter.named(sorted(chosen)),
            "needs": _edges(charter, needs, "on"),
            "needed_by": _edges(charter, needed, "by"),
            "closure": charter.numbers(closure),
            "closure_operations": charter.named(closure),
        }
        _say_edges(output, t("It was built on:"), results["needs"], "on")
        _say_edges(output, t("Built on it:"), results["needed_by"], "by")
        listed = ", ".join(map(str, results["closure"])) or t("nothing")
        output.say(t("However far, there depends on it: {listed}.", listed=listed), style="bold")
        charter.answer(output, out, "charter.depends", results)


def _edges(charter: Charter, edges: Iterable[Dependency], side: str) -> list[dict[str, Any]]:
    """Edges gathered by the other operation and kind, in order."""
    gathered: dict[tuple[int, str], list[Dependency]] = defaultdict(list)
    for edge in edges:
        gathered[getattr(edge, side), edge.kind].append(edge)
    return [
        {
            side: charter.number_of(other),
            "operation": charter.weave.operations[other].id,
            "kind": kind,
            "words": sum(edge.words for edge in some),
            "provisions": charter.ids(sorted({edge.provision for edge in some})),
        }
        for (other, kind), some in sorted(gathered.items())
    ]


def _say_edges(output: Output, title: str, edges: list[dict[str, Any]], side: str) -> None:
    output.say(title, style="bold")
    for edge in edges:
        kind = _EDGES.get(edge["kind"], edge["kind"])
        where = ", ".join(edge["provisions"][:4]) + (" …" if len(edge["provisions"]) > 4 else "")
        name = edge["operation"]
        output.say(
            t(
                "{name}: {kind} ({words} words; {where})",
                name=name,
                kind=kind,
                words=edge["words"],
                where=where,
            )
        )
    if not edges:
        output.say(t("nothing"))


def operations_command(
    text: Texts,
    of: Annotated[
        str, typer.Option("--of", help=t("Amendments alone: 42,44; all when left out."))
    ] = "",
    join: Join = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help=t("Write them here as operations.csv; else they are listed.")),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The operations given, and for amendments without any those that the texts show, for a person to assign."""
    output = Output(as_json, quiet)
    with answering(output):
        charter = open_charter(output, text, join, propose=True)
        chosen = set(charter.numbers(charter.chosen(of))) if of else set(charter.weave.numbers)
        told = [operation for operation in charter.operations if operation.n in chosen]
        unassigned = sum(not operation.source.section for operation in told)
        for operation in told if out is None else ():
            output.say(_line(operation))
        count = {"operations": len(told), "unassigned": unassigned}
        output.say(
            t("{operations} operations, {unassigned} of them not assigned to a section.", **count),
            style="bold",
        )
        results: dict[str, Any] = count | {"amendments": sorted({each.n for each in told})}
        if out is not None:
            write_atomically(out, operations_table(told))
            results["file"] = out.name
        else:
            results["list"] = [_operation_values(operation) for operation in told]
        output.give(results)


def _line(operation: Operation) -> str:
    parts = [f"{operation.id:>8}", f"{operation.source.section:<6}", operation.kind]
    words = [f"[-{operation.words}-]" if operation.words else "", operation.text]
    return " ".join([*parts, operation.provision, *(" ".join(w.split()) for w in words if w)])


def _operation_values(operation: Operation) -> dict[str, Any]:
    values = {
        "id": operation.id,
        "n": operation.n,
        "kind": operation.kind,
        "provision": operation.provision,
        "words": operation.words,
        "text": operation.text,
        "act": operation.source.act,
        "section": operation.source.section,
        "status": operation.source.status,
    }
    return {key: value for key, value in values.items() if value != ""}
