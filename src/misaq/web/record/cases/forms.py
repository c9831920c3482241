"""The forms of a case. What stands in clear names nobody and takes no side; what names somebody is shut."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.foundation.dates import DateError, parse_edtf
from misaq.record import ELEMENTS, check_wording, wording_families
from misaq.web.record.cases.adding import CLEAR_ASSERTIONS
from misaq.web.record.cases.opening import days_of
from misaq.web.record.models import Act, Actor, Case, Organisation, PersonMention, SourceRecord
from misaq.web.record.models.person import MentionRole
from misaq.web.record.vocabulary import in_language, term_choices, term_choices_or_none

LANGUAGES = (("ur", "اردو"), ("en", "English"), ("und", _("another language")))
DATE_HINT = _(
    "A year is enough. 2031, 2031-05 or 2031-05-17; about: 2031~; from and to: 2031-05/2031-07."
)
CLEAR_HINT = _("In clear and searched: name nobody.")


def edtf(text: str) -> None:
    """Refuse what is no date."""
    try:
        if text:
            parse_edtf(text)
    except DateError as error:
        raise forms.ValidationError(
            _("This is not a date we can read. Write for example 2031, 2031-05 or 2031-05-17.")
        ) from error


def neutral(text: str) -> None:
    """Refuse words that take a side, with wording that names the act."""
    families = dict.fromkeys(word.family for word in check_wording(text, "structured"))
    known = wording_families()
    if families:
        raise forms.ValidationError([in_language(known[name].instead) for name in families])


def _term(list_name: str, label: Any, hint: Any = "", *, needed: bool = False) -> forms.ChoiceField:
    choices = partial(term_choices_or_none, list_name)  # nothing is chosen beforehand
    return forms.ChoiceField(choices=choices, label=label, help_text=hint, required=needed)


def _date(label: Any, *, needed: bool = False) -> forms.CharField:
    return forms.CharField(
        max_length=40,
        label=label,
        help_text=DATE_HINT,
        required=needed,
        validators=[edtf],
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


def _clear(
    label: Any, length: int, hint: Any = CLEAR_HINT, *, needed: bool = False
) -> forms.CharField:
    return forms.CharField(
        max_length=length, label=label, help_text=hint, required=needed, validators=[neutral]
    )


def _long(
    label: Any, hint: Any = "", *, needed: bool = False, most: int = 20_000
) -> forms.CharField:
    return forms.CharField(
        max_length=most,
        label=label,
        help_text=hint,
        required=needed,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class CaseForm(forms.Form):
    """A form about one case; its choices are rows of that case and of no other."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.offer()

    def offer(self) -> None:
        """Fill in the choices that depend on the case."""

    def choose(self, name: str, rows: Sequence[Any], label: Callable[[int, Any], Any]) -> None:
        """Let a field choose among rows, numbered as on the page."""
        field: Any = self.fields[name]
        self.__dict__.setdefault("rows", {})[name] = {str(row.pk): row for row in rows}
        field.choices = [("", "–")] + [
            (str(row.pk), label(n, row)) for n, row in enumerate(rows, start=1)
        ]

    def chosen(self, name: str) -> Any:
        """The row that was chosen, or None."""
        return self.__dict__["rows"][name].get(self.cleaned_data[name])


def sources_in(case: Case) -> list[SourceRecord]:
    """The sources of a case in the order of their numbers."""
    return list(case.sources.order_by("recorded_at", "pk"))


def acts_in(case: Case) -> list[Act]:
    """The acts of a case in the order of their numbers."""
    return list(case.acts.order_by("when_min", "pk"))


def harmed_in(case: Case) -> list[PersonMention]:
    """The people harmed, in the order of their numbers."""
    return list(case.mentions.filter(role=MentionRole.VICTIM).order_by("pk"))


def name_source(number: int, source: SourceRecord) -> str:
    """A source as choices name it."""
    from_list = dict(term_choices("source_kind"))
    return f"{number}. {from_list.get(source.source_kind, source.source_kind)}"


def name_act(number: int, act: Act) -> str:
    """An act as choices name it."""
    kind = dict(term_choices("act_type")).get(act.act_type, act.act_type)
    return f"{number}. {kind} \u2066{act.when}\u2069"  # isolated: a date keeps its order in Urdu


def name_person(number: int, mention: PersonMention) -> str:
    """A person as choices name them: by number, since a choice may be copied where names must not be."""
    return f"{mention.get_role_display()} {number}"


