"""A statement as it is read in one language, and what is said of its wording."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.web.dialogue.models import Statement
from misaq.web.shell.words import direction_of

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
                "language": _(LANGUAGE_NAMES.get(own, own))
            }
        direction = _direction(own)
        return Reading(statement.pk, statement.name, statement.text, own, direction, note)
    row = rows[language]
    return Reading(
        statement.pk,
        statement.name,
        row.text,
        language,
        direction_of(language),
        _(TRANSLATION[row.status]),
        statement.text,
        own,
        _direction(own),
    )


def _direction(language: str) -> str:
    return direction_of(language) if language in LANGUAGE_NAMES and language != "und" else "auto"
