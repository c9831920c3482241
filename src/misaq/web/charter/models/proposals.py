"""What delegates write: who has a clause in hand, proposals with their versions and grounds, comments."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.charter.models.body import Drafting, Seat


class CheckOut(models.Model):
    """Who has a clause in hand. It lapses by itself and locks nobody out: another version can always be made."""

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="check_outs")
    provision = models.CharField(max_length=120)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drafting", "provision"], name="one_hand_a_clause"),
        )

    def __str__(self) -> str:
        return f"{self.provision} until {self.until:%Y-%m-%d %H:%M}"


class Proposal(models.Model):
    """A proposal of one delegate: to change, add, move or leave out a clause; or to amend another proposal.

    number : its number in the drafting. provision : the clause it is about; a new clause has an id of its own.
    after : "new", "move": id of the clause it follows; "" for the first place.
    amends : the proposal whose text it would change.
    """

    class Kind(models.TextChoices):
        """What it does."""

        CHANGE = "change", _("changes the clause")
        NEW = "new", _("adds a clause")
        MOVE = "move", _("moves the clause")
        OMIT = "omit", _("leaves the clause out")

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("open")
        AT_VOTE = "at_vote", _("at the vote")
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("not adopted")
        WITHDRAWN = "withdrawn", _("taken back")
        FALLEN = "fallen", _("fell with another's adoption")
        AGAIN = "again", _("must be voted again")

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.CHANGE)
    provision = models.CharField(max_length=120)
    after = models.CharField(max_length=120, blank=True)
    amends = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="amendments"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="proposals")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drafting", "number"], name="one_proposal_a_number"),
        )

    def __str__(self) -> str:
        return f"P-{self.number}"


class ProposalVersion(models.Model):
    """The words of a proposal at one time; never changed, so that what was voted on can be read for ever.

    texts : language to the whole text of the clause as it would be; {} for a move or an omission.
    before : the same as it was on the text that the operations stand on; {} for a new clause.
    operations : language to the operations that the server derived, as plain values.
    base_sha256 : digest of the text that the operations stand on. sha256 : of the operations and that base.
    words : how many words it puts in and takes out.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    operations = models.JSONField(default=dict)
    base_sha256 = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=80)
    words = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "n"], name="one_version_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} version {self.n}"


class ClauseGround(models.Model):
    """What a clause rests on: something found, said, promised, admitted, an amendment it reverses, a right.

    proposal : the one that brings it, whose clause rests on it once adopted; None when it stood in the base draft.
    note : in the words of the drafters, by language.
    """

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="grounds")
    provision = models.CharField(max_length=120)
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.CASCADE, related_name="grounds"
    )
    kind = models.CharField(max_length=16)
    ref = models.CharField(max_length=80)
    note = models.JSONField(default=dict)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "kind", "ref"], name="a_ground_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Comment(models.Model):
    """A remark on a proposal, or on a clause; delegates and the secretariat read it, the public does not."""

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="comments")
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.CASCADE, related_name="comments"
    )
    provision = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"comment {self.pk}"