class ChangeForm(CaseForm):
    """What a case says of itself."""

    summary = forms.CharField(
        max_length=600,
        label=_("What happened, in one or two sentences"),
        help_text=_(
            "Acts, not names: who was harmed and who is said to have done it stands elsewhere."
        ),
        validators=[neutral],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    summary_language = forms.ChoiceField(choices=LANGUAGES, label=_("Language of these sentences"))
    when = _date(_("When"))
    place = _clear(_("Place"), 60)
    district = _clear(_("District"), 60)
    community = forms.SlugField(
        max_length=40,
        required=False,
        label=_("Community"),
        help_text=_("The code of this process."),
    )
    narrative = _long(_("What happened, in full"), _("Shut: only your organisation reads it."))


class SourceForm(CaseForm):
    """What one source said."""

    source_kind = _term("source_kind", _("Kind of source"), needed=True)
    source_connection = _term("source_connection", _("How they know"))
    collected_on = _date(_("When it was said or found"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    payload = _long(
        _("What it says, word for word"),
        _("Shut. Do not mend it: these are somebody's own words."),
        needed=True,
    )
    derived_from = forms.ChoiceField(
        required=False,
        label=_("Copied from"),
        help_text=_("A copy is not a second source."),
    )
    reliability = _term("reliability", _("How reliable the source has been"))
    credibility = _term("credibility", _("How credible this is"))

    def offer(self) -> None:
        """Copied from a source of this case."""
        self.choose("derived_from", sources_in(self.case), name_source)


PARTICULARS = ("name", "father", "mother", "birth", "id_number", "phone", "origin", "occupation")


def _particular(label: Any) -> forms.CharField:
    return forms.CharField(
        max_length=200,
        required=False,
        label=label,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class PersonForm(CaseForm):
    """A person as a source mentions them."""

    role = forms.ChoiceField(
        choices=[("", "–"), *MentionRole.choices],
        label=_("Who is this?"),
        help_text=_(
            "Who saw it, who told it and who is said to have done it are sealed: afterwards only custodians together "
            "can open it."
        ),
    )
    source = forms.ChoiceField(required=False, label=_("Mentioned by"))
    name = _particular(_("Name as the source gives it"))
    father = _particular(_("Father's name"))
    mother = _particular(_("Mother's name"))
    birth = _particular(_("Born"))
    id_number = _particular(_("Identity number"))
    phone = _particular(_("Telephone"))
    origin = _particular(_("From where"))
    occupation = _particular(_("Work"))
    sex = _term("sex", _("Sex"))
    age_min = forms.IntegerField(
        min_value=0, max_value=120, required=False, label=_("Age then, at least")
    )
    age_max = forms.IntegerField(
        min_value=0, max_value=120, required=False, label=_("Age then, at most")
    )

    def offer(self) -> None:
        """Mentioned by a source of this case."""
        self.choose("source", sources_in(self.case), name_source)

    def clean(self) -> dict[str, Any]:
        """A name for whoever is sealed; ages the right way round."""
        values = super().clean() or {}
        low, high = values.get("age_min"), values.get("age_max")
        if low is not None and high is not None and low > high:
            self.add_error(
                "age_max", _("This is less than the age above. Give the higher one here.")
            )
        if (
            not any(values.get(name) for name in PARTICULARS)
            and low is None
            and not values.get("sex")
        ):
            self.add_error("name", _("Tell at least one thing of this person."))
        return values


class ActForm(CaseForm):
    """One act: what was done to whom, never by whom."""

    act_type = _term("act_type", _("What was done"), needed=True)
    methods = forms.MultipleChoiceField(
        choices=partial(term_choices, "method"),
        required=False,
        label=_("How"),
        widget=forms.CheckboxSelectMultiple,
    )
    victim = forms.ChoiceField(required=False, label=_("Done to"))
    group_min = forms.IntegerField(
        min_value=1,
        max_value=1_000_000,
        required=False,
        label=_("Or to a group: at least how many"),
    )
    group_max = forms.IntegerField(
        min_value=1, max_value=1_000_000, required=False, label=_("At most how many")
    )
    when = _date(_("When"))
    place = _clear(_("Place"), 60)
    is_child = forms.ChoiceField(
        choices=(("", _("not known")), ("yes", _("yes, under 18")), ("no", _("no, 18 or older"))),
        required=False,
        label=_("Was the person a child?"),
    )
    stated_reason = _clear(_("Reason that was given for it"), 300)
    stated_by = _term("actor_kind", _("Who gave this reason"))

    def offer(self) -> None:
        """Done to somebody of this case."""
        self.choose("victim", harmed_in(self.case), name_person)

    def clean(self) -> dict[str, Any]:
        """One person or a group; numbers the right way round; the reason with who gave it."""
        values = super().clean() or {}
        low, high = values.get("group_min"), values.get("group_max")
        if values.get("victim") and (low or high):
            self.add_error("group_min", _("Choose one: this person, or a group."))
        if low and high and low > high:
            self.add_error("group_max", _("This is less than the number above."))
        if values.get("stated_reason") and not values.get("stated_by"):
            self.add_error("stated_by", _("Say who gave this reason."))
        return values


class InvolvementForm(CaseForm):
    """An actor's alleged part in an act."""

    act = forms.ChoiceField(label=_("In which act"))
    actor = forms.ChoiceField(required=False, label=_("Institution or group, one already named"))
    kind = _term("actor_kind", _("Or one not named yet: what it is"))
    name_en = _clear(_("Its name as it calls itself, in Latin letters"), 200, "")
    name_ur = _clear(_("Its name as it calls itself, in Urdu"), 200, "")
    through = forms.ChoiceField(
        required=False,
        label=_("Who answers for it in this process"),
        help_text=_(
            "Without somebody who can reply it is never named in public. Its name may then be left out above."
        ),
    )
    suspect = forms.ChoiceField(
        required=False,
        label=_("Or a person who is sealed"),
        help_text=_("Add the person first, as somebody said to have taken part."),
    )
    involvement = _term("involvement", _("Alleged part"), needed=True)
    attribution_basis = _term("attribution_basis", _("On what basis"), needed=True)
    court_finding = forms.CharField(
        max_length=300,
        required=False,
        label=_("Court, date and number of the finding"),
        help_text=_("Without a court's finding it stays alleged, for every side alike."),
    )
    is_final = forms.BooleanField(
        required=False,
        label=_("The judgment is final: no appeal is open"),
        help_text=_("While an appeal is open it stays alleged."),
    )

    def __init__(
        self,
        *args: Any,
        actors: Sequence[Actor],
        answering: Sequence[Organisation] = (),
        **kwargs: Any,
    ) -> None:
        self.actors, self.answering = actors, answering
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        """Acts and sealed people of this case; actors of the house's own cases."""
        self.choose("act", acts_in(self.case), name_act)
        self.choose(
            "actor",
            self.actors,
            lambda _n, actor: in_language({"en": actor.name_en or actor.name_ur, **actor.name}),
        )
        self.choose("through", self.answering, lambda _n, house: in_language(house.name))
        sealed = self.case.mentions.filter(role=MentionRole.SUSPECT).exclude(sealed=None)
        self.choose("suspect", list(sealed.order_by("pk")), name_person)

    def clean(self) -> dict[str, Any]:
        """Exactly one actor; a finding where the basis is one, and nowhere else."""
        values = super().clean() or {}
        named = [bool(values.get(name)) for name in ("actor", "kind", "suspect")]
        if sum(named) != 1:
            self.add_error("actor", _("Name one: an institution or group, or a sealed person."))
        if values.get("through") and values.get("suspect"):
            self.add_error("through", _("Nobody answers for a sealed person. Leave this blank."))
        found, basis = values.get("court_finding"), values.get("attribution_basis")
        if bool(found) != (basis == "court_finding"):
            self.add_error(
                "court_finding",
                _("A court's finding and the basis “found by a court” go together."),
            )
        if values.get("is_final") and not found:
            self.add_error("is_final", _("Give the finding that is final."))
        return values


class DetentionForm(CaseForm):
    """One time in somebody's hands, with the particulars of article 17(3) of the Convention."""

    mention = forms.ChoiceField(required=False, label=_("Who was held"))
    began = _date(_("Held from"))
    ended = _date(_("Held until"))
    place = _clear(_("Where held"), 60)
    authority_taking = _clear(_("Who took the person: institution or group"), 120)
    authority_ordering = _clear(_("Who ordered it: institution or group"), 120)
    grounds = _term("detention_basis", _("Grounds that were given"))
    authority_supervising = _clear(_("Who was in charge of the place"), 120)
    admission = _date(_("Day of admission to the place"))
    acknowledged = forms.ChoiceField(
        choices=(("", "–"), ("yes", _("yes")), ("no", _("no")), ("later", _("later"))),
        required=False,
        label=_("Did the authority admit holding the person?"),
    )
    access = _term("detention_access", _("Who could reach the person"))
    transfer_to = _clear(_("Moved to"), 120)
    released = _date(_("Released on"))
    health = _long(_("Health while held"), _("Shut: only your organisation reads it."), most=5000)

    def offer(self) -> None:
        """Somebody of this case."""
        self.choose("mention", harmed_in(self.case), name_person)

    def clean(self) -> dict[str, Any]:
        """At least one thing told; no end before the beginning."""
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            self.add_error("began", _("Tell at least one thing of this time."))
        first, last = (days_of(values.get(name) or "") for name in ("began", "ended"))
        if first[0] and last[1] and last[1] < first[0]:
            self.add_error("ended", _("This ends before it begins. Check both dates."))
        return values


class FateForm(CaseForm):
    """What is known of somebody's fate as of a day."""

    mention = forms.ChoiceField(required=False, label=_("Of whom"))
    status = _term("fate", _("What is known"), needed=True)
    as_of = _date(_("As of"), needed=True)
    basis = _clear(_("How it is known"), 300, needed=True)
    identification = _term(
        "identification",
        _("How the person was identified"),
        _("Nobody is recorded as dead without it."),
    )

    def offer(self) -> None:
        """Somebody of this case."""
        self.choose("mention", harmed_in(self.case), name_person)

    def clean(self) -> dict[str, Any]:
        """Dead and identified only with an identification."""
        values = super().clean() or {}
        if values.get("status") == "found_dead_identified" and not values.get("identification"):
            self.add_error(
                "identification",
                _(
                    "Say how the person was identified, or record that the remains are thought to be theirs."
                ),
            )
        return values


class QualificationForm(CaseForm):
    """What an act may be in law: the only place for a word of law."""

    def __init__(self, *args: Any, by: int, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)

    act = forms.ChoiceField(label=_("Which act"))
    instrument = forms.CharField(
        max_length=80,
        label=_("Law or convention"),
        help_text=_(
            "For example: “International Convention for the Protection of All Persons from Enforced Disappearance”."
        ),
    )
    article = forms.CharField(max_length=40, required=False, label=_("Article"))
    status = _term("qualification_status", _("Where it stands"), needed=True)
    four = forms.BooleanField(
        required=False, initial=True, label=_("The four elements of the Convention of 2006 apply")
    )

    def offer(self) -> None:
        """An act of this case; each element with its basis."""
        self.choose("act", acts_in(self.case), name_act)
        labels = dict(term_choices("element"))
        for name in ELEMENTS:
            field = _term("tri_state", labels[name], needed=True)
            field.initial = "unknown"
            self.fields[name] = field
            self.fields[f"{name}_basis"] = _clear(
                _("Basis for: %(element)s") % {"element": labels[name]}, 200
            )

    def elements(self) -> dict[str, str]:
        """The elements as a row keeps them; {} for a law that has other elements than the four."""
        values = self.cleaned_data
        if all(values[name] == "unknown" for name in ELEMENTS) and not values["four"]:
            return {}
        names = [part for name in ELEMENTS for part in (name, f"{name}_basis")]
        return {name: values[name] for name in names if values[name]}

    def clean(self) -> dict[str, Any]:
        """A yes or a no has a basis; nobody confirms their own view."""
        values = super().clean() or {}
        if values.get("status") == "confirmed" and values.get("act"):
            others = self.chosen("act").qualifications.exclude(by=self.by)
            if not others.filter(instrument=values.get("instrument")).exists():
                self.add_error(
                    "status",
                    _("Somebody else proposes a view of this law first; then you confirm it."),
                )
        for name in ELEMENTS:
            if values.get(name) in {"yes", "no"} and not values.get(f"{name}_basis"):
                self.add_error(f"{name}_basis", _("Say what this yes or no rests on."))
        return values


ASSERTED = (
    ("act_type", _("what was done")),
    ("when", _("when")),
    ("place", _("where")),
    ("actor_kind", _("by what kind of actor")),
    ("fate", _("what became of the person")),
    ("name", _("name of a person")),
    ("age", _("age")),
    ("words", _("something else, in its words")),
)


class AssertionForm(CaseForm):
    """Which source says what."""

    source = forms.ChoiceField(label=_("Which source"))
    act = forms.ChoiceField(required=False, label=_("About which act"))
    field = forms.ChoiceField(choices=ASSERTED, label=_("About what"))
    value = forms.CharField(
        max_length=300,
        label=_("What it says"),
        help_text=_(
            "Its code for an act, an actor or a fate (DOL, armed_group, returned) and for a place; the rest is shut."
        ),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    locator = forms.CharField(
        max_length=60, required=False, label=_("Where in the source: page, minute, line")
    )

    def offer(self) -> None:
        """Sources and acts of this case."""
        self.choose("source", sources_in(self.case), name_source)
        self.choose("act", acts_in(self.case), name_act)

    def clean(self) -> dict[str, Any]:
        """What stands in clear is a code, a date, or a neutral word."""
        values = super().clean() or {}
        field, value = values.get("field", ""), values.get("value", "")
        if field in {"act_type", "fate", "actor_kind"}:
            codes = dict(term_choices(field))
            if value and value not in codes:
                self.add_error(
                    "value",
                    _("This code is not in the list. Choose one of: %(codes)s")
                    % {"codes": ", ".join(codes)},
                )
        try:
            if field == "when":
                edtf(value)
            elif field in CLEAR_ASSERTIONS:
                neutral(value)
        except forms.ValidationError as error:
            self.add_error("value", error)
        return values
