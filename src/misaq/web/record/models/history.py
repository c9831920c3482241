"""What stood in a case before it was changed, and who asked for a case to be erased."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from misaq.web.record.models.case import Case


class CaseRevision(models.Model):
    """One change of a case's own fields. Rows are added, never changed.

    fields : names of the fields that were changed. before_shut : canonical JSON {field: what stood}, restricted.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="revisions")
    fields = models.JSONField(default=list)
    before_shut = models.BinaryField(default=bytes)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"revision of {self.case_id}"


class ErasureRequest(models.Model):
    """Somebody asks that a case be erased; two others approve. It goes with the case: nothing of it is left.

    reason : a code of `record.erasure_reasons`. refusal : why not, in plain words without names.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="erasures")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=20)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="one_open_erasure"
            ),
        )

    def __str__(self) -> str:
        return f"erasure of {self.case_id}"
