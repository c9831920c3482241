"""The form that narrows the log down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models import ActivityEntry

DEEDS = {
    "activity.exported": _("took out the log"),
    "case.assigned": _("gave a case to a reviewer"),
    "case.changed": _("changed a case"),
    "case.exported": _("took out a case"),
    "case.labelled": _("put a label on a case"),
    "case.opened": _("opened a case"),
    "case.placed": _("set the place of a case"),
    "case.proposed": _("proposed a case for review"),
    "case.viewed": _("looked at a case"),
    "counts.exported": _("took out counts"),
    "evidence.copied": _("made a safe copy"),
    "evidence.copy-viewed": _("looked at a safe copy"),
    "evidence.destroyed": _("destroyed a file, as the second"),
    "evidence.destruction-asked": _("asked to destroy a file"),
    "evidence.destruction-refused": _("let a file stay"),
    "evidence.exported": _("took out an original"),
    "evidence.listed": _("looked at the list of evidence"),
    "evidence.received": _("added a file"),
    "evidence.redacted": _("blacked out a copy"),
    "evidence.upload-begun": _("began to send a file"),
    "evidence.upload-dropped": _("discarded an unfinished file"),
    "evidence.viewed": _("looked at evidence"),
    "export.approved": _("approved an export"),
    "export.asked": _("asked for an export"),
    "export.downloaded": _("fetched an export"),
    "export.refused": _("refused an export"),
    "key.made": _("made a key"),
    "key.recovered": _("recovered a key"),
    "key.shared": _("let a colleague in"),
    "key.passphrase-changed": _("changed a passphrase"),
    "linkage.decided": _("decided on a pair"),
    "linkage.first-answer": _("answered on a pair, first"),
    "linkage.pair-viewed": _("looked at a pair"),
    "linkage.proposed": _("proposed pairs"),
    "linkage.reopened": _("opened a pair again"),
    "linkage.undone": _("took back a decision"),
    "member.left": _("left the organisation"),
    "names.searched": _("searched the names"),
    "sealed.asked": _("asked to open a sealed record"),
    "sealed.files-taken": _("took the files of a sealed record"),
    "sealed.opened": _("opened a sealed record"),
    "sealed.resealed": _("sealed a record anew"),
    "sealed.share-refused": _("refused a share"),
    "sealed.share-released": _("released a share"),
}


class LogForm(forms.Form):
    """Who, what, which case, from which day to which."""

    who = forms.CharField(label=_("Who"), max_length=150, required=False)
    deed = forms.ChoiceField(label=_("What"), required=False)
    case = forms.CharField(label=_("Case"), max_length=12, required=False)
    since = forms.DateField(label=_("From"), required=False, help_text=_("For example 2031-05-17."))
    until = forms.DateField(label=_("To, that day included"), required=False)

    def __init__(self, values: Any, *, alone: bool = False) -> None:
        super().__init__(values)
        field = self.fields["deed"]
        assert isinstance(field, forms.ChoiceField)  # named above
        field.choices = [("", _("anything")), *DEEDS.items()]
        for name in ("who", "case"):
            self.fields[name].widget.attrs["dir"] = "ltr"
        if alone:
            del self.fields["who"]


def deed_words(entry: ActivityEntry) -> Any:
    """What was done, in words; a deed without words by its code."""
    return DEEDS.get(entry.verb, entry.verb)
