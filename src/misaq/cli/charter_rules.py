"""`misaq charter rule show | lint | list`: decision rules in plain words, and examined before they are adopted."""

from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.charter import LIBRARY as NAMES
from misaq.charter import (
    RULES,
    BadNumbersError,
    Cell,
    Line,
    Rule,
    describe_lint,
    describe_rule,
    find_in_library,
    find_rule,
    lint_rule,
    lint_values,
    list_library,
    rule_values,
)
from misaq.cli.console import LANGUAGE, Exit, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.formats import load_rule_file, write_atomically
from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import FaultsError
from misaq.foundation.messages import render

app = typer.Typer(no_args_is_help=True)

Named = Annotated[
    str, typer.Argument(help=t("A file with a rule, or the name of one."), metavar="RULE.toml|NAME")
]
Members = Annotated[
    int | None, typer.Option("--members", min=1, help=t("How many seats vote in all."))
]
Grouped = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        help=t(
            "Seats of a group, as GROUP=SEATS; of members of several as A+B=SEATS. Again for each."
        ),
        metavar="GROUP=SEATS",
    ),
]


@app.command(
    "list",
    help=t("The rules of real processes, and those that every process may name."),
    epilog=t("Example: misaq charter rule list"),
)
def list_command(as_json: Json = False, quiet: Quiet = False, lang: Lang = "en") -> None:
    """Each rule by name, with its title and whether every part of it was read in a source."""
    output = Output(as_json, quiet)
    with answering(output):
        entries = list_library()
        for name in RULES:
            output.say(name)
        for entry in entries:
            mark = "" if entry.verified else t(" (not verified in every part)")
            output.say(f"{entry.rule.name}: {_in(entry.title)}{mark}")
        output.give(
            {
                "shipped": list(RULES),
                "library": [
                    {
                        "name": entry.rule.name,
                        "title": dict(entry.title),
                        "verified": entry.verified,
                        "votes": [stage.id for stage in entry.rule.stages],
                    }
                    for entry in entries
                ],
            }
        )


@app.command(
    "show",
    help=t("A rule in plain words, with its sources."),
    epilog=t("Example: misaq charter rule show tunisia_2014"),
)
def show_command(
    rule: Named, as_json: Json = False, quiet: Quiet = False, lang: Lang = "en"
) -> None:
    """Every sentence of a rule: bases, abstentions, vacant seats, ties, what follows a failure."""
    output = Output(as_json, quiet)
    with answering(output):
        found = _find(rule)
        lines = describe_rule(found, LANGUAGE)
        _say(output, lines)
        sources = _sources(found.name)
        for source in sources:
            output.say(source["said"])
        output.give(
            {
                "rule": rule_values(found),
                "words": [_line(each) for each in lines],
                "sources": sources,
            }
        )


@app.command(
    "lint",
    help=t(
        "Who can carry, block or bind whom under a rule, and whether every path ends. "
        "Exit 1 when a path does not."
    ),
    epilog=t("Example: misaq charter rule lint RULE.toml --members 60 --group north=20"),
)
def lint_command(
    rule: Named,
    members: Members = None,
    group: Grouped = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """Examine a rule with the numbers of the actual body: exact, however large."""
    output = Output(as_json, quiet)
    with answering(output):
        found = _find(rule)
        lint = lint_rule(found, _composition(found, members, group or []))
        lines = describe_lint(lint, LANGUAGE)
        _say(output, lines)
        document: dict[str, Any] = lint_values(lint) | {"words": [_line(each) for each in lines]}
        if out is not None:
            write_atomically(out, canonical_json(document))
        output.give(document)
        paths = lint.paths
        if paths.dead_ends or paths.loops or paths.unreached:
            raise SystemExit(int(Exit.FAULTS))


def _find(name: str) -> Rule:
    """The rule of a file, of the library, or a shipped one."""
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        rule, faults = load_rule_file(path)
        if rule is None:
            raise FaultsError(faults)
        return rule
    return find_in_library(name).rule if name in NAMES else find_rule(name)


def _composition(rule: Rule, members: int | None, groups: list[str]) -> tuple[Cell, ...]:
    """Who sits, from the options; () when there are none. Those in no group are the rest of all seats."""
    if members is None and not groups:
        return ()
    body = rule.stages[0].bodies[0] if rule.stages[0].bodies else ""
    cells = []
    for written in groups:
        names, _, seats = written.rpartition("=")
        if not names or not seats.isdecimal() or len(seats) > 9:
            raise BadNumbersError(what="--group", value=written)
        cells.append(Cell(int(seats), tuple(sorted(names.split("+"))), body=body))
    rest = (members or 0) - sum(cell.members for cell in cells)
    if members is not None and rest < 0:
        raise BadNumbersError(what="--members", value=str(members))
    return (*cells, Cell(rest, body=body)) if rest > 0 else tuple(cells)


def _sources(name: str) -> list[dict[str, Any]]:
    """What the library says of where a rule comes from; [] for another rule."""
    if name not in NAMES:
        return []
    entry = find_in_library(name)
    return [
        {
            "verified": source.verified,
            "text": dict(source.text),
            "said": render(
                "rule.verified" if source.verified else "rule.not_verified",
                LANGUAGE,
                text=_in(source.text),
            ).what,
        }
        for source in entry.sources
    ]


def _in(texts: Any) -> str:
    return str(texts.get(LANGUAGE) or texts["en"])


def _say(output: Output, lines: tuple[Line, ...]) -> None:
    for line in lines:
        output.say("  " * line.depth + line.text)


def _line(line: Line) -> dict[str, Any]:
    return {"depth": line.depth, "text": line.text}
