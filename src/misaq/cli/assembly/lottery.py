"""`misaq assembly lottery`: the lottery, found and sealed."""

import time
from typing import Annotated, Any

import typer

from misaq.assembly import (
    SMALL,
    hold_lottery,
    publish_certificate,
    publish_lottery,
    publish_panels,
)
from misaq.cli.assembly.pool_files import PoolFile, QuotaFile, SeatCount, read_pool_files
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet, Seed
from misaq.formats import write_atomically
from misaq.foundation.canonical import canonical_json
from misaq.process import Result

SHOWN = 20


def lottery_command(
    pool: PoolFile,
    quotas: QuotaFile,
    size: SeatCount,
    tickets: Annotated[
        int | None,
        typer.Option("--tickets", min=1000, help=t("How many tickets the panels share.")),
    ] = None,
    out: OutFile = None,
    seed: Seed = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Find the lottery that gives the least likely person the best chance, and seal its panels."""
    output = Output(as_json, quiet)
    with answering(output):
        people, inputs = read_pool_files(pool, quotas, size)
        began = time.perf_counter()
        with output.progress() as bars:
            lottery = hold_lottery(people, seed=seed or 0, tickets=tickets, progress=bars)
        seconds = round(time.perf_counter() - began, 3)
        proof = publish_certificate(lottery)
        panels = publish_panels(lottery, proof)
        values = publish_lottery(lottery, panels["commitment"], proof, threshold=SMALL)
        result = Result(
            "assembly.lottery",
            {**values, "sealed": panels},
            {"size": size, "tickets": lottery.tickets.total, "threshold": SMALL},
            seed or 0,
            inputs,
        )
        if out:  # a single command's file may say how long it took; a run's documents may not
            document = {**result.document(), "timing": {"lottery_s": seconds}}
            write_atomically(out, canonical_json(document))
        _say_lottery(values, output)
        output.give(result.document())


def _say_lottery(values: dict[str, Any], output: Output) -> None:
    output.say(
        t(
            "{people} people of {types} kinds, {seats} seats, {panels} panels.",
            people=values["n_people"],
            types=values["n_types"],
            seats=values["size"],
            panels=values["n_panels"],
        )
    )
    output.say(
        t(
            "Smallest chance {low}, the best possible is {bound}; largest {high}.",
            low=f"{values['min_probability']:.6f}",
            bound=f"{values['certificate']['bound']:.6f}",
            high=f"{values['max_probability']:.6f}",
        ),
        style="bold",
    )
    for person, quota in list(values["excluded"].items())[:SHOWN]:
        output.say(t("Cannot sit: {id} ({quota})", id=person, quota=quota))
    output.say(t("Seal: {seal}", seal=values["commitment"]))
