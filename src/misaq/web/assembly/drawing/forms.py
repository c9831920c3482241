"""The forms of a draw: taking a lottery over, sealing, and the randomness."""

import json
import re
from datetime import UTC
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from misaq.assembly import (
    Randomness,
    digest_of,
    gather_commitments,
    gather_reveals,
    read_randomness,
    revealed,
)
from misaq.foundation.errors import FaultsError, MisaqError
from misaq.web.assembly.models import SealedLottery, SealingAct

LATIN = {"dir": "ltr", "autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}
_LINE = re.compile(r"(.+?)[\s:,]+([0-9a-fA-F]{64})")


class SealForm(forms.Form):
    """Which future randomness is named, and what of the pool is published; neither has a default."""

    kind = forms.ChoiceField(
        label=_("Where the randomness will come from"),
        help_text=_(
            "It must be something that nobody can know now, and that everybody can see later."
        ),
        choices=(
            ("dice", _("Dice with ten sides, thrown on a stage")),
            ("drand", _("A round of the public beacon drand, at a time that you name")),
            ("reveal", _("Parties that have each committed to a secret, and reveal it")),
            ("seed", _("A number chosen now: a rehearsal only, nobody sits because of it")),
        ),
        widget=forms.RadioSelect,
    )
    dice = forms.IntegerField(
        label=_("For dice: how many"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput,
    )
    moment = forms.DateTimeField(
        label=_("For the beacon: date and time of the round, UTC"),
        help_text=_("The first round from then on is named; one comes every three seconds."),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}),
    )
    parties = forms.CharField(
        label=_("For parties: what each committed to"),
        help_text=_(
            "One party a line: its name, then 64 letters and digits; or the files of `misaq assembly commit`."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, **LATIN}),
    )
    seed = forms.IntegerField(label=_("For a rehearsal: the number"), required=False, min_value=0)
    bundle = forms.ChoiceField(
        label=_("What of the pool is published"),
        help_text=_("It cannot be changed after the seal."),
        choices=(
            (
                SealingAct.Bundle.FULL,
                _(
                    "Everybody's answers, under pseudonyms: anyone can check quotas, chances and the proof"
                ),
            ),
            (
                SealingAct.Bundle.LIST,
                _(
                    "The sealed list without answers: anyone can check seal and draw, nobody outside the quotas"
                ),
            ),
        ),
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """The source in one line, and the commitments of the parties."""
        values: dict[str, Any] = super().clean() or {}
        kind = values.get("kind")
        field = {"dice": "dice", "drand": "moment", "reveal": "parties", "seed": "seed"}.get(
            kind or "", ""
        )
        if not field or field in self.errors:
            return values
        if values.get(field) in (None, ""):
            self.add_error(field, _("Fill this in for the randomness that you chose."))
            return values
        values["commitments"] = []
        if kind == "drand":
            values["source"] = f"drand:{values['moment'].replace(tzinfo=UTC).isoformat()}"
        elif kind == "reveal":
            try:
                gathered = gather_commitments(_parties(values["parties"]))["commitments"]
            except (MisaqError, ValidationError) as error:
                said = _in_words(error) if isinstance(error, MisaqError) else error
                self.add_error("parties", said)
                return values
            values["source"], values["commitments"] = f"reveal:{digest_of(gathered)}", gathered
        else:
            values["source"] = f"{kind}:{values[field]}"
        return values


class DiceForm(forms.Form):
    """The dice as they lie, from left to right."""

    digits = forms.CharField(
        label=_("The dice, from left to right"),
        help_text=_("Look at the dice, not at a screen. A second person types them as well."),
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **LATIN}),
    )


class DrandForm(forms.Form):
    """The signature of the round that was named."""

    signature = forms.CharField(
        label=_("Signature of the round"),
        help_text=_(
            "96 letters and digits, as the beacon publishes them. It is checked here; nothing is asked of a network."
        ),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, **LATIN}),
    )

    def randomness(self, sealing: SealedLottery) -> Randomness | None:
        """The round's randomness; None with an error at the field when it is not signed by the beacon."""
        text = "".join(self.cleaned_data["signature"].split()).lower()
        return _read(self, "signature", lambda: read_randomness(f"{sealing.source}:{text}"))


class RevealForm(forms.Form):
    """What the parties reveal, one after the other."""

    reveals = forms.CharField(
        label=_("What the parties reveal"),
        help_text=_(
            "The secret files of all parties, one after the other, as `misaq assembly commit` wrote them."
        ),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, **LATIN}),
    )

    def randomness(self, sealing: SealedLottery) -> Randomness | None:
        """The randomness of all; None with an error that names each party that stops the draw."""

        def read() -> Randomness:
            documents = _documents(self.cleaned_data["reveals"])
            if len(documents) == 1 and "reveals" in documents[0]:
                documents = documents[0]["reveals"]
            return revealed(
                gather_reveals({"commitments": sealing.panel.sealing_act.commitments}, documents)
            )

        return _read(self, "reveals", read)


class SeedForm(forms.Form):
    """Nothing to fill in: the number was named."""

    def randomness(self, sealing: SealedLottery) -> Randomness | None:
        """The number that was named."""
        return read_randomness(sealing.source)


FORMS: dict[str, type[forms.Form]] = {
    "dice": DiceForm,
    "drand": DrandForm,
    "reveal": RevealForm,
    "seed": SeedForm,
}


def _read(form: forms.Form, field: str, read: Any) -> Randomness | None:
    try:
        found: Randomness = read()
    except MisaqError as error:
        form.add_error(field, _in_words(error))
        return None
    except ValidationError as error:
        form.add_error(field, error)
        return None
    return found


def _in_words(error: MisaqError) -> list[str]:
    language = get_language() or "en"
    if isinstance(error, FaultsError):
        return [fault.message(language).sentence() for fault in error.faults]
    return [error.message(language).sentence()]


def _parties(text: str) -> list[dict[str, Any]]:
    lines = [_LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    if lines and all(lines):
        return [{"party": m[1].strip(), "commitment": m[2].lower()} for m in lines if m]
    found = _documents(text)
    return [row for one in found for row in one.get("commitments", [one])]


def _documents(text: str) -> list[dict[str, Any]]:
    """JSON objects that stand one after the other."""
    decoder, found, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        try:
            document, end = decoder.raw_decode(rest)
        except (ValueError, RecursionError):
            raise ValidationError(
                _("This cannot be read: neither lines of name and digest nor files.")
            ) from None
        if not isinstance(document, dict):
            raise ValidationError(
                _("This cannot be read: neither lines of name and digest nor files.")
            )
        found.append(document)
        rest = rest[end:].strip()
    return found
