"""The lottery of a panel: its runs, the one that was sealed, and the draw."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.models.panel import Panel

ACCOUNT = settings.AUTH_USER_MODEL


class LotteryRun(models.Model):
    """One search for the lottery of a panel, in the background; shows how far it is.

    pool_sha256 : of the pool and quotas that it was found for: a run of another pool is not sealed.
    lottery, sealed : documents of `publish_lottery` and `publish_panels`, once done.
    pool_csv, quotas_csv : the very texts that it was found from; ids are pseudonyms.
    failure : [{code, params}].
    """

    class State(models.TextChoices):
        """Where a run stands."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    rule = models.CharField(max_length=12)
    form = models.CharField(max_length=8)
    n_panels = models.PositiveIntegerField(default=1000)
    seed = models.PositiveBigIntegerField(default=0)
    step = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    failure = models.JSONField(default=list)
    pool_sha256 = models.CharField(max_length=64, blank=True)
    pool_csv = models.TextField(blank=True)
    quotas_csv = models.TextField(blank=True)
    lottery = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)
    asked_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"run {self.pk}: {self.state}"


class SealedLottery(models.Model):
    """The list of panels as it was sealed before the randomness was known; never changed.

    source : the named source of the randomness, as `read_source` reads it. parties : {name: commitment} where
    parties commit and reveal. lottery, sealed : the documents, with the certificate. pool_csv, quotas_csv : the
    files of the bundle.
    """

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="sealing")
    run = models.ForeignKey(LotteryRun, on_delete=models.PROTECT, related_name="+")
    commitment = models.CharField(max_length=80)
    source = models.CharField(max_length=500, blank=True)
    parties = models.JSONField(default=dict)
    lottery = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)
    pool_csv = models.TextField()
    quotas_csv = models.TextField()
    sealed_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.commitment


class DrawRecord(models.Model):
    """The draw from a sealed list: one, and never another.

    reveals : {party: what it revealed}. randomness : as `read_randomness` reads it. draw : the document.
    """

    sealing = models.OneToOneField(SealedLottery, on_delete=models.PROTECT, related_name="draw")
    randomness = models.TextField()
    reveals = models.JSONField(default=dict)
    draw = models.JSONField(default=dict)
    drawn_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"draw of {self.sealing_id}"
