"""What leaves the record: exports that two approve, published cases, releases; and who did what."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models.case import Case
from misaq.web.record.models.organisation import Organisation


class Export(models.Model):
    """A request to take rows out: two others approve, it expires, every download is logged.

    query : the search it was asked for. refs : the cases it found then; no other case ever leaves by it.
    profile : which fields; never the sealed ones. form : csv, json or zip.
    approved_by, also_approved_by : two others.
    """

    class State(models.TextChoices):
        """Where a request stands."""

        ASKED = "asked", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    query = models.JSONField(default=dict)
    refs = models.JSONField(default=list)
    profile = models.CharField(max_length=20)
    form = models.CharField(max_length=4, default="csv")
    purpose = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    also_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    n_downloads = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class PublishedCase(models.Model):
    """The public face of a case: only fields of the whitelist, copied when two people from two sides agreed.

    public : {field: value}; nothing else of the case is ever on a public page.
    names : [{mention, name}], put there after approval, only where `asks_name` was approved and consent stands.
    side : of who proposed, in the words of their organisations then; whoever approves has none of them.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("waits for another side")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("refused by another side")
        WITHDRAWN = "withdrawn", _("taken off the public pages")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="published")
    ref = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    public = models.JSONField(default=dict)
    names = models.JSONField(default=list)
    asks_name = models.BooleanField(default=False)
    side = models.JSONField(default=list)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.ref


class PublicationRelease(models.Model):
    """A release of counts: its document, and its proof, which every later release is checked against.

    number : None until it is released. document : canonical JSON, what the public reads; sha256 is its hash.
    answers : canonical JSON of what authorities answered, in fives, as of the day of the counts; public too.
    proof_shut : the true counts, encrypted under a key that `ReleaseKey` rows hold, each for one organisation.
    side : of who proposed; whoever approves has none of them.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("waits for another side")
        RELEASED = "released", _("released")
        REFUSED = "refused", _("refused by another side")

    number = models.PositiveIntegerField(unique=True, null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    document = models.BinaryField()
    answers = models.BinaryField(default=bytes)
    proof_shut = models.BinaryField(default=bytes)
    sha256 = models.CharField(max_length=64)
    side = models.JSONField(default=list)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    also_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"release {self.number}"


class ReleaseKey(models.Model):
    """The key of a release's proof in a box that only members of one organisation open."""

    release = models.ForeignKey(PublicationRelease, on_delete=models.CASCADE, related_name="keys")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    boxed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["release", "organisation"], name="one_release_key_a_house"
            ),
        )

    def __str__(self) -> str:
        return f"key of {self.release_id} for {self.organisation_id}"


class ActivityEntry(models.Model):
    """Who did or looked at what, when. Rows are added, never changed; no value of any field stands here.

    verb : a code such as "case.viewed". object_kind, object_id : what it was done to.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    verb = models.CharField(max_length=32)
    object_kind = models.CharField(max_length=24, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "-at"], name="activity_organisation"),
            models.Index(fields=["object_kind", "object_id"], name="activity_object"),
            models.Index(fields=["account", "verb", "at"], name="activity_account"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"


class PendingLeaf(models.Model):
    """A leaf for the public log that waits for its hour; its salt and body stay here until they are erased.

    entry : the leaf's bytes, of which nobody can tell what they are about. `about` : the row it belongs to.
    """

    entry = models.BinaryField()
    salt = models.BinaryField()
    body = models.JSONField(default=dict)
    about = models.CharField(max_length=40, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)
    appended_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"leaf {self.pk}"
