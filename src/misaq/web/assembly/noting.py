"""Writing down who of the officers did or looked at what, without any value."""

from django.utils.translation import gettext_lazy as _

from misaq.web.accounts.models import Account
from misaq.web.assembly.models import OfficerEntry, Panel

VERBS = {
    "panel.made": _("set the panel up"),
    "panel.open": _("opened registration"),
    "panel.closed": _("closed registration"),
    "consent.worded": _("put a version of the consent in place"),
    "questions.set": _("brought the questions in"),
    "key.made": _("made the key for names and contacts"),
    "key.passphrase-changed": _("changed the passphrase"),
    "key.recovered": _("set a new passphrase with the recovery key"),
    "key.recovery-refused": _("tried a recovery key that does not fit"),
    "identity.viewed": _("looked at name and contact"),
    "volunteer.erased": _("erased a volunteer"),
    "pool.brought-in": _("brought volunteers in from a file"),
    "quotas.saved": _("changed the quotas"),
    "lottery.asked": _("asked for the lottery"),
    "alternates.asked": _("had alternates chosen"),
    "reply.noted": _("noted an answer to an invitation"),
    "reply.own": _("answered the invitation"),
    "lottery.cancelled": _("stopped a run of the lottery"),
}


def note(panel: Panel, verb: str, *, by: Account | None, about: str = "") -> OfficerEntry:
    """Write down one act or one look. verb : "<thing>.<deed>". about : a pseudonym, or another name."""
    return OfficerEntry.objects.create(panel=panel, account=by, verb=verb, about=about)
