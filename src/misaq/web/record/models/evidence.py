"""Evidence: uploads in parts, items whose original stays shut, and who had them in hand."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from misaq.web.record.models.case import Case
from misaq.web.record.models.organisation import Organisation
from misaq.web.record.models.source import SourceRecord


class Upload(models.Model):
    """A file on its way in, in parts that may arrive after a lost connection. Gone once it is an item.

    path : random name below the site's own folder; its parts are encrypted as they arrive, see evidence/parts.py.
    key_shut : canonical JSON of its key and the file's name; restricted. size : 0 while a form is still sending it.
    ended_at : when somebody began to finish it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    path = models.CharField(max_length=80)
    key_shut = models.BinaryField(default=bytes)
    state = models.JSONField(default=dict)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.received} of {self.size}"


class EvidenceItem(models.Model):
    """One file as it was received, and copies that are safe to look at.

    hashes_shut : of the original, and the head of its chain; restricted, since the hash of a known file tells that
    it is held. keys_shut : canonical JSON of the keys of original and copies. meta_shut : file name, EXIF, findings.
    verdict : accepted, attachment, quarantined; reasons : codes. originals lie encrypted under random names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    source = models.ForeignKey(SourceRecord, null=True, on_delete=models.SET_NULL)
    hashes_shut = models.BinaryField(default=bytes)
    size = models.PositiveBigIntegerField()
    mime_detected = models.CharField(max_length=100)
    mime_declared = models.CharField(max_length=100, blank=True)
    verdict = models.CharField(max_length=12)
    reasons = models.JSONField(default=list)
    original_path = models.CharField(max_length=80)
    working_path = models.CharField(max_length=80, blank=True)
    redacted_path = models.CharField(max_length=80, blank=True)
    keys_shut = models.BinaryField(default=bytes)
    meta_shut = models.BinaryField(default=bytes)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(default=timezone.now)
    destruction_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    destruction_asked_at = models.DateTimeField(null=True)
    destruction_reason_shut = models.BinaryField(default=bytes)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class CustodyEvent(models.Model):
    """Something that happened to an item. Rows are added, never changed; each carries the hash of the one before.

    document_shut : the core's custody event, canonical JSON, encrypted: it holds hashes of private files.
    reason_shut : why, where a reason is asked for; restricted, and no part of the chain.
    """

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="custody")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    document_shut = models.BinaryField(default=bytes)
    reason_shut = models.BinaryField(default=bytes)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "number"], name="one_event_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.event}"
