"""A lottery held and sealed from the command line: what `misaq assembly draw` does with a pool."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from misaq.assembly import (
    FORMS,
    RULES,
    SMALL,
    Lottery,
    Randomness,
    Source,
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    read_source,
    require_dice,
    tickets_for,
)
from misaq.cli.assembly.documents import load_named
from misaq.cli.assembly.pool_files import Reading, read_pool_files
from misaq.cli.console import Output, t
from misaq.process import Result

SHOWN = 20


@dataclass(frozen=True)
class Wish:
    """What a lottery is held by, as the command line says it."""

    size: int
    reading: Reading
    rule: str
    form: str
    panels: int
    tickets: int | None
    seed: int
    source: Source | None


@dataclass(frozen=True)
class Held:
    """A lottery that is sealed, as a document, and how long it took in seconds."""

    lottery: Lottery
    values: dict[str, Any]
    parameters: dict[str, Any]
    inputs: dict[str, str]
    seconds: float

    @property
    def sealed(self) -> dict[str, Any]:
        """The sealed list with its commitment."""
        found: dict[str, Any] = self.values["sealed"]
        return found

    def draw(self, randomness: Randomness) -> "Held":
        """The same with the panel that the randomness draws."""
        drawn = draw_panel(
            self.lottery.tickets,
            self.sealed["commitment"],
            randomness,
            source=self.sealed.get("source", ""),
        )
        told = publish_draw(drawn, self.lottery, threshold=SMALL)
        values = {**self.values, "panel": told}
        return Held(self.lottery, values, self.parameters, self.inputs, self.seconds)

    def result(self, seed: int) -> Result:
        """The result document."""
        return Result("assembly.lottery", self.values, self.parameters, seed, self.inputs)


def hold_and_seal(pool: Path, quotas: Path, wish: Wish, output: Output) -> Held:
    """Read a pool, find its lottery, seal it.

    Raises what reading and `hold_lottery` raise; DiceError when the dice that are named do not fit.
    """
    if wish.rule not in RULES:
        raise typer.BadParameter(", ".join(RULES), param_hint="--rule")
    if wish.form not in FORMS:
        raise typer.BadParameter(", ".join(FORMS), param_hint="--lottery")
    people, inputs = read_pool_files(pool, quotas, wish.size, wish.reading)
    total = wish.panels if wish.form == "uniform" else wish.tickets or tickets_for(people)
    if wish.source and wish.source.kind == "dice":
        require_dice(int(wish.source.text.partition(":")[2]), total)
    began = time.perf_counter()
    with output.progress() as bars:
        lottery = hold_lottery(
            people,
            rule=wish.rule,
            form=wish.form,
            panels=wish.panels,
            seed=wish.seed,
            tickets=total,
            progress=bars,
        )
    seconds = round(time.perf_counter() - began, 3)
    proof = publish_certificate(lottery)
    panels = publish_panels(lottery, proof, source=wish.source)
    values = publish_lottery(lottery, panels["commitment"], proof, threshold=SMALL)
    parameters = {
        "size": wish.size,
        "household": wish.reading.household,
        "unknown": wish.reading.unknown,
        "rule": wish.rule,
        "lottery": wish.form,
        "panels": wish.panels,
        "tickets": total,
        "threshold": SMALL,
    }
    return Held(lottery, {**values, "sealed": panels}, parameters, inputs, seconds)


def source_of(named: str | None, sealed_at: str | None) -> Source | None:
    """The source that an option names; a round of the beacon must come after the seal, which is now or as told.

    Raises RandomnessError, RoundPastError, FaultsError of commitments.
    """
    if named is None:
        return None
    moment = datetime.now(UTC).replace(microsecond=0)
    if sealed_at is not None:
        try:
            moment = datetime.fromisoformat(sealed_at)
        except ValueError:
            raise typer.BadParameter(sealed_at, param_hint="--sealed-at") from None
        if moment.tzinfo is None:
            raise typer.BadParameter(sealed_at, param_hint="--sealed-at")
    return read_source(named, sealed_at=moment, load=load_named)


def say_lottery(values: dict[str, Any], output: Output) -> None:
    """The lottery in a few lines: who, how fair, who cannot sit, the seal and what it names."""
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
    source = values["sealed"].get("source")
    if source:
        output.say(t("Named for the draw: {source}. Publish the seal before it.", source=source))
    else:
        output.say(t("No source of randomness is named in the seal."))


def say_draw(values: dict[str, Any], named: bool, output: Output) -> None:
    """The draw in a few lines: the randomness, the ticket, the people."""
    if values["rehearsal"]:
        output.say(
            t("REHEARSAL: somebody chose this seed. Nobody sits because of it."), style="bold"
        )
    output.say(t("Seal: {seal}", seal=values["commitment"]))
    output.say(t("Randomness: {value}", value=values["value"]))
    if values["digest"]:
        output.say(t("Digest: {digest}", digest=values["digest"]))
    number = f"{values['ticket']:,}"
    output.say(t("Ticket {ticket}, panel {panel}:", ticket=number, panel=values["panel"]))
    output.say(" ".join(values["people"]))
    if not named and not values["rehearsal"]:
        output.say(
            t("The seal did not name this source beforehand; nobody can see that it came after.")
        )
