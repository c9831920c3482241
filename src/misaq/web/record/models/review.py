"""Reviews: who checked a case, how, and what they concluded."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from misaq.web.record.models.case import Case, Stage


class Review(models.Model):
    """One step of checking. Rows are added, never changed. The author of a case is never its reviewer.

    kind : a step of the ladder (admit, peer, second, return, reopen); or, on the rung "reviewed", what a second step
        waits for: "coding" (a blind coding) and "settling" (what the second coder proposes where the two differ).
    to_stage : where the case stands after it. coding : what a coder coded, for agreement: {field: code}.
    note_shut : restricted. independent_sources : how many stood behind it then, by lineage.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    from_stage = models.CharField(max_length=10, choices=Stage.choices)
    to_stage = models.CharField(max_length=10, choices=Stage.choices)
    standard_of_proof = models.CharField(max_length=24, blank=True)
    coding = models.JSONField(default=dict)
    independent_sources = models.PositiveSmallIntegerField(default=0)
    no_conflict = models.BooleanField(default=False)
    note_shut = models.BinaryField(default=bytes)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class SecondCoding(models.Model):
    """Somebody codes a case a second time from its sources alone.

    From `began_at` to `ended_at` the case does not exist for them anywhere else (`access.cases_of`): the first coding
    reaches them by no page. outcome : coded, declined, or "" while it is open.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="second_codings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at=None),
                name="one_open_second_coding",
            ),
        )

    def __str__(self) -> str:
        return f"second coding of {self.case_id}"
