"""Writing down who of the officers did or looked at what, without any value."""

from misaq.web.accounts.models import Account
from misaq.web.assembly.models import OfficerEntry, Panel


def note(panel: Panel, verb: str, *, by: Account | None, about: str = "") -> OfficerEntry:
    """Write down one act or one look. verb : "<thing>.<deed>". about : a pseudonym, or another name."""
    return OfficerEntry.objects.create(panel=panel, account=by, verb=verb, about=about)
