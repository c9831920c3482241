"""People as sources mention them, and what was decided about which mentions are one person."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models.case import Case, random_ref
from misaq.web.record.models.organisation import Organisation
from misaq.web.record.models.source import SourceRecord


class Person(models.Model):
    """The head of a cluster of mentions: no facts, only a reference. Persons are computed from decisions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=random_ref)

    def __str__(self) -> str:
        return self.ref


class MentionRole(models.TextChoices):
    """As what a source mentions somebody. Witnesses, submitters and suspects are sealed."""

    VICTIM = "victim", _("person harmed")
    RELATIVE = "relative", _("relative")
    WITNESS = "witness", _("witness")
    SUBMITTER = "submitter", _("who told us")
    SUSPECT = "suspect", _("person said to have taken part")


SEALED_ROLES = frozenset({MentionRole.WITNESS, MentionRole.SUBMITTER, MentionRole.SUSPECT})


class PersonMention(models.Model):
    """One person in one source.

    particulars_shut : canonical JSON {name, father, mother, birth, id_number, phone, origin, occupation}; restricted;
        empty where the person is sealed. sealed : where a sealed role's particulars are.
    sex, age_min, age_max : as given, age at the time of the act.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mentions")
    source = models.ForeignKey(SourceRecord, null=True, on_delete=models.CASCADE)
    role = models.CharField(max_length=10, choices=MentionRole.choices)
    particulars_shut = models.BinaryField(default=bytes)
    sealed = models.ForeignKey("SealedIdentity", null=True, on_delete=models.SET_NULL)
    script = models.CharField(max_length=6, blank=True)
    sex = models.CharField(max_length=8, blank=True)
    age_min = models.PositiveSmallIntegerField(null=True)
    age_max = models.PositiveSmallIntegerField(null=True)
    status_claimed = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="mentions"
    )

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"


class LinkProposal(models.Model):
    """A pair that the model, or somebody, holds for one person; waits for a decision.

    weight : probability in [0, 1]. band : "auto" at .99 or above, else "clerical".
    in_audit : drawn for the audit sample. first_kind, first_by, first_reason_shut : where two people decide, the
    first one's answer, which the second does not see.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    mention_a = models.ForeignKey(PersonMention, on_delete=models.CASCADE, related_name="+")
    mention_b = models.ForeignKey(PersonMention, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()
    band = models.CharField(max_length=8)
    model_version = models.CharField(max_length=64, blank=True)
    in_audit = models.BooleanField(default=False)
    first_kind = models.CharField(max_length=9, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    first_reason_shut = models.BinaryField(default=bytes)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mention_a", "mention_b"], name="one_proposal_a_pair"),
        )

    def __str__(self) -> str:
        return f"{self.mention_a_id} ~ {self.mention_b_id}"


class LinkDecision(models.Model):
    """One decision on two mentions. Rows are added, never changed; taking back is one more.

    second : who agreed, where a sealed name needs two people. supersedes : the decision taken back.
    reason_shut : why; restricted, since it may hold a name. organisation : whose decision it is.
    """

    mention_a = models.ForeignKey(PersonMention, on_delete=models.CASCADE, related_name="+")
    mention_b = models.ForeignKey(PersonMention, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    kind = models.CharField(max_length=9)
    weight = models.FloatField(null=True)
    model_version = models.CharField(max_length=64, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason_shut = models.BinaryField(default=bytes)
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind}: {self.mention_a_id}, {self.mention_b_id}"
