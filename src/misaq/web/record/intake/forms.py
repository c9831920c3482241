"""The form by which a case is recorded: what, when and where; who; how it is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from misaq.foundation.dates import DateError, parse_edtf
from misaq.record import check_wording, names_person, read_age, wording_families
from misaq.web.record.intake.labels import YES_NO, term_choices
from misaq.web.record.models.person import MentionRole

MOST_ROWS = 12
VICTIM, RELATIVE, SEALED = "victim", "relative", "sealed"
PARTS: Mapping[str, tuple[str, ...]] = {
    VICTIM: (
        "name", "father", "mother", "sex", "age", "birth", "id_number", "phone", "origin", "occupation",
    ),
    RELATIVE: ("name", "phone"),
    SEALED: ("role", "name", "phone"),
}  # fmt: skip
_LABELS = {
    "name": _("Name"),
    "father": _("Father's name"),
    "mother": _("Mother's name"),
    "sex": _("Sex"),
    "age": _("Age at that time"),
    "birth": _("Date of birth"),
    "id_number": _("Identity card number"),
    "phone": _("Telephone"),
    "origin": _("Where the person is from"),
    "occupation": _("Occupation"),
    "role": _("Who this is"),
}
_SEALED_ROLES = (
    (MentionRole.WITNESS, _("A witness")),
    (MentionRole.SUBMITTER, _("Who told us")),
    (MentionRole.SUSPECT, _("A person said to have taken part")),
)
_CLEAR_HINT = _("Acts only; no names. Everybody of your organisation can read and search this.")


def edtf_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A date as far as it is known."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=40,
        validators=[_is_edtf],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


def _is_edtf(text: str) -> None:
    try:
        parse_edtf(text)
    except DateError:
        raise ValidationError(
            _(
                "Write the date as far as you know it, for example 2009, 2009-05 or 2009~ for about 2009."
            )
        ) from None


def neutral(text: str) -> None:
    """Refuse words that take a side in a text that will stand in clear, and say what to write instead."""
    found = check_wording(text, "structured")
    if found:
        word = found[0]
        language = "ur" if (get_language() or "en").startswith("ur") else "en"
        instead = wording_families()[word.family].instead[language]
        raise ValidationError(
            _("“%(word)s” takes a side. %(instead)s"),
            params={"word": text[word.start : word.end], "instead": instead},
        )


def _text(label: Any, hint: Any = "", *, most: int = 120, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most, **more)


def _choice(
    label: Any, list_name: str, hint: Any = "", *, required: bool = False
) -> forms.ChoiceField:
    choices = term_choices(list_name, blank=_("Not given"))
    return forms.ChoiceField(label=label, help_text=hint, choices=choices, required=required)


@dataclass(frozen=True)
class Row:
    """Somebody on the form. number : from 1, as people count. is_sealed : a browser sealed them already."""

    kind: str
    number: int
    fields: list[forms.BoundField]
    is_sealed: bool = False


class CaseForm(forms.Form):
    """A case to record. Rows for people are as many as were asked for."""

    act_type = forms.MultipleChoiceField(
        label=_("What was done?"),
        help_text=_("Choose all that apply. What was done, never by whom."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what was done.")},
    )
    method = forms.MultipleChoiceField(
        label=_("How?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    when = edtf_field(_("When did it happen?"), _("A year is enough: 2009, 2009-05 or 2009-05-17."))
    district = _text(_("In which district?"), most=60, validators=[neutral])
    place = _text(
        _("Where in it?"),
        _("A town or area, not a house. It stands in clear."),
        most=60,
        validators=[neutral],
    )
    community = forms.RegexField(
        r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}$",
        label=_("Community of the person harmed"),
        help_text=_("The code that this process uses for it. Leave it blank when it was not told."),
        required=False,
        error_messages={"invalid": _("A code has letters, digits, dot and dash, no spaces.")},
    )
    child = forms.ChoiceField(
        label=_("Was a person under 18 harmed?"),
        choices=[("", _("Not known")), *YES_NO],
        required=False,
    )
    summary = _text(
        _("In one sentence: what was done?"),
        _CLEAR_HINT,
        most=600,
        validators=[neutral],
        error_messages={"required": _("Write in one sentence what was done.")},
    )
    narrative = forms.CharField(
        label=_("What happened, in full"),
        help_text=_("Shut under your organisation's key. Put what people said in quotation marks."),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    group_min = forms.IntegerField(
        label=_("At least"), required=False, min_value=1, max_value=1_000_000
    )
    group_max = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, max_value=1_000_000
    )
    source_kind = _choice(_("Kind of source"), "source_kind", required=True)
    source_connection = _choice(_("How does the source know?"), "source_connection")
    collected_on = edtf_field(_("When was it told?"))
    reliability = _choice(_("How reliable is the source?"), "reliability")
    credibility = _choice(_("How credible is what is said?"), "credibility")
    language = forms.RegexField(
        r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$",
        label=_("Language of the source"),
        help_text=_("Its code: en, ur, bal, ps."),
        required=False,
    )
    words = forms.CharField(
        label=_("What the source said, word for word"),
        help_text=_("Never changed afterwards. Shut under your organisation's key."),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    sealed_documents = forms.CharField(required=False, widget=forms.HiddenInput)
    sealed_new = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-part": "into"})
    )

    def __init__(self, values: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(values, **more)
        given = values if values is not None else self.initial
        self.fields["act_type"].choices = term_choices("act_type")  # type: ignore[attr-defined]
        self.fields["method"].choices = term_choices("method")  # type: ignore[attr-defined]
        self.fields["summary"].required = True
        self.records: list[str] = []
        self.counts = {kind: _count(given.get(f"n_{kind}")) for kind in PARTS}
        for kind, count in self.counts.items():
            self.fields[f"n_{kind}"] = forms.CharField(
                required=False, initial=str(count), widget=forms.HiddenInput
            )
            for place in range(count):
                self._add_person(kind, place, given)

    def _add_person(self, kind: str, place: int, given: Mapping[str, Any]) -> None:
        record = str(given.get(f"{kind}-{place}-record") or uuid4())
        for part in PARTS[kind]:
            field = _person_field(part)
            if kind == SEALED and part != "role":  # what a browser seals before it sends
                field.widget.attrs |= {"data-record": record, "data-field": part}
            self.fields[f"{kind}-{place}-{part}"] = field
        if kind == SEALED:
            self.records.append(record)
            self.fields[f"{kind}-{place}-record"] = forms.UUIDField(
                required=False, initial=record, widget=forms.HiddenInput
            )

    def rows(self, kind: str) -> Iterator[Row]:
        """The rows of people of one kind."""
        for place in range(self.counts[kind]):
            fields = [self[f"{kind}-{place}-{part}"] for part in PARTS[kind]]
            sealed = kind == SEALED and self.records[place] in str(self["sealed_documents"].value())
            yield Row(kind, place + 1, fields, sealed)

    @property
    def victims(self) -> list[Row]:
        """Rows for persons harmed."""
        return list(self.rows(VICTIM))

    @property
    def relatives(self) -> list[Row]:
        """Rows for relatives."""
        return list(self.rows(RELATIVE))

    @property
    def sealed_people(self) -> list[Row]:
        """Rows for people who will be sealed."""
        return list(self.rows(SEALED))

    def people(self, kind: str) -> list[dict[str, str]]:
        """What was told of each person of a kind; who has nothing but a role is left out. Only when valid."""
        found = []
        for place in range(self.counts[kind]):
            told = {
                part: self.cleaned_data.get(f"{kind}-{place}-{part}") or "" for part in PARTS[kind]
            }
            if kind == SEALED:
                told["record"] = str(self.cleaned_data.get(f"{kind}-{place}-record") or "")
            if any(text for part, text in told.items() if part not in {"role", "record"}) or (
                kind == SEALED
                and told["record"] in (self.cleaned_data.get("sealed_documents") or "")
                and told["record"]
            ):
                found.append(told)
        return found

    def names(self) -> list[str]:
        """The names of those whose names are not sealed, with the father's where it is given."""
        rows = [*self.people(VICTIM), *self.people(RELATIVE)]
        return [
            f"{row['name']} s/o {row['father']}" if row.get("father") else row["name"]
            for row in rows
            if row["name"]
        ]

    def clean(self) -> dict[str, Any]:
        """No name of anybody in a text that stands in clear; a group's bounds in order."""
        values = super().clean() or {}
        low, high = values.get("group_min"), values.get("group_max")
        if low and high and low > high:
            self.add_error("group_max", _("This is less than “at least”."))
        names = [
            str(value)
            for name, value in values.items()
            if name.endswith("-name") and isinstance(value, str) and value
        ]
        for field in ("summary", "place", "district"):
            text = values.get(field, "")
            if text and any(names_person(text, name) for name in names):
                self.add_error(
                    field, _("This holds a name that you gave below. Leave it out here.")
                )
        return values


