"""How a list comes to be sealed and drawn by more than one person: what was proposed, and dice typed twice."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.models.lottery import LotteryRun, SealedLottery
from misaq.web.assembly.models.panel import Panel

ACCOUNT = settings.AUTH_USER_MODEL


class SealingAct(models.Model):
    """How one officer proposes to seal a list; with `confirmed_by` it is sealed and stays as it is.

    source : where the randomness will come from, as `read_source` reads it.
    commitments : [{party, commitment}] where parties commit and reveal.
    bundle : what of the pool is published; chosen, never by default.
    figures : what pages show of the lottery, nothing of a single person.
    """

    class Bundle(models.TextChoices):
        """What of the pool is published."""

        FULL = "full", _("everybody's answers, under pseudonyms")
        LIST = "list", _("the sealed list without answers")

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="sealing_act")
    run = models.ForeignKey(LotteryRun, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=500)
    commitments = models.JSONField(default=list)
    bundle = models.CharField(max_length=4, choices=Bundle.choices)
    figures = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+", null=True)

    def __str__(self) -> str:
        return f"{self.source}, {self.bundle}"

    @property
    def kind(self) -> str:
        """Where the randomness comes from: drand, dice, reveal or seed."""
        return self.source.partition(":")[0]

    @property
    def rehearsal(self) -> bool:
        """Whether somebody chose the number: then nobody sits because of it."""
        return self.kind == "seed"


class DiceEntry(models.Model):
    """What the first of two people typed of the dice; gone once the second has typed."""

    sealing = models.OneToOneField(
        SealedLottery, on_delete=models.CASCADE, related_name="dice_entry"
    )
    digits = models.CharField(max_length=100)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digits
