"""How the lottery is held and drawn, as `assembly/seats.toml` says: rule and form; source and randomness."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from misaq.assembly import (
    FORMS,
    PANELS,
    RULES,
    Pool,
    Randomness,
    RandomnessError,
    Source,
    SourceError,
    read_randomness,
    read_source,
    require_dice,
    tickets_for,
)
from misaq.foundation.errors import FaultsError, MisaqError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.process.folder import ProcessFolder

SEATS = "assembly/seats.toml"
PARTIES = ("assembly/commitments.json", "assembly/reveals.json")
TEXTS = ("named", "randomness")
MOST_PANELS = 10**6


@dataclass(frozen=True)
class DrawSettings:
    """What `[draw]` says.

    named : the source of the randomness, sealed with the lists. sealed_at : when; for a round of the beacon.
    randomness : what came of it; "" until then.
    """

    named: str = ""
    sealed_at: datetime | None = None
    randomness: str = ""


@dataclass(frozen=True)
class LotterySettings:
    """What `[lottery]` says: the rule, the form, and how many equally likely panels the form uniform has."""

    rule: str = "leximin"
    form: str = "tickets"
    panels: int = PANELS

    def tickets(self, pool: Pool) -> int:
        """How many tickets will be sealed."""
        return self.panels if self.form == "uniform" else tickets_for(pool)


def read_lottery_settings(raw: Mapping[str, Any]) -> LotterySettings:
    """The settings of a `[lottery]` table that has no fault."""
    return LotterySettings(**{key: raw[key] for key in ("rule", "form", "panels") if key in raw})


def check_lottery_settings(raw: Mapping[str, Any]) -> list[Fault]:
    """Values of the table that are none of those there are."""
    faults = [
        Fault(
            "lottery_setting_bad",
            SEATS,
            column=f"lottery.{name}",
            params={"value": str(raw[name]), "choices": ", ".join(choices)},
        )
        for name, choices in (("rule", RULES), ("form", FORMS))
        if name in raw and raw[name] not in choices
    ]
    panels = raw.get("panels", PANELS)
    if not isinstance(panels, int) or isinstance(panels, bool) or not 1 <= panels <= MOST_PANELS:
        params = {"value": str(panels), "most": MOST_PANELS}
        faults.append(Fault("lottery_panels_bad", SEATS, column="lottery.panels", params=params))
    return faults


def read_draw_settings(raw: Mapping[str, Any]) -> DrawSettings:
    """The settings of a `[draw]` table that has no fault of form."""
    return DrawSettings(
        raw.get("named", "").strip(), _time(raw.get("sealed_at")), raw.get("randomness", "").strip()
    )


def check_draw_form(raw: Mapping[str, Any]) -> list[Fault]:
    """Values of the table that are no texts, and a time of the seal that is none."""
    faults = [
        Fault("randomness_bad", SEATS, column=f"draw.{name}")
        for name in TEXTS
        if not isinstance(raw.get(name, ""), str)
    ]
    if "sealed_at" in raw and _time(raw["sealed_at"]) is None:
        faults.append(Fault("sealed_at_bad", SEATS, column="draw.sealed_at"))
    return faults


def check_draw(folder: ProcessFolder, settings: DrawSettings, total: int | None) -> list[Fault]:
    """Faults of the source and of the randomness: unreadable, not signed, not revealed, not the one named.

    total : how many tickets will be sealed; None when that is not known yet.
    """
    faults = []
    if settings.named.startswith("drand:") and settings.sealed_at is None:
        return [Fault("sealed_at_missing", SEATS, column="draw.sealed_at")]
    source, randomness = None, None
    try:
        source = named_source(folder, settings)
        if source and source.kind == "dice" and total:
            require_dice(int(source.text.partition(":")[2]), total)
    except MisaqError as error:
        faults += _faults(error, "draw.named")
    try:
        randomness = public_randomness(folder, settings)
        if randomness and total:
            randomness.index(total)
    except MisaqError as error:
        faults += _faults(error, "draw.randomness")
    if source and randomness and source.text != randomness.source:
        params = {"named": source.text, "given": randomness.source}
        faults.append(Fault(SourceError.code, SEATS, None, "draw.randomness", params))
    return faults


def named_source(folder: ProcessFolder, settings: DrawSettings) -> Source | None:
    """The source that is sealed with the lists; None when none is named.

    Raises what `read_source` raises.
    """
    if not settings.named:
        return None
    load = _loader(folder)
    return read_source(settings.named, sealed_at=settings.sealed_at, load=load)


def public_randomness(folder: ProcessFolder, settings: DrawSettings) -> Randomness | None:
    """The randomness of the draw; None before it.

    Raises what `read_randomness` raises.
    """
    if not settings.randomness:
        return None
    return read_randomness(settings.randomness, load=_loader(folder))


def draw_files(folder: ProcessFolder) -> list[str]:
    """The files of the folder that the draw follows from, beside seats.toml."""
    return [file for file in PARTIES if folder.files.has(file)]


def _loader(folder: ProcessFolder) -> Any:
    def load(name: str) -> Mapping[str, Any]:
        file = f"assembly/{name}"
        if file not in PARTIES:
            raise RandomnessError(text=f"reveal:{name}")
        try:
            found = json.loads(folder.files.text(file))
        except json.JSONDecodeError:
            found = None
        if not isinstance(found, dict):
            raise FaultsError([Fault("reveal_file_bad", file)])
        return found

    return load


def _faults(error: MisaqError, column: str) -> list[Fault]:
    if isinstance(error, FaultsError):
        return [
            Fault(f.code, _place(f.file), f.row, f.column, f.params, f.severity)
            for f in error.faults
        ]
    return [Fault(error.code, SEATS, None, column, error.params)]


def _place(file: str) -> str:
    return file if file.startswith("assembly/") else f"assembly/{file}"


def _time(value: Any) -> datetime | None:
    """A time with its zone, from TOML's own form or a text."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


register(
    "process",
    {
        "randomness_bad": Message(
            N_("The randomness is not a text."),
            N_("Write it between double quotes, as it was published."),
        ),
        "lottery_setting_bad": Message(
            N_("There is no “{value}” to choose here."), N_("Write one of: {choices}.")
        ),
        "lottery_panels_bad": Message(
            N_("“{value}” is not a number of panels."),
            N_("Write a whole number from 1 to {most}; 1000 for three ten-sided dice."),
        ),
        "sealed_at_bad": Message(
            N_("The time of the seal is not a time with its zone."),
            N_("Write it as in 2031-05-05T12:00:00Z."),
        ),
        "sealed_at_missing": Message(
            N_("A round of the beacon is named, and not when the list is sealed."),
            N_(
                "Write sealed_at = 2031-05-05T12:00:00Z under [draw]; the round must come after it."
            ),
        ),
    },
)
