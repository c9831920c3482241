"""Who is to look at a case next, and the labels that an organisation puts on its own cases."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from misaq.web.record.models.case import Case
from misaq.web.record.models.organisation import Organisation


class Assignment(models.Model):
    """A case waits for a reviewer. Ended when it was reviewed or given to somebody else, never deleted.

    reviewer : None while it is only proposed: any reviewer of the organisation may take it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="one_open_assignment"
            ),
        )
        indexes = (models.Index(fields=["reviewer", "ended_at"], name="assignment_reviewer"),)

    def __str__(self) -> str:
        return f"{self.case_id} for {self.reviewer_id}"


class Label(models.Model):
    """A word of an organisation's own for its own order; says nothing to anybody else."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="labels")
    name = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name"], name="one_label_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class CaseLabel(models.Model):
    """A label on a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="labels")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="cases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "label"], name="one_label_once_a_case"),
        )

    def __str__(self) -> str:
        return f"{self.label_id} on {self.case_id}"
