"""Sealed identities: what k custodians together open for one asker, and what they answered when asked."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from misaq.web.record.models.case import Case


class CustodianGroup(models.Model):
    """Who holds shares at a time: any `threshold` of them open a record. Ended when a new group takes over."""

    threshold = models.PositiveSmallIntegerField(default=3)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"group {self.pk}"


class Custodian(models.Model):
    """One custodian of a group: a handle and the public half of their key. The private half was never here."""

    group = models.ForeignKey(CustodianGroup, on_delete=models.PROTECT, related_name="custodians")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    handle = models.CharField(max_length=40)
    recipient = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["group", "handle"], name="one_handle_a_group"),
        )

    def __str__(self) -> str:
        return self.handle


class SealedIdentity(models.Model):
    """One sealed record. `id` is random and is the record's id inside the seal.

    document : `record.sealed`, canonical JSON. about : what is in it, as a code: witness, submitter, suspect, health.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="sealed")
    about = models.CharField(max_length=12)
    document = models.TextField()
    group = models.ForeignKey(CustodianGroup, on_delete=models.PROTECT)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)


class UnsealRequest(models.Model):
    """Somebody asks the custodians to open one record for them, and says why. Only the asker sees the result.

    document : `record.open-request`, canonical JSON. reason : travels in clear: no names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.ForeignKey(SealedIdentity, on_delete=models.CASCADE, related_name="requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=600)
    recipient = models.CharField(max_length=80)
    document = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class ShareAnswer(models.Model):
    """A custodian's answer: the release of their share, shut for the asker, or a refusal with its reason."""

    request = models.ForeignKey(UnsealRequest, on_delete=models.CASCADE, related_name="answers")
    custodian = models.ForeignKey(Custodian, on_delete=models.PROTECT)
    release = models.TextField(blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request", "custodian"], name="one_answer_a_custodian"),
        )

    def __str__(self) -> str:
        return f"{self.custodian_id} on {self.request_id}"
