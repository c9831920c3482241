"""`misaq assembly`: seats, the lottery, the draw and their check, on a run or on bare files."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.assembly import (
    METHODS,
    SMALL,
    TICKETS,
    Pool,
    apportion,
    audit_lottery,
    check_certificate,
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    publish_seats,
    quota_faults,
    read_pool,
    read_quotas,
    require_feasible,
    standalone_check,
    unseal,
)
from misaq.cli.console import LANGUAGE, Exit, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet, Seed
from misaq.formats import Table, read_table, write_atomically
from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register, render
from misaq.process import Result

app = typer.Typer(no_args_is_help=True)
SHOWN = 20


class NotALotteryError(InputError):
    """A file is not what `misaq assembly lottery` or `misaq run` wrote."""

    code = "not_a_lottery"


PoolFile = Annotated[
    Path, typer.Argument(help=t("One row a person: a column per category."), metavar="POOL.csv")
]
QuotaFile = Annotated[
    Path, typer.Argument(help=t("category, feature, min, max."), metavar="QUOTAS.csv")
]
LotteryFile = Annotated[
    Path,
    typer.Argument(
        help=t("What `misaq assembly lottery` wrote, or the results folder of a run."),
        metavar="LOTTERY",
    ),
]
ProofOut = Annotated[
    Path | None,
    typer.Option(
        help=t("Where to write the proof; for those who may see the pool."), metavar="FILE"
    ),
]
ScriptOut = Annotated[
    Path | None, typer.Option(help=t("Where to write the check for Python alone."), metavar="FILE")
]
SeatCount = Annotated[int, typer.Option("--size", min=1, help=t("How many seats."))]


@app.command(
    "seats",
    help=t("Share seats among communities by population."),
    epilog=t("Example: misaq assembly seats communities.csv --size 60 --floor 1"),
)
def seats_command(
    table: Annotated[
        Path,
        typer.Argument(
            help=t("Columns id, population, optional floor and cap."), metavar="COMMUNITIES.csv"
        ),
    ],
    size: SeatCount,
    floor: Annotated[
        int, typer.Option("--floor", min=0, help=t("Smallest number of seats of each."))
    ] = 0,
    method: Annotated[
        str, typer.Option("--method", help=", ".join(METHODS), metavar="METHOD")
    ] = "sainte_lague",
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Share seats among communities by population."""
    if method not in METHODS:
        raise typer.BadParameter(", ".join(METHODS), param_hint="--method")
    output = Output(as_json, quiet)
    with answering(output):
        given = read_table(table, table.name)
        people, floors, caps = _communities(given, floor)
        seats = apportion(people, size, method=method, floors=floors, caps=caps)
        values = publish_seats(seats, people, floors=floors, caps=caps)
        parameters = {"method": method, "floors": floors, "caps": caps}
        result = Result("assembly.seats", values, parameters, inputs=_hashes(given))
        _write(result, out)
        for row in values["communities"]:
            output.say(
                f"{row['id']:<24}{row['population']:>12}{row['ideal']:>9.2f}{row['seats']:>5}"
            )
        if seats.ties:
            output.say(t("Equal claims, settled by the rule: {ids}.", ids=", ".join(seats.ties)))
        output.give(result.document())


