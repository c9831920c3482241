"""The forms of taking part and of the facilitator."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.dialogue import LONGEST, SHORTEST
from misaq.web.dialogue.decisions import LONGEST_APPEAL, SHORTEST_APPEAL
from misaq.web.dialogue.models import (
    Conversation,
    ModerationEvent,
    Statement,
)
from misaq.web.dialogue.words import LANGUAGES

LONGEST_TOKEN = 200
_NUMBER = re.compile("[1-9][0-9]{0,17}")
WRITTEN_IN = (*LANGUAGES.items(), ("und", _("another language")))


@dataclass(frozen=True)
class Answer:
    """One answer as it was sent; `shown` is the token that came with the statement."""

    statement: int
    value: int
    is_important: bool
    shown: str


def answer_in(sent: Mapping[str, str]) -> Answer | None:
    """The answer in what the three buttons send; None when it is none.

    Read without a form, which tells nobody anything here and took a tenth of the time of a vote.
    """
    statement, value = sent.get("statement", ""), sent.get("vote", "")
    shown = sent.get("shown", "")
    if (
        not _NUMBER.fullmatch(statement)
        or value not in {"1", "-1", "0"}
        or len(shown) > LONGEST_TOKEN
    ):
        return None
    important = sent.get("important", "") not in {"", "0", "False", "false"}
    return Answer(int(statement), int(value), important, shown)


class CodeForm(forms.Form):
    """An invitation code."""

    code = forms.CharField(
        max_length=40,
        label=_("Your invitation code"),
        help_text=_("Twelve letters and digits. Capitals and dashes do not matter."),
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocapitalize": "off",
                "spellcheck": "false",
                "autocomplete": "off",
            }
        ),
    )


class StatementForm(forms.Form):
    """A new statement."""

    text = forms.CharField(
        min_length=SHORTEST,
        max_length=LONGEST,
        label=_("Your statement"),
        help_text=_(
            "One thought, in a sentence or two: up to 140 characters is best, 300 at the most."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    language = forms.ChoiceField(choices=WRITTEN_IN, label=_("Written in"))


class CommunityForm(forms.Form):
    """Which communities somebody says they belong to."""

    communities = forms.MultipleChoiceField(
        required=False, label="", widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, conversation: Conversation, names: dict[str, str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["communities"]
        field.choices = [  # type: ignore[attr-defined]  # a field of choices
            (row["id"], names[row["id"]]) for row in conversation.communities
        ]


class DecisionForm(forms.Form):
    """What a facilitator decides about a statement; rejecting needs a reason."""

    state = forms.ChoiceField(choices=Statement.State.choices)
    code = forms.ChoiceField(required=False, choices=ModerationEvent.Reason.choices)
    reason = forms.CharField(required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """A rejection without a reason is not taken; "another reason" needs words."""
        values = super().clean() or {}
        if values.get("state") != Statement.State.REJECTED:
            return values
        if not values.get("code"):
            self.add_error("code", _("Say why: the reason is kept with the decision."))
        elif values["code"] == ModerationEvent.Reason.OTHER and not values.get("reason"):
            self.add_error("reason", _("Say in words what the reason is."))
        return values


class AppealForm(forms.Form):
    """Why a rejected statement should be looked at again."""

    statement = forms.IntegerField(min_value=1, max_value=2**62)
    words = forms.CharField(min_length=SHORTEST_APPEAL, max_length=LONGEST_APPEAL)


class AppealDecisionForm(forms.Form):
    """What is decided about an appeal, with words that the writer reads."""

    outcome = forms.ChoiceField(choices=[("accepted", ""), ("rejected", "")])
    reason = forms.CharField(min_length=3, max_length=500)


class TranslationForm(forms.Form):
    """A statement in another language than its own."""

    language = forms.ChoiceField(label=_("Language"))
    text = forms.CharField(
        max_length=LONGEST,
        label=_("The statement in that language"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_machine = forms.BooleanField(required=False, label=_("A machine made this translation"))

    def __init__(self, statement: Statement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (code, name) for code, name in LANGUAGES.items() if code != statement.language
        ]


class SeedForm(StatementForm):
    """A statement that a facilitator puts to everybody."""

    is_meta = forms.BooleanField(
        required=False, label=_("It is about those who take part, not an opinion")
    )


class ReadingForm(forms.Form):
    """In which language somebody reads statements."""

    language = forms.ChoiceField(required=False, label="", widget=forms.RadioSelect)

    def __init__(self, languages: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]  # a field of choices
            ("", _("The language of this page")),
            *languages,
        ]
