"""The roles of a process, and which of them need a second factor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who somebody is in a process; one person may be several."""

    SECRETARIAT = "secretariat", _("Secretariat")
    DOCUMENTER = "documenter", _("Documenter")
    REVIEWER = "reviewer", _("Reviewer")
    CUSTODIAN = "custodian", _("Custodian")
    FAMILY = "family", _("Family or witness")
    FACILITATOR = "facilitator", _("Facilitator")
    PARTICIPANT = "participant", _("Participant")
    PARTY = "party", _("Party")
    DELEGATE = "delegate", _("Delegate")
    LOTTERY_OFFICER = "lottery_officer", _("Lottery officer")
    AUTHORITY = "authority", _("Authority")
    OBSERVER = "observer", _("Observer")
    ANALYST = "analyst", _("Analyst")


# Whoever can see or change what is not public signs in with two factors; to take part or to follow one's own
# case must stay possible with a cheap phone and nothing else.
WITHOUT_SECOND_FACTOR = frozenset({Role.FAMILY, Role.PARTICIPANT})
STAFF = frozenset(Role) - WITHOUT_SECOND_FACTOR
# Whoever has a page in the record's working area.
RECORD_ROLES = frozenset(
    {Role.DOCUMENTER, Role.REVIEWER, Role.AUTHORITY, Role.CUSTODIAN, Role.SECRETARIAT}
)
