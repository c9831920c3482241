"""Which state of the text a reader asks for: a day, or the text after an amendment."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from misaq.charter import EFFECTS, UnknownVersionError, Weave, active_on
from misaq.web.shell.dates import date_words
from misaq.web.shell.words import plain_bilingual

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_VERSION = re.compile(r"v(\d{1,6})")
NEWEST = "newest"
_EVER = "9999-12-31"
Trouble = Literal["not_understood", "before_first", "no_such_version", "no_dates"]


@dataclass(frozen=True)
class Moment:
    """A state of the text: after version `n` and before the next.

    asked : as it stands in an address: "1976-12-18", "v42" or "newest".
    day : the day asked for; "" when a version was.
    place, n : of the version in force. active : (n_operations,) which operations count.
    """

    asked: str
    day: str
    place: int
    n: int
    active: NDArray[np.bool_]

    @property
    def whole_day(self) -> bool:
        """Whether a day was asked for, and not a month or year, which mean their end."""
        return len(self.day) == len("1976-12-18")


@dataclass(frozen=True)
class NoMoment:
    """Why there is no such text. since : the first day of which the text is known."""

    asked: str
    trouble: Trouble
    since: str = ""


def find_moment(weave: Weave, asked: str, *, known: str = "") -> Moment | NoMoment:
    """The state that an address or a field of a form asks for; NoMoment with the reason when there is none.

    asked : a year, month or day ("1976", "1976-12", "1976-12-18"; digits of any script; "/" or "." may stand
        between), "v42" for the text after version 42, "newest" or "" for the newest.
    known : a day in ISO form: the text as people knew it then, before later rulings; "" for all that is known now.
    """
    plain = _plain(asked)
    since = next((d.date for d in weave.datings if d.date), "")
    if plain in {"", NEWEST}:
        place = len(weave.numbers) - 1
        return Moment(NEWEST, "", place, weave.numbers[place], counted_now(weave))
    if found := _VERSION.fullmatch(plain):
        n = int(found[1])
        if n not in weave.places:
            return NoMoment(plain, "no_such_version", since)
        place = weave.place(n)
        return Moment(f"v{n}", "", place, n, weave.active(place))
    day = read_day(plain)
    if not day:
        return NoMoment(asked.strip(), "not_understood", since)
    if not since:
        return NoMoment(day, "no_dates")
    try:
        place = weave.place_on(day)
    except UnknownVersionError:
        return NoMoment(day, "before_first", since)
    return Moment(day, day, place, weave.numbers[place], active_on(weave, day, known=known))


def counted_now(weave: Weave) -> NDArray[np.bool_]:
    """Which operations count in the newest text: all, but those not in force, expired, suspended or struck down."""
    own = any(
        operation.kind in EFFECTS or operation.commencement or operation.expiry
        for operation in weave.operations
    )
    dated = any(dating.date for dating in weave.datings)
    return active_on(weave, _EVER) if own and dated else weave.active()


def moment_name(moment: Moment, row: Mapping[str, Any]) -> str:
    """What a page calls a state: its day, or the title of the version in `row`."""
    if moment.day and not moment.whole_day:
        return _("the text at the end of %(day)s") % {"day": date_words(moment.day)}
    if moment.day:
        return _("the text on %(day)s") % {"day": date_words(moment.day)}
    if moment.asked == NEWEST:
        return _("the newest text")
    title = plain_bilingual(row["title"])
    return title if not moment.place else _("the text after: %(title)s") % {"title": title}


def read_day(text: str) -> str:
    """A day, month or year in ISO form; "" for anything else.

    >>> read_day("18/12/1976"), read_day("1976-5"), read_day("1976-13"), read_day("soon")
    ('1976-12-18', '1976-05', '', '')
    """
    joined = re.sub(r"[/.\s]+", "-", _plain(text))
    if turned := re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", joined):
        joined = f"{turned[3]}-{turned[2]}-{turned[1]}"
    found = _DAY.fullmatch(joined)
    if found is None:
        return ""
    year, month, day = found[1], int(found[2] or 1), int(found[3] or 1)
    try:
        date(int(year), month, day)
    except ValueError:
        return ""
    parts = [year, *(f"{int(part):02d}" for part in found.groups()[1:] if part)]
    return "-".join(parts)


def _plain(text: str) -> str:
    digits = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text
    )
    return digits.strip().lower()
