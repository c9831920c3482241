"""The assembly's step: populations, pool, quotas and the named randomness in; seats, lottery and draw out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from misaq.assembly import (
    SMALL,
    ApportionmentError,
    Pool,
    apportion,
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
)
from misaq.formats import Table
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.assembly_draw import (
    DrawSettings,
    LotterySettings,
    check_draw,
    check_draw_form,
    check_lottery_settings,
    draw_files,
    named_source,
    public_randomness,
    read_draw_settings,
    read_lottery_settings,
)
from misaq.process.steps.step import HandOver, Outcome, Stage, Step

POOL, QUOTAS, SEATS = "assembly/pool.csv", "assembly/quotas.csv", "assembly/seats.toml"


@dataclass(frozen=True)
class SeatSettings:
    """What `assembly/seats.toml` says; None and "" where it says nothing."""

    panel_size: int | None = None
    lottery: LotterySettings = field(default_factory=LotterySettings)
    draw: DrawSettings = field(default_factory=DrawSettings)
    seats: int | None = None
    floors: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)


def check(folder: ProcessFolder) -> list[Fault]:
    """Faults that no single table shows: people without a quota, quotas that no panel can meet."""
    faults = _check_settings(folder)
    if any(fault.severity == "error" for fault in faults):
        return faults
    settings = _settings(folder)
    faults += _check_seats(folder, settings)
    total: int | None = None
    for there, absent in ((POOL, QUOTAS), (QUOTAS, POOL)):
        if folder.files.has(there) and not folder.files.has(absent):
            faults.append(Fault("assembly_file_missing", there, params={"file": absent}))
    if folder.files.has(POOL) and folder.files.has(QUOTAS):
        if settings.panel_size is None:
            faults.append(Fault("panel_size_missing", SEATS, column="panel.size"))
        else:
            pool, found = _read(folder, settings.panel_size)
            faults += found
            total = settings.lottery.tickets(pool) if pool else None
    return [*faults, *check_draw(folder, settings.draw, total)]


def run(folder: ProcessFolder, progress: Progress) -> Outcome:
    """Compute the assembly's documents."""
    settings = _settings(folder)
    results = _seat_documents(folder, settings)
    pool = _read(folder, settings.panel_size)[0] if settings.panel_size else None
    if pool is not None:
        results += _lottery_documents(folder, pool, settings, progress)
    return Outcome(_stage({result.kind: result for result in results}), tuple(results))


def _read(folder: ProcessFolder, size: int) -> tuple[Pool | None, list[Fault]]:
    """The pool with its quotas, and every fault; the pool is None where there is no such table."""
    if not (folder.files.has(POOL) and folder.files.has(QUOTAS)):
        return None, []
    quotas, faults = read_quotas(_columns(folder.files.table(QUOTAS)), size, QUOTAS)
    if quotas is None:
        return None, faults
    pool, faults = read_pool(_columns(folder.files.table(POOL)), quotas, POOL)
    return pool, [*faults, *quota_faults(pool.quotas if pool else quotas, pool, QUOTAS)]


def _columns(table: Table) -> dict[str, list[str]]:
    return {name: table.text(name) for name in table.names}


def _settings(folder: ProcessFolder) -> SeatSettings:
    if not folder.files.has(SEATS):
        return SeatSettings()
    raw = tomllib.loads(folder.files.text(SEATS))
    seats = raw.get("seats", {})
    floor = seats.get("floor", 0)
    floors = dict.fromkeys(folder.config.community_ids, floor) | seats.get("floors", {})
    return SeatSettings(
        raw.get("panel", {}).get("size"),
        read_lottery_settings(raw.get("lottery", {})),
        read_draw_settings(raw.get("draw", {})),
        seats.get("size"),
        floors,
        seats.get("caps", {}),
    )


def _check_settings(folder: ProcessFolder) -> list[Fault]:
    """Every value of seats.toml that is not what it should be."""
    if not folder.files.has(SEATS):
        return []
    try:
        raw = tomllib.loads(folder.files.text(SEATS))
    except tomllib.TOMLDecodeError:
        return []  # told by the check of the file itself
    faults = [
        Fault("seats_table_bad", SEATS, column=section)
        for section in ("panel", "lottery", "draw", "seats")
        if not isinstance(raw.get(section, {}), dict)
    ]
    if faults:
        return faults
    for place, least in (("panel.size", 1), ("seats.size", 1), ("seats.floor", 0)):
        section, _, name = place.partition(".")
        if name in raw.get(section, {}):
            faults += _check_number(raw[section][name], place, least)
    faults += check_lottery_settings(raw.get("lottery", {}))
    faults += check_draw_form(raw.get("draw", {}))
    return [*faults, *_check_sides(raw.get("seats", {}), folder)]


def _check_sides(seats: Mapping[str, Any], folder: ProcessFolder) -> list[Fault]:
    """Floors and caps of single communities."""
    faults: list[Fault] = []
    for side in ("floors", "caps"):
        values = seats.get(side, {})
        if not isinstance(values, dict):
            faults.append(Fault("seats_table_bad", SEATS, column=f"seats.{side}"))
            continue
        for community, value in values.items():
            place = f"seats.{side}.{community}"
            faults += _check_number(value, place, 0)
            if community not in folder.config.community_ids:
                faults.append(Fault("seats_no_community", SEATS, None, place, {"id": community}))
    return faults


