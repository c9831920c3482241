"""`misaq charter check | reversals | depends`: is a history exact, what undid what, and what was built on what."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from misaq.charter import (
    Dependency,
    close_over,
    find_dependencies,
    find_reversals,
)
from misaq.cli.charter_source import Amendments, Charter, Join, Texts, open_charter
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet

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
        weave = charter.observed
        found = [
            {
                "of": weave.numbers[each.of],
                "by": weave.numbers[each.by],
                "tokens_restored": each.tokens_restored,
                "tokens_removed": each.tokens_removed,
                "share": each.share,
                "provisions": [weave.provisions[place].id for place in each.provisions],
            }
            for each in find_reversals(weave)
        ]
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
        results = {
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