@app.command(
    "lottery",
    help=t(
        "Find the lottery that gives the least likely person the best chance, and seal its panels."
    ),
    epilog=t("Example: misaq assembly lottery pool.csv quotas.csv --size 60 --out lottery.json"),
)
def lottery_command(
    pool: PoolFile,
    quotas: QuotaFile,
    size: SeatCount,
    tickets: Annotated[
        int, typer.Option("--tickets", min=1000, help=t("How many tickets the panels share."))
    ] = TICKETS,
    certificate: ProofOut = None,
    out: OutFile = None,
    seed: Seed = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Find the lottery that gives the least likely person the best chance, and seal its panels."""
    output = Output(as_json, quiet)
    with answering(output):
        people, inputs = _read_pool(pool, quotas, size)
        began = time.perf_counter()
        with output.progress() as bars:
            lottery = hold_lottery(people, seed=seed or 0, tickets=tickets, progress=bars)
        seconds = round(time.perf_counter() - began, 3)
        proof = publish_certificate(lottery) if certificate else None
        panels = publish_panels(lottery, proof)
        values = publish_lottery(lottery, panels["commitment"], threshold=SMALL)
        result = Result(
            "assembly.lottery",
            {**values, "sealed": panels},
            {"size": size, "tickets": tickets, "threshold": SMALL},
            seed or 0,
            inputs,
        )
        if certificate:
            write_atomically(certificate, canonical_json(proof))
        if out:  # a single command's file may say how long it took; a run's documents may not
            document = {**result.document(), "timing": {"lottery_s": seconds}}
            write_atomically(out, canonical_json(document))
        _say_lottery(values, output)
        output.give(result.document())


@app.command(
    "draw",
    help=t("Draw one panel from a sealed list: the same list and randomness give the same panel."),
    epilog=t('Example: misaq assembly draw lottery.json --randomness "dice 4 7 1"'),
)
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
        if not randomness.strip():
            raise typer.BadParameter("", param_hint="--randomness")
        sealed = _read_lottery(lottery)[0]
        drawn = draw_panel(unseal(sealed), sealed["commitment"], randomness)
        result = Result("assembly.draw", publish_draw(drawn), {"randomness": drawn.randomness})
        _write(result, out)
        output.say(t("Seal: {seal}", seal=drawn.commitment))
        output.say(t("Digest: {digest}", digest=drawn.digest))
        number = f"{drawn.ticket:,}"
        output.say(t("Ticket {ticket}, panel {panel}:", ticket=number, panel=drawn.panel))
        output.say(" ".join(drawn.people))
        output.give(result.document())


@app.command(
    "verify",
    help=t(
        "Check a lottery again: seal, panels, every probability, the draw. Exit 4 when any does not agree."
    ),
    epilog=t(
        "Example: misaq assembly verify lottery.json --draw draw.json --pool pool.csv --quotas quotas.csv"
    ),
)
def verify_command(
    lottery: LotteryFile,
    drawn: Annotated[
        Path | None,
        typer.Option("--draw", help=t("What `misaq assembly draw` wrote."), metavar="FILE"),
    ] = None,
    pool: Annotated[
        Path | None,
        typer.Option("--pool", help=t("The pool, to check panels against quotas."), metavar="FILE"),
    ] = None,
    quotas: Annotated[
        Path | None, typer.Option("--quotas", help=t("The quotas of that pool."), metavar="FILE")
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(
            "--certificate",
            help=t("The proof, checked in exact fractions; needs --pool and --quotas."),
            metavar="FILE",
        ),
    ] = None,
    script: ScriptOut = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Check a lottery again: seal, panels, every probability, the draw. Exit 4 when any does not agree."""
    output = Output(as_json, quiet)
    with answering(output):
        if script is not None:
            write_atomically(script, standalone_check())
        if (pool is None) != (quotas is None) or (certificate is not None and pool is None):
            raise typer.BadParameter("", param_hint="--pool, --quotas")
        sealed, probabilities, found = _read_lottery(lottery)
        found = _results(_load(drawn)) if drawn else found
        size = int(sealed.get("size", 0))
        people = _read_pool(pool, quotas, size)[0] if pool and quotas else None
        breaks = audit_lottery(sealed, probabilities, found, people)
        if certificate and pool and quotas:
            tables = (_columns(read_table(path, path.name)) for path in (pool, quotas))
            breaks += check_certificate(sealed, probabilities, _load(certificate), *tables)
        for item in breaks[:SHOWN]:
            output.say(render(item.code, LANGUAGE, **item.params).what, style="bold")
        if len(breaks) > SHOWN:
            output.say(t("... and {count} more; --json lists all.", count=len(breaks) - SHOWN))
        if not breaks:
            output.say(_what_was_checked(found is not None, people is not None))
        output.give(
            {
                "sound": not breaks,
                "breaks": [{"code": item.code, **item.params} for item in breaks],
                "draw_checked": found is not None,
                "quotas_checked": people is not None,
            }
        )
        if breaks:
            raise SystemExit(int(Exit.TAMPERED))


def _what_was_checked(draw_checked: bool, quotas_checked: bool) -> str:
    parts = [t("The seal, the panels and every probability agree.")]
    parts.append(t("The draw agrees.") if draw_checked else t("There is no draw yet."))
    if not quotas_checked:
        parts.append(t("The quotas were not checked: that needs --pool and --quotas."))
    return " ".join(parts)


def _communities(table: Table, floor: int) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Populations, floors and caps by id.

    Raises FaultsError with every cell that is no number.
    """
    faults = [
        Fault("quota_column_missing", table.file, column=name)
        for name in ("id", "population")
        if name not in table
    ]
    values: dict[str, dict[str, int]] = {"population": {}, "floor": {}, "cap": {}}
    ids = table.text("id")
    for name, column in values.items():
        for place, text in enumerate(table.text(name)):
            if text.strip().isdecimal():
                column[ids[place]] = int(text)
            elif name == "population" or text.strip():
                params = {"value": text}
                faults.append(
                    Fault("quota_number_bad", table.file, table.row_number(place), name, params)
                )
    if faults:
        raise FaultsError(faults)
    floors = {key: values["floor"].get(key, floor) for key in values["population"]}
    return values["population"], floors, values["cap"]


def _read_pool(pool: Path, quotas: Path, size: int) -> tuple[Pool, dict[str, str]]:
    """The pool with its quotas, and their hashes.

    Raises FaultsError with every fault of both files, QuotasInfeasibleError when no panel meets the quotas.
    """
    people_table, quota_table = read_table(pool, pool.name), read_table(quotas, quotas.name)
    wanted, faults = read_quotas(_columns(quota_table), size, quotas.name)
    if wanted is None:
        raise FaultsError(faults)
    people, faults = read_pool(_columns(people_table), wanted, pool.name)
    if people is None:
        raise FaultsError([*faults, *quota_faults(wanted, None, quotas.name)])
    require_feasible(people)
    return people, {**_hashes(people_table), **_hashes(quota_table)}


def _columns(table: Table) -> dict[str, list[str]]:
    return {name: table.text(name) for name in table.names}


def _hashes(table: Table) -> dict[str, str]:
    return {table.file: f"sha256:{table.canonical_hash()}"}


def _read_lottery(path: Path) -> tuple[dict[str, Any], dict[str, float], dict[str, Any] | None]:
    """The sealed list, the published probabilities, and the draw where there is one."""
    if path.is_dir():
        lottery = _results(_load(path / "assembly.lottery.json"))
        sealed = _results(_load(path / "assembly.panels.json"))
        draw_file = path / "assembly.draw.json"
        drawn = _results(_load(draw_file)) if draw_file.is_file() else None
    else:
        lottery, drawn = _results(_load(path)), None
        sealed = lottery.get("sealed", lottery)
    if not isinstance(sealed, dict) or "types" not in sealed or "commitment" not in sealed:
        raise NotALotteryError(path=str(path))
    return sealed, dict(lottery.get("probabilities", {})), drawn


def _load(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise NotALotteryError(path=str(path)) from None
    if not isinstance(found, dict):
        raise NotALotteryError(path=str(path))
    return found


def _results(document: dict[str, Any]) -> dict[str, Any]:
    found = document.get("results")
    return found if isinstance(found, dict) else document


def _write(result: Result, out: Path | None) -> None:
    if out:
        write_atomically(out, result.payload())


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
            low=f"{values['minimum_probability']:.6f}",
            bound=f"{values['bound']:.6f}",
            high=f"{values['maximum_probability']:.6f}",
        ),
        style="bold",
    )
    for person in values["shut_out"][:SHOWN]:
        output.say(t("Cannot sit: {id} ({quota})", id=person["id"], quota=person["quota"]))
    output.say(t("Seal: {seal}", seal=values["commitment"]))


register(
    "cli",
    {
        "not_a_lottery": Message(
            N_("{path} is not a lottery."),
            N_("Give the file that `misaq assembly lottery --out` wrote, or OUT/results of a run."),
        ),
    },
)
