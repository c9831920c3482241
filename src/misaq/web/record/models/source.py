"""What sources said, verbatim, and which words of theirs mean which of ours."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from misaq.web.record.models.case import Act, Case
from misaq.web.record.models.organisation import Organisation


class SourceRecord(models.Model):
    """What one source said. Never changed.

    payload_shut : the row or the testimony, word for word; restricted.
    payload_mark : keyed hash of it under the organisation's key, so that a word-for-word copy is found; "" without.
    codes : the source's own vocabulary and codes as given: {field: {vocabulary, code}}.
    derived_from : the record it was copied from, for the independence of sources.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="sources")
    import_run = models.ForeignKey("ImportRun", null=True, on_delete=models.PROTECT)
    row_number = models.PositiveIntegerField(null=True)
    source_kind = models.CharField(max_length=24)
    source_connection = models.CharField(max_length=24, blank=True)
    collected_on = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    payload_shut = models.BinaryField(default=bytes)
    payload_mark = models.CharField(max_length=64, blank=True, db_index=True)
    codes = models.JSONField(default=dict)
    derived_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    reliability = models.CharField(max_length=1, blank=True)
    credibility = models.CharField(max_length=1, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)


class Assertion(models.Model):
    """A source says something of a case or an act: which field, which value, and where in the source.

    value_shut : restricted when the field is; else `value` holds it. locator : page, minute, column.
    """

    source = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="assertions")
    act = models.ForeignKey(Act, null=True, on_delete=models.CASCADE, related_name="assertions")
    field = models.CharField(max_length=32)
    value = models.CharField(max_length=300, blank=True)
    value_shut = models.BinaryField(default=bytes)
    locator = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.field} by {self.source_id}"


class TermMapping(models.Model):
    """A source's own code and the term of ours that it corresponds to: exactly, closely, or more broadly."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    vocabulary = models.CharField(max_length=60)
    code = models.CharField(max_length=120)
    term_list = models.CharField(max_length=32)
    term = models.CharField(max_length=40)
    match = models.CharField(max_length=5)
    mapped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    mapped_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "vocabulary", "code", "term_list"],
                name="one_mapping_per_code",
            ),
        )

    def __str__(self) -> str:
        return f"{self.vocabulary}: {self.code}"
