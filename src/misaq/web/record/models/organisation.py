"""Who works with the record: organisations, their members, and the keys that only members open."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is in the process."""

    DOCUMENTER = "documenter", _("documents cases")
    FAMILIES = "families", _("association of families")
    AUTHORITY = "authority", _("authority or group that answers")
    CUSTODIAN = "custodian", _("holds shares of keys")
    WITNESS = "witness", _("watches the public log")


class Organisation(models.Model):
    """One organisation; rows of others do not exist for its members.

    parent : whom it belongs to or is paid by, for the independence of sources.
    side : a word that two opposed organisations do not share; acts that could bend a result need two sides.
    key_id : of the key in force for restricted fields; empty until a member has made it.
    inbox_public, inbox_shut : an X25519 pair: anybody can shut something for the organisation, only members open it.
    write_only : a documenter sees only the cases they opened in the last 30 days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=200)
    name_ur = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    side = models.CharField(max_length=40, blank=True)
    key_id = models.BinaryField(max_length=8, default=bytes)
    inbox_public = models.BinaryField(max_length=32, default=bytes)
    inbox_shut = models.BinaryField(default=bytes)
    takes_submissions = models.BooleanField(default=False)
    write_only = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    @property
    def name(self) -> dict[str, str]:
        """The name in two languages, as templates write it with the filter `bilingual`."""
        return {"en": self.name_en, **({"ur": self.name_ur} if self.name_ur else {})}

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """Somebody works for an organisation; ended, never deleted."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "account"],
                condition=models.Q(ended_at=None),
                name="one_open_membership",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} in {self.organisation_id}"


class MemberKey(models.Model):
    """A person's key pair, its private half shut by their record passphrase and by their recovery key.

    document : `record.user-key`, canonical JSON.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="member_key"
    )
    document = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"key of {self.account_id}"


class KeyWrap(models.Model):
    """The organisation's key, shut for one member. Ended when the member leaves or makes a new key pair."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="wraps")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="key_wraps"
    )
    key_id = models.BinaryField(max_length=8)
    wrapped = models.BinaryField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "account", "key_id"],
                condition=models.Q(ended_at=None),
                name="one_open_wrap",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} for {self.account_id}"
