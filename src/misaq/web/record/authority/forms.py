"""What is asked, answered and acknowledged."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models import Organisation
from misaq.web.record.vocabulary import term_choices, term_choices_or_none
from misaq.web.record.wording import neutral
from misaq.web.shell.words import plain_bilingual

LANGUAGES = (("en", "English"), ("ur", "اردو"))
SHORTEST_DAYS, USUAL_DAYS = 14, 30
YES_NO = (("", _("does not apply")), ("yes", _("yes")), ("no", _("no")))
ANSWERS = (
    ("full", _("in full: the act happened and it was ours")),
    ("partial", _("in part")),
    ("denied", _("not at all: we deny it")),
)


def _words(label: Any, hint: Any = "", *, rows: int, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        **more,
    )


def _day(label: Any, hint: Any = "", **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        **more,
    )


def _page_language() -> str:
    return "ur" if (get_language() or "en").startswith("ur") else "en"


class AskForm(forms.Form):
    """A request to those said to be responsible."""

    addressee = forms.ChoiceField(label=_("To whom"))
    kind = forms.ChoiceField(label=_("What it is"))
    subject = forms.CharField(
        label=_("Subject, without names"),
        help_text=_("It may be published as it is. Name the act, nobody’s side."),
        max_length=300,
        validators=[neutral],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    content = _words(
        _("What is asked"),
        _("Only the addressee and your own organisation can open it."),
        rows=8,
        longest=12_000,
    )
    due_on = _day(_("Answer by"), _("At least 14 days from now; for a right of reply 30."))

    def __init__(self, addressees: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addressees = {one.slug: one for one in addressees}
        # nothing is chosen beforehand: a request that went to the wrong house cannot be called back
        self.fields["addressee"].choices = [  # type: ignore[attr-defined]  # a field of choices
            ("", "–"),
            *((slug, plain_bilingual(one.name)) for slug, one in self.addressees.items()),
        ]
        self.fields["kind"].choices = term_choices_or_none("request_kind")  # type: ignore[attr-defined]
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)

    def clean(self) -> dict[str, Any]:
        """Time enough to answer: a deadline that cannot be met would make silence of everybody."""
        values = super().clean() or {}
        days = USUAL_DAYS if values.get("kind") == "right_of_reply" else SHORTEST_DAYS
        due = values.get("due_on")
        if due is not None and due < timezone.localdate() + timedelta(days=days):
            self.add_error("due_on", _("Give at least %(n)s days to answer.") % {"n": days})
        return values


class AnswerForm(forms.Form):
    """An answer: a public part, quoted word for word, and a part that only the asker reads."""

    kind = forms.ChoiceField(label=_("What you answer"))
    public_text = _words(
        _("Your answer, for everybody"),
        _(
            "It is quoted word for word, nothing added and nothing left out. Name no private person."
        ),
        rows=6,
        longest=2000,
        required=False,
    )
    public_language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    private_text = _words(
        _("For the organisation that asks, and nobody else"),
        _("It is shut in your session; only its people open it."),
        rows=5,
        longest=12_000,
        required=False,
    )
    complied = forms.ChoiceField(
        label=_("Was it done what was asked for?"),
        help_text=_("For orders to bring somebody or something."),
        choices=YES_NO,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # nothing is chosen beforehand: nobody admits or denies an act by leaving a field as it is
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (code, label)
            for code, label in term_choices_or_none("response_kind")
            if code != "no_answer"
        ]
        self.fields["public_language"].initial = _page_language()

    def clean(self) -> dict[str, Any]:
        """Something is said to somebody."""
        values = super().clean() or {}
        if not values.get("public_text") and not values.get("private_text"):
            self.add_error(
                "public_text", _("Write an answer for everybody, for the asker, or both.")
            )
        return values


class AcknowledgeForm(forms.Form):
    """An acknowledgement: how far, in whose name, in what form, and what is promised."""

    answer = forms.ChoiceField(
        label=_("Do you acknowledge that it happened?"), choices=ANSWERS, widget=forms.RadioSelect
    )
    authority = forms.CharField(
        label=_("In whose name, and with what authority"),
        help_text=_("For example: the council, by its decision of 3 May."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    form = forms.ChoiceField(
        label=_("In what form"), help_text=_("Not for a denial."), required=False
    )
    is_apology = forms.BooleanField(label=_("It is an apology to those harmed"), required=False)
    text = _words(
        _("The words of it"),
        _("Quoted word for word. Name no private person."),
        rows=5,
        longest=2000,
        required=False,
    )
    text_language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    remedy = forms.CharField(
        label=_("What you promise"),
        help_text=_("One thing that can be checked. It becomes a commitment of the table."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    remedy_due = _day(_("Done by"), required=False)
    on = _day(_("Date of the acknowledgement"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", "–"), *term_choices("acknowledgement_form")]  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate()
        self.fields["text_language"].initial = _page_language()

    def clean(self) -> dict[str, Any]:
        """What is owned has a form; a denial has neither form, apology nor remedy; a remedy has its day."""
        values = super().clean() or {}
        owned = values.get("answer") in {"full", "partial"}
        if owned and not values.get("form") and "form" not in self.errors:
            self.add_error("form", _("Choose in what form it is acknowledged."))
        if values.get("answer") == "denied" and (
            values.get("form") or values.get("is_apology") or values.get("remedy")
        ):
            self.add_error(
                "answer", _("A denial has no form, no apology and no promise: empty those fields.")
            )
        if values.get("is_apology") and owned and not values.get("text"):
            self.add_error("text", _("Write the words of the apology."))
        self._check_days(values)
        return values

    def _check_days(self, values: dict[str, Any]) -> None:
        on: date | None = values.get("on")
        due: date | None = values.get("remedy_due")
        if on is not None and on > timezone.localdate():
            self.add_error("on", _("This day has not come yet."))
        if values.get("remedy") and due is None and "remedy_due" not in self.errors:
            self.add_error(
                "remedy_due", _("Say by when: a promise without a day cannot be checked.")
            )
        if due is not None and not values.get("remedy"):
            self.add_error("remedy", _("Say what is promised for that day."))
        if due is not None and on is not None and due < on:
            self.add_error("remedy_due", _("This day lies before the acknowledgement."))
