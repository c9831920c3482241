"""Texts of errors, faults and command-line messages, in English and in Urdu.

Each room registers its own codes (`register`) with English texts marked by `N_`; the Urdu stands in
`misaq/locale/ur/LC_MESSAGES/<room>.po`, compiled when the package is installed. Any other language is one more
catalogue. Nothing here knows Django: the command line and the website speak from the same texts.
"""

import gettext
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ur")


def N_(text: str) -> str:  # noqa: N802  the gettext convention for "mark, do not translate yet"
    """Mark `text` for the message catalogue and give it back unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, and how to mend it; `{name}` stands for a value given later."""

    what: str
    mend: str = ""

    def sentence(self) -> str:
        """Both halves as one line.

        >>> Message("It is late.", "Go home.").sentence()
        'It is late. Go home.'
        """
        return f"{self.what} {self.mend}".strip()


_texts: dict[str, tuple[str, Message]] = {}


def register(domain: str, texts: Mapping[str, Message]) -> None:
    """Add the texts of a room's codes; a code belongs to one room for ever."""
    for code, message in texts.items():
        owner = _texts.get(code, (domain, message))[0]
        if owner != domain:
            raise RuntimeError(f"code {code!r} is already registered by {owner}")
        _texts[code] = (domain, message)


def registered() -> Iterator[tuple[str, str, Message]]:
    """Every known code with its domain and English text, in order of code."""
    for code in sorted(_texts):
        domain, message = _texts[code]
        yield code, domain, message


def render(code: str, language: str = "en", **params: Any) -> Message:
    """Give the text of `code` in `language` with its values filled in.

    An unknown code is shown as itself: a missing text must never hide the fault it is about.

    >>> render("tampered", what="record.counts").what
    'What was published does not verify: record.counts.'
    """
    domain, message = _texts.get(code, ("foundation", Message(code)))
    return Message(
        _fill(translate(message.what, language, domain=domain), params),
        _fill(translate(message.mend, language, domain=domain), params) if message.mend else "",
    )


def translate(text: str, language: str, *, domain: str) -> str:
    """Give `text` in `language` from the catalogue of `domain`; English when there is none."""
    if language == "en" or not text:
        return text
    return _catalogue(domain, language).gettext(text)


@lru_cache(maxsize=64)
def _catalogue(domain: str, language: str) -> gettext.NullTranslations:
    path = files("misaq") / "locale" / language / "LC_MESSAGES" / f"{domain}.mo"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream)


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _fill(text: str, params: Mapping[str, Any]) -> str:
    return text.format_map(_Blank(params)) if params else text


register(
    "foundation",
    {
        "misaq_error": Message(N_("Something went wrong.")),
        "input_error": Message(N_("What was given is wrong.")),
        "infeasible": Message(N_("There is no answer to this: {reason}.")),
        "tampered": Message(N_("What was published does not verify: {what}.")),
        "engine_failed": Message(
            N_("The computation failed: {reason}."),
            N_("Nothing was written. Run it again; if it fails again, report it with this text."),
        ),
        "faults_found": Message(
            N_("Faults found: {count}."), N_("Mend what is listed and run the command again.")
        ),
    },
)
