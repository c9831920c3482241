"""Who stands by for those who do not come: one search for the best alternates, and what it found."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.models.panel import Panel


class AlternatesRun(models.Model):
    """One choice of alternates after a draw, in the background.

    number : how many were asked for. seed : from the draw's own seal and randomness.
    share : the stated probability that somebody does not come; None where it was learned from `n_replies`.
    base, weights : log-odds of not coming, and what each quota's feature adds, as `misaq.assembly.DropOut` has them.
    people : pseudonyms, in the order of the draw. loss, without, bound : seats, as in `misaq.assembly.Alternates`.
    left_out : who could not be chosen any more when it was done. failure : [{code, params}].
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="alternates_runs")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    number = models.PositiveSmallIntegerField()
    scenarios = models.PositiveSmallIntegerField()
    seed = models.PositiveBigIntegerField()
    share = models.FloatField(null=True)
    base = models.FloatField()
    weights = models.JSONField(default=list)
    n_replies = models.PositiveIntegerField(default=0)
    people = models.JSONField(default=list)
    loss = models.FloatField(null=True)
    without = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    left_out = models.JSONField(default=list)
    failure = models.JSONField(default=list)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"alternates {self.pk}: {self.state}"
