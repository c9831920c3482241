"""What stands round every page: its language, the stage track, what led here, the public log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.process import Results
from misaq.web.shell.links import Links
from misaq.web.shell.words import direction_of, say

LANGUAGE_NAMES = {"en": "English", "ur": "اردو"}

# The six knots of the track, from testimony to clause: room to its name and what happens there.
STAGES = {
    "record": (
        N_("Record"),
        N_("What happened, who says so, and what those responsible have answered."),
    ),
    "dialogue": (
        N_("Dialogue"),
        N_("Anyone can vote on short statements. We look for what no community rejects."),
    ),
    "table": (
        N_("Table"),
        N_(
            "The parties negotiate one text. Commitments are scored by people who did not make them."
        ),
    ),
    "assembly": (
        N_("Assembly"),
        N_("People drawn by a public lottery, so that every community sits."),
    ),
    "charter": (
        N_("Charter"),
        N_("Amendments are looked at again. New clauses are written, each with its grounds."),
    ),
    "follow_up": (N_("Follow-up"), N_("Was each promise kept?")),
}
# Rooms beside the track.
OTHER_ROOMS = {"dynamics": N_("Events"), "ledger": N_("Public log")}
TAKE_PART = "take-part/"  # where a server lets people vote
STATES = ("done", "part", "open", "none")
# Rooms whose inputs name or point at people: an accredited observer recomputes them, not anybody.
HOLD_PEOPLE = frozenset({"record", "dialogue", "assembly"})
SIGN_IN = "accounts/sign-in/"  # where a server asks who somebody is


@dataclass(frozen=True)
class Knot:
    """One stage on the track.

    state : "done", "part", "open" or "none".
    line : its one-line state in the page's language.
    handed_on : what it gave to the next stage, in words, or "".
    here : whether this page belongs to it.
    """

    room: str
    number: int
    name: str
    purpose: str
    state: str
    line: str
    handed_on: str
    href: str
    here: bool


@dataclass(frozen=True)
class LedHere:
    """What the stage before handed on to this one."""

    text: str
    href: str
    from_name: str


@dataclass(frozen=True)
class Choice:
    """One language of the switch; `href` is "" for the one that is read."""

    language: str
    name: str
    direction: str
    href: str


@dataclass(frozen=True)
class Frame:
    """Everything that the base template shows beside the page itself.

    communities : id to name, for pages that know a community by its id alone.
    holds_people : whether the page's inputs may not be public; the foot then says who can check it.
    static : True when the page is written to a file: it then carries its content policy itself.
    sign_in : the address of the sign-in page, "" in files. The same for every reader, signed in or not, so
        that a public page may be kept by any cache; it leads somebody signed in to their desk.
    take_part : where anybody can vote now, "" in files and while the conversation is closed.
    """

    language: str
    direction: str
    title: Mapping[str, str] | str
    invented: bool
    track: tuple[Knot, ...]
    led_here: LedHere | None
    choices: tuple[Choice, ...]
    links: Links
    log: Mapping[str, Any] = field(default_factory=dict)
    as_of: str = ""
    static: bool = False
    page_name: str = ""
    sign_in: str = ""
    take_part: str = ""
    holds_people: bool = False
    communities: Mapping[str, Any] = field(default_factory=dict)


def make_frame(
    results: Results,
    links: Links,
    *,
    room: str,
    page_name: str = "",
    other_language: Callable[[str], str],
    static: bool,
    votes: bool = False,
) -> Frame:
    """Make the frame of one page; the page's language must be active.

    room : whose knot is underlined, "" for none.
    other_language : language to the address of the same page in it.
    votes : whether a conversation is open on this server.
    """
    overview = results.results("process.overview") or {}
    track = stage_track(overview, links, room)
    return Frame(
        language=links.language,
        direction=direction_of(links.language),
        title=overview.get("title") or {},
        invented=bool(overview.get("invented")),
        track=track,
        led_here=_led_here(track, room),
        choices=tuple(_choices(links.language, other_language)),
        links=links,
        log=results.results("ledger.log") or {},
        as_of=str(overview.get("as_of") or ""),
        static=static,
        page_name=page_name,
        holds_people=room in HOLD_PEOPLE,
        communities={one["id"]: one["name"] for one in overview.get("communities", ())},
        sign_in="" if static else links.addresses.page(f"{links.language}/{SIGN_IN}"),
        take_part=links.addresses.page(f"{links.language}/{TAKE_PART}") if votes else "",
    )


def stage_track(overview: Mapping[str, Any], links: Links, room: str) -> tuple[Knot, ...]:
    """The six knots; a stage that the overview does not know is not yet begun."""
    known = {stage["room"]: stage for stage in overview.get("stages", ())}
    return tuple(
        _knot(number, name, known.get(name, {}), links, here=name == room)
        for number, name in enumerate(STAGES, 1)
    )


def _knot(number: int, room: str, stage: Mapping[str, Any], links: Links, *, here: bool) -> Knot:
    state = stage.get("state", "none")
    given = stage.get("handed_on")
    name, purpose = STAGES[room]
    return Knot(
        room=room,
        number=number,
        name=_(name),
        purpose=_(purpose),
        state=state if state in STATES else "none",
        line=say(stage["code"], stage.get("params")) if stage else _("not yet begun"),
        handed_on=say(given["code"], given.get("params")) if given else "",
        href=links.find_page(room),
        here=here,
    )


def _led_here(track: tuple[Knot, ...], room: str) -> LedHere | None:
    """The nearest stage before this one that handed something on."""
    position = next((i for i, knot in enumerate(track) if knot.room == room), 0)
    for knot in reversed(track[:position]):
        if knot.handed_on and knot.href:
            return LedHere(knot.handed_on, knot.href, knot.name)
    return None


def _choices(language: str, other_language: Callable[[str], str]) -> list[Choice]:
    return [
        Choice(code, name, direction_of(code), "" if code == language else other_language(code))
        for code, name in LANGUAGE_NAMES.items()
    ]