def _person_field(part: str) -> forms.Field:
    label = _LABELS[part]
    if part == "sex":
        return _choice(label, "sex")
    if part == "role":
        return forms.ChoiceField(label=label, choices=_SEALED_ROLES, required=False)
    if part == "age":
        return _text(label, _("A number, or two: 30-40."), most=12, validators=[_is_age])
    if part == "birth":
        return edtf_field(label)
    attrs = {"autocomplete": "off", "dir": "ltr" if part in {"phone", "id_number"} else "auto"}
    return _text(label, widget=forms.TextInput(attrs=attrs))


def _is_age(text: str) -> None:
    if read_age(text) is None:
        raise ValidationError(_("Write a whole number of years, or two such as 30-40."))


def _count(text: Any) -> int:
    text = str(text[-1] if isinstance(text, list | tuple) and text else text or "1")
    return min(max(int(text), 1), MOST_ROWS) if text.isascii() and text.isdigit() else 1


def hints_of(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Words of narrative that take a side, each once, with what to write instead; the text stays as it is."""
    found: dict[str, Any] = {}
    for text in texts:
        for word in check_wording(text, "narrative"):
            family = wording_families()[word.family]
            found.setdefault(
                text[word.start : word.end],
                {"word": text[word.start : word.end], "instead": family.instead},
            )
    return list(found.values())