def _check_number(value: Any, place: str, least: int) -> list[Fault]:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value < 10**6:
        return []
    return [Fault("seats_number_bad", SEATS, None, place, {"value": str(value), "least": least})]


def _check_seats(folder: ProcessFolder, settings: SeatSettings) -> list[Fault]:
    if settings.seats is None:
        return []
    populations = _populations(folder)
    if not populations:
        return [Fault("seats_no_populations", SEATS, column="seats.size", severity="warning")]
    try:
        apportion(populations, settings.seats, floors=settings.floors, caps=settings.caps)
    except ApportionmentError as error:
        return [Fault(error.code, SEATS, None, "seats.size", error.params)]
    return []


def _populations(folder: ProcessFolder) -> dict[str, int]:
    """Community to population; {} unless every one is known."""
    people = {c.id: c.population for c in folder.config.communities}
    return people if people and all(people.values()) else {}


def _seat_documents(folder: ProcessFolder, settings: SeatSettings) -> list[Result]:
    populations = _populations(folder)
    if settings.seats is None or not populations:
        return []
    seats = apportion(populations, settings.seats, floors=settings.floors, caps=settings.caps)
    values = publish_seats(seats, populations, floors=settings.floors, caps=settings.caps)
    parameters = {"method": seats.method, "floors": settings.floors, "caps": settings.caps}
    return [
        Result(
            "assembly.seats",
            values,
            parameters=parameters,
            inputs=folder.input_hashes("process.toml", SEATS),
        )
    ]


def _lottery_documents(
    folder: ProcessFolder, pool: Pool, settings: SeatSettings, progress: Progress
) -> list[Result]:
    seed = folder.config.seed
    how = settings.lottery
    lottery = hold_lottery(
        pool, rule=how.rule, form=how.form, panels=how.panels, seed=seed, progress=progress
    )
    inputs = folder.input_hashes("process.toml", POOL, QUOTAS, SEATS, *draw_files(folder))
    parameters = {
        "size": pool.quotas.size,
        "rule": how.rule,
        "lottery": how.form,
        "tickets": lottery.tickets.total,
        "threshold": SMALL,
    }
    proof = publish_certificate(lottery)
    source = named_source(folder, settings.draw)
    panels = publish_panels(lottery, proof, source=source, rows=False)  # ids, never their features
    values = publish_lottery(lottery, panels["commitment"], proof, threshold=SMALL)
    values["features"] = _with_population(values["features"], folder)
    results = [
        Result("assembly.lottery", values, parameters, seed, inputs),
        Result("assembly.panels", panels, parameters, seed, inputs),
    ]
    randomness = public_randomness(folder, settings.draw)
    if randomness:
        source = panels.get("source", "")
        drawn = draw_panel(lottery.tickets, panels["commitment"], randomness, source=source)
        told = publish_draw(drawn, lottery, threshold=SMALL)
        results.append(Result("assembly.draw", told, parameters, seed, inputs))
    return results


def _with_population(features: list[dict[str, Any]], folder: ProcessFolder) -> list[dict[str, Any]]:
    """The features, with the share of the population where a feature is a community of the process."""
    people = _populations(folder)
    total = sum(people.values())
    return [
        {**row, "community": row["feature"], "population_share": people[row["feature"]] / total}
        if row["feature"] in people
        else {**row, "community": None, "population_share": None}
        for row in features
    ]


def _stage(results: Mapping[str, Result]) -> Stage:
    if "assembly.draw" in results:
        n = {"n": len(results["assembly.draw"].results["people"])}
        given = HandOver("handover.assembly", n)
        return Stage("assembly", "done", "stage.assembly.drawn", n, given)
    if "assembly.lottery" in results:
        n = {"n": results["assembly.lottery"].results["n_panels"]}
        return Stage("assembly", "part", "stage.assembly.sealed", n)
    if "assembly.seats" in results:
        n = {"n": results["assembly.seats"].results["size"]}
        return Stage("assembly", "part", "stage.assembly.seats", n)
    return Stage("assembly", "open", "stage.assembly.open")


STEP = Step("assembly", (POOL, QUOTAS, SEATS), check, run)

register(
    "process",
    {
        "stage.assembly.open": Message(N_("being prepared")),
        "stage.assembly.seats": Message(N_("{n} seats shared among communities")),
        "stage.assembly.sealed": Message(N_("{n} lists sealed, not drawn yet")),
        "stage.assembly.drawn": Message(N_("{n} seats drawn")),
        "handover.assembly": Message(N_("{n} people drawn by lot")),
        "assembly_file_missing": Message(
            N_("The lottery needs {file} too."), N_("Add it, or take this file away.")
        ),
        "panel_size_missing": Message(
            N_("The size of the panel is not given."),
            N_("Write it in assembly/seats.toml: size = 60 under [panel]."),
        ),
        "seats_table_bad": Message(
            N_("This should be a table of values."), N_("Write it as in the process-folder page.")
        ),
        "seats_number_bad": Message(
            N_("“{value}” is not a number of seats."), N_("Write a whole number from {least} up.")
        ),
        "seats_no_community": Message(
            N_("There is no community “{id}” in process.toml."), N_("Use the id of one of them.")
        ),
        "seats_no_populations": Message(
            N_("Seats are shared by population, and a community has none given."),
            N_("Give each community in process.toml its population."),
        ),
    },
)
