"""Wording of what stands in clear: words that take a side are not let in, and what to write instead is said."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from misaq.foundation.dates import DateError, parse_edtf
from misaq.record import check_wording, wording_families
from misaq.web.shell.words import plain_bilingual


def neutral(text: str) -> None:
    """For form fields: raises ValidationError with each blocked word and what to write instead."""
    found = [word for word in check_wording(text, "structured") if word.severity == "block"]
    if found:
        families = wording_families()
        raise ValidationError(
            [
                _("“%(word)s” takes a side. %(instead)s")
                % {
                    "word": text[word.start : word.end],
                    "instead": plain_bilingual(families[word.family].instead),
                }
                for word in found
            ]
        )


def a_date(text: str) -> None:
    """For form fields: raises ValidationError for a text that is no date, whole or in part."""
    try:
        parse_edtf(text)
    except DateError:
        raise ValidationError(
            _("Write a day, a month or a year: 2031-05-18, 2031-05 or 2031.")
        ) from None
