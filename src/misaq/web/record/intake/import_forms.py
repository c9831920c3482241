"""The forms of an import: the file, what each column is, what each code of the list means."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.record import (
    CODED_FIELDS,
    INTAKE_FIELDS,
    SEVERAL,
    ListMapping,
    fold_header,
    recognise_fields,
    terms,
)
from misaq.web.record.intake.labels import LABELS, YES_NO, field_choices, term_choices

DATE_FORMS = (
    ("", _("2009-05-17, 2009-05 or 2009 (a year is enough)")),
    ("%d/%m/%Y", _("17/05/2009: day, month, year")),
    ("%m/%d/%Y", _("05/17/2009: month, day, year")),
    ("%d-%m-%Y", _("17-05-2009: day, month, year")),
    ("%d.%m.%Y", _("17.05.2009: day, month, year")),
    ("%d %B %Y", _("17 May 2009: day, name of the month, year")),
)
MOST_CODES = 100


class FileForm(forms.Form):
    """A list to import."""

    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "An Excel workbook (.xlsx), CSV in UTF-8, or submissions of the field form (.json, .csv). "
            "At most 100,000 rows. It is kept encrypted and deleted after the import."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.json"}),
    )


class ColumnsForm(forms.Form):
    """What each column of a list is."""

    name = forms.CharField(
        label=_("Name of this mapping"),
        max_length=60,
        help_text=_("So that the next list of the same kind needs no mapping."),
    )
    identifier = forms.ChoiceField(
        label=_("Column that identifies a row"),
        required=False,
        help_text=_(
            "A case number. Without one, two rows that are word for word the same count as one."
        ),
    )
    date_format = forms.ChoiceField(
        label=_("How the list writes dates"), required=False, choices=DATE_FORMS
    )

    def __init__(
        self, columns: Sequence[str], saved: ListMapping | None, *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.columns = columns
        choices = [("", _("None: rows are told by their number"))]
        self.fields["identifier"].choices = choices + [(c, c) for c in columns]  # type: ignore[attr-defined]
        known = saved.columns if saved else recognise_fields(columns)
        of_column = {column: field for field, column in known.items()}
        self.fields["identifier"].initial = saved.id if saved else _identifier(columns)
        self.fields["date_format"].initial = saved.date_format if saved else ""
        for place, column in enumerate(columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column,
                required=False,
                choices=field_choices(),
                initial=of_column.get(column, ""),
            )

    def clean(self) -> dict[str, Any]:
        """What was done must have a column, and no field two."""
        values = super().clean() or {}
        taken: dict[str, str] = {}
        for place, column in enumerate(self.columns):
            field = values.get(f"column-{place}", "")
            if field and field in taken:
                self.add_error(
                    f"column-{place}",
                    _("The column “%(other)s” is this already. Choose one of the two.")
                    % {"other": taken[field]},
                )
            elif field:
                taken[field] = column
        if "act_type" not in taken and not self.errors:
            self.add_error(None, _("Say which column tells what was done."))
        return values

    def mapping(self, codes: Mapping[str, Mapping[str, Any]]) -> ListMapping:
        """The mapping as chosen, with the codes that an earlier one had for the same fields."""
        values = self.cleaned_data
        columns = {
            values[f"column-{place}"]: column
            for place, column in enumerate(self.columns)
            if values.get(f"column-{place}")
        }
        kept = {name: table for name, table in codes.items() if name in columns}
        return ListMapping(values["identifier"], columns, kept, values["date_format"])


def _identifier(columns: Sequence[str]) -> str:
    usual = ("id", "no", "caseno", "caseid", "casenumber", "serialno", "sno", "rowid", "instanceid")
    return next((column for column in columns if fold_header(column) in usual), "")


class CodesForm(forms.Form):
    """What each code of the list means, for the fields whose values are terms."""

    def __init__(
        self, columns: Mapping[str, Sequence[str]], mapping: ListMapping, *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.mapping, self.own, self.too_many = mapping, own_codes(columns, mapping), []
        for field, values in self.own.items():
            if len(values) > MOST_CODES:
                self.too_many.append(LABELS[field])
                continue
            for place, own in enumerate(values):
                self._ask(field, place, own)

    def _ask(self, field: str, place: int, own: str) -> None:
        known = self.mapping.codes.get(field, {}).get(own, "")
        several = list(known) if isinstance(known, list | tuple) else [known]
        label = f"{LABELS[field]}: “{own}”"
        self.fields[f"{field}-{place}"] = _code_field(field, label, several[0])
        if field in SEVERAL:
            also = several[1] if len(several) > 1 else ""
            self.fields[f"{field}-{place}-also"] = _code_field(
                field, _("%(own)s, and also") % {"own": label}, also, _("Nothing more")
            )

    @property
    def is_decided(self) -> bool:
        """Whether the mapping says already what every code means."""
        return not self.too_many and all(
            own in self.mapping.codes.get(field, {})
            for field, values in self.own.items()
            for own in values
        )

    def codes(self) -> dict[str, dict[str, Any]]:
        """Field to (own code to misaq's), with what the mapping had before for codes not asked here."""
        codes = {name: dict(table) for name, table in self.mapping.codes.items()}
        for field, values in self.own.items():
            for place, own in enumerate(values if len(values) <= MOST_CODES else ()):
                chosen = [
                    self.cleaned_data.get(name, "")
                    for name in (f"{field}-{place}", f"{field}-{place}-also")
                ]
                chosen = list(dict.fromkeys(filter(None, chosen)))
                if not chosen:
                    codes.get(field, {}).pop(own, None)
                    continue
                table = codes.setdefault(field, {})
                table[own] = _code_value(field, chosen)
        return {field: table for field, table in codes.items() if table}


def _code_value(field: str, chosen: list[str]) -> Any:
    if field == "child":
        return chosen[0] == "true"
    return chosen if field in SEVERAL and len(chosen) > 1 else chosen[0]


def _code_field(field: str, label: Any, initial: Any, blank: Any = "") -> forms.Field:
    vocabulary = INTAKE_FIELDS[field].vocabulary
    first = blank or _("Not decided: rows with it are left out")
    if field == "child":
        choices: list[tuple[str, Any]] = [("", first), *YES_NO]
        initial = str(initial).lower() if initial != "" else ""
        return forms.ChoiceField(label=label, required=False, choices=choices, initial=initial)
    if vocabulary:
        choices = term_choices(vocabulary, blank=first)
        return forms.ChoiceField(label=label, required=False, choices=choices, initial=initial)
    return forms.RegexField(
        r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}$",
        label=label,
        required=False,
        initial=initial,
        help_text=_("A code of your own: letters, digits, dot and dash; no name of a person."),
    )


def own_codes(columns: Mapping[str, Sequence[str]], mapping: ListMapping) -> dict[str, list[str]]:
    """The list's own values of each coded field that are none of misaq's terms, sorted."""
    found: dict[str, list[str]] = {}
    for field in CODED_FIELDS:
        column = mapping.columns.get(field)
        if column is None or column not in columns:
            continue
        known = _known(field)
        values = {text.strip() for text in columns[column]} - {""}
        own = sorted(value for value in values if not known(value))
        if own:
            found[field] = own
    return found


def _known(field: str) -> Any:
    if field == "child":
        return lambda value: value.lower() in {"true", "false", "0", "1"}
    vocabulary = INTAKE_FIELDS[field].vocabulary
    if vocabulary:
        table = terms(vocabulary)
        if field in SEVERAL:
            return lambda value: all(part in table for part in re.split(r"[\s;,|]+", value) if part)
        return lambda value: value in table
    if field == "community":
        return lambda value: value.isascii() and value.replace("-", "").replace("_", "").isalnum()
    return lambda value: False
