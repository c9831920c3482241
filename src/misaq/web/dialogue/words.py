"""A statement as it is read in one language, and what is said of its wording."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.web.dialogue.models import Statement
from misaq.web.shell.words import direction_of

LANGUAGES = {
    "en": "English", "ur": "اردو", "ps": "پښتو", "pa": "پنجابی", "sd": "سنڌي", "skr": "سرائیکی", "bal": "بلۏچی",
    "brh": "براہوئی", "ks": "کٲشُر", "khw": "کھوار", "bft": "بلتی", "fa": "فارسی", "ar": "العربية",
}  # fmt: skip
"""Languages in which statements are written and translated, by their own names; all but English run right to left."""
LANGUAGE_NAMES = {"en": N_("English"), "ur": N_("Urdu"), "und": N_("another language")}
TRANSLATION = {
    "machine": N_("Translated by a machine, not checked."),
    "draft": N_("Translation not checked yet."),
    "checked": N_("Translation checked."),
}
HINTS = {
    "long": N_("It is long. Short statements get more answers."),
    "question": N_("It is a question. Nobody can agree with a question: say what should be so."),
    "loud": N_("Capitals and exclamation marks put people off. Quiet words carry further."),
    "two": N_("It may hold two thoughts. Somebody may agree with only one: write two statements."),
    "loaded": N_(
        "A word in it judges or speaks for everybody. Say what happened or should happen."
    ),
}


@dataclass(frozen=True)
class Reading:
    """A statement in a reader's language where there is one; else as it was written.

    note : where the words come from, "" for an original in the reader's language.
    original : the words as they were written, "" when `text` is them.
    """

    pk: int
    name: str
    text: str
    language: str
    direction: str
    note: str = ""
    original: str = ""
    original_language: str = ""
    original_direction: str = "ltr"


def read_in(statement: Statement, language: str) -> Reading:
    """A statement for a reader of `language`."""
    own = statement.language
    rows = {row.language: row for row in statement.translations.all()}
    if own == language or language not in rows:
        note = ""
        if own != language:
            note = _("Written in this language: %(language)s. No translation yet.") % {
                "language": _(LANGUAGE_NAMES[own])
                if own in LANGUAGE_NAMES
                else LANGUAGES.get(own, own)
            }
        direction = direction_in(own)
        return Reading(statement.pk, statement.name, statement.text, own, direction, note)
    row = rows[language]
    return Reading(
        statement.pk,
        statement.name,
        row.text,
        language,
        direction_in(language),
        _(TRANSLATION[row.status]),
        statement.text,
        own,
        direction_in(own),
    )


def direction_in(language: str) -> str:
    """The writing direction of a statement's language: "ltr", "rtl", or "auto" where it is not known."""
    if language not in LANGUAGES:
        return "auto"
    return direction_of(language) if language in LANGUAGE_NAMES else "rtl"
