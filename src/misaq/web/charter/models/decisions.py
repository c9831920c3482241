"""How the body decides: divisions on a frozen text, a ballot a seat, verdicts, and the ratified charter."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.charter.models.body import Drafting, Seat
from misaq.web.charter.models.proposals import Proposal, ProposalVersion


class Division(models.Model):
    """One vote of the body on a text that is frozen for it.

    number : its number in the drafting. text_sha256 : what every ballot is bound to.
    rule : the rule as it stood when it opened. closes_at : stated before it opened; closed early only when every
    seat that is taken has voted.
    texts : "whole", "ratification": language to the text. verdict : plain values once it is closed.
    adopted : the version that became part of the text when it passed, as rebased; adopted_place : the how manieth.
    halted_why : why it does not count: the text it stood on was changed by another decision.
    """

    class Question(models.TextChoices):
        """What is asked."""

        CLAUSE = "clause", _("a proposal")
        WHOLE = "whole", _("the whole text")
        RATIFICATION = "ratification", _("the ratification")

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        HALTED = "halted", _("halted: the text changed")

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="divisions")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=12, choices=Question.choices)
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.PROTECT, related_name="divisions"
    )
    version = models.ForeignKey(
        ProposalVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    texts = models.JSONField(default=dict)
    text_sha256 = models.CharField(max_length=80)
    rule = models.JSONField(default=dict)
    roll_call = models.BooleanField(default=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    seats = models.JSONField(default=list)
    verdict = models.JSONField(default=dict)
    adopted = models.ForeignKey(
        ProposalVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_place = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    halted_why = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drafting", "number"], name="one_division_a_number"),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(state="open"),
                name="one_open_division_a_proposal",
            ),
        )

    def __str__(self) -> str:
        return f"division {self.number}"


class Ballot(models.Model):
    """The vote of a seat, bound to the text it was given on; it can be changed until the division closes."""

    class Choice(models.TextChoices):
        """For, against, or neither."""

        YES = "yes", _("Yes")
        NO = "no", _("No")
        ABSTAIN = "abstain", _("Abstain")

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=7, choices=Choice.choices)
    text_sha256 = models.CharField(max_length=80)
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["division", "seat"], name="one_ballot_a_seat"),
        )

    def __str__(self) -> str:
        return f"{self.seat_id} in {self.division_id}"


class Ratification(models.Model):
    """The charter as it was ratified: its whole text, frozen, with the digest that stands in the public log."""

    drafting = models.OneToOneField(Drafting, on_delete=models.PROTECT, related_name="ratification")
    division = models.OneToOneField(Division, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)
    clauses = models.JSONField(default=list)
    sha256 = models.CharField(max_length=80)
    ratified_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.drafting_id}: {self.sha256[:8]}"
