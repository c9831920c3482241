"""`misaq assembly draw`: one panel from a sealed list."""

from typing import Annotated

import typer

from misaq.assembly import draw_panel, publish_draw, read_randomness, unseal
from misaq.cli.assembly.documents import LotteryFile, load_named, read_lottery, write_result
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.process import Result


def draw_command(
    lottery: LotteryFile,
    randomness: Annotated[
        str,
        typer.Option(
            "--randomness",
            help=t("The public randomness, as published; named before the draw."),
            metavar="TEXT",
        ),
    ],
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Draw one panel from a sealed list: the same list and randomness give the same panel."""
    output = Output(as_json, quiet)
    with answering(output):
        sealed = read_lottery(lottery)[0]["sealed"]
        found = read_randomness(randomness, load=load_named)
        source = sealed.get("source", "")
        drawn = draw_panel(unseal(sealed), sealed["commitment"], found, source=source)
        result = Result("assembly.draw", publish_draw(drawn), {"randomness": drawn.randomness})
        write_result(result, out)
        output.say(t("Seal: {seal}", seal=drawn.commitment))
        output.say(t("Digest: {digest}", digest=drawn.digest))
        number = f"{drawn.ticket:,}"
        output.say(t("Ticket {ticket}, panel {panel}:", ticket=number, panel=drawn.panel))
        output.say(" ".join(drawn.people))
        output.give(result.document())
