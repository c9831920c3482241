"""`misaq assembly draw`: a lottery held and sealed from a pool, and one panel drawn from a sealed list."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import (
    PANELS,
    RULES,
    Randomness,
    draw_panel,
    publish_draw,
    read_randomness,
    unseal,
)
from misaq.cli.assembly.documents import load_named, open_published, write_result
from misaq.cli.assembly.pool_files import (
    HouseholdColumn,
    Reading,
    SelectedFile,
    UnknownAnswers,
    say_notes,
)
from misaq.cli.assembly.sealing import Wish, hold_and_seal, say_draw, say_lottery, source_of
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet, Seed
from misaq.formats import write_atomically
from misaq.foundation.canonical import canonical_json
from misaq.process import Result

Given = Annotated[
    Path,
    typer.Argument(
        help=t("A pool, one row a person; or a sealed list, as this command wrote it."),
        metavar="POOL.csv|LOTTERY.json",
    ),
]
QuotasOrNone = Annotated[
    Path | None,
    typer.Option("--quotas", help=t("category, feature, min, max."), metavar="QUOTAS.csv"),
]
Size = Annotated[int | None, typer.Option("--size", min=1, help=t("How many seats."))]
Rule = Annotated[str, typer.Option("--rule", help=", ".join(RULES), metavar="RULE")]
Form = Annotated[
    str,
    typer.Option(
        "--lottery",
        help=t(
            "tickets: panels with whole tickets, exactly the rule's chances; uniform: equally likely "
            "panels, for dice on a stage."
        ),
        metavar="tickets|uniform",
    ),
]
PanelCount = Annotated[
    int,
    typer.Option(
        "--panels", min=1, help=t("How many equally likely panels; also the draws of legacy.")
    ),
]
TicketCount = Annotated[
    int | None,
    typer.Option("--tickets", min=1000, help=t("How many tickets the panels share.")),
]
Named = Annotated[
    str | None,
    typer.Option(
        "--named",
        help=t(
            "Where the randomness will come from, sealed with the list: drand:ROUND or drand:TIME, "
            "dice:HOW MANY, reveal:COMMITMENTS.json."
        ),
        metavar="SOURCE",
    ),
]
SealedAt = Annotated[
    str | None,
    typer.Option(
        "--sealed-at",
        help=t("When the list is sealed, with its zone, for a round of drand; without it, now."),
        metavar="TIME",
    ),
]
Told = Annotated[
    str | None,
    typer.Option(
        "--randomness",
        help=t(
            "The public randomness: drand:ROUND:SIGNATURE, dice:DIGITS, reveal:FILE, or for a "
            "rehearsal seed:N. Without it the list is sealed and nothing drawn."
        ),
        metavar="TEXT",
    ),
]


def draw_command(
    given: Given,
    quotas: QuotasOrNone = None,
    size: Size = None,
    rule: Rule = "leximin",
    form: Form = "tickets",
    panels: PanelCount = PANELS,
    tickets: TicketCount = None,
    household: HouseholdColumn = None,
    selected: SelectedFile = None,
    unknown: UnknownAnswers = "refuse",
    named: Named = None,
    sealed_at: SealedAt = None,
    randomness: Told = None,
    out: OutFile = None,
    seed: Seed = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Find and seal the lottery of a pool, or draw one panel from a sealed list."""
    output = Output(as_json, quiet)
    with answering(output):
        found = read_randomness(randomness, load=load_named) if randomness is not None else None
        if given.is_dir() or given.suffix in {".json", ".zip"}:
            _draw_from_list(given, found, out, output)
            return
        if quotas is None or size is None:
            raise typer.BadParameter("", param_hint="--quotas, --size")
        source = source_of(named, sealed_at)
        reading = Reading(household, selected, unknown)
        wish = Wish(size, reading, rule, form, panels, tickets, seed or 0, source)
        held = hold_and_seal(given, quotas, wish, output)
        held = held.draw(found) if found else held
        result = held.result(seed or 0)
        if out:  # a single command's file may say how long it took; a run's documents may not
            document = {**result.document(), "timing": {"lottery_s": held.seconds}}
            write_atomically(out, canonical_json(document))
        say_lottery(held.values, output)
        say_notes(held.lottery.pool, output)
        if found:
            say_draw(held.values["panel"], "source" in held.sealed, output)
        output.give(result.document())


def _draw_from_list(path: Path, found: Randomness | None, out: Path | None, output: Output) -> None:
    """Draw from a list that was sealed before."""
    if found is None:
        raise typer.BadParameter("", param_hint="--randomness")
    with open_published(path) as published:
        sealed = published.sealed
    source = sealed.get("source", "")
    drawn = draw_panel(unseal(sealed), sealed["commitment"], found, source=source)
    values = publish_draw(drawn)
    result = Result("assembly.draw", values, {"randomness": drawn.randomness})
    write_result(result, out)
    say_draw(values, bool(source), output)
    output.give(result.document())
