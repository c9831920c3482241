"""The case: one incident, its acts, and who is said to have had what part in them."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models.organisation import Organisation

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def random_ref() -> str:
    """A reference that says nothing, can be read out over a telephone, and cannot be guessed."""
    return "".join(secrets.choice(LETTERS) for _place in range(12))


class Stage(models.TextChoices):
    """How far a case has been checked; only from `allegation` up is it counted anywhere."""

    QUARANTINE = "quarantine", _("quarantine")
    ALLEGATION = "allegation", _("allegation")
    REVIEWED = "reviewed", _("reviewed")
    VERIFIED = "verified", _("verified")


class Dated(models.Model):
    """When something happened: as it was given (EDTF level 1), and the days it can mean."""

    when = models.CharField(max_length=40, blank=True)
    when_min = models.DateField(null=True)
    when_max = models.DateField(null=True)

    class Meta:
        abstract = True


class Case(Dated):
    """One incident as an organisation documents it.

    ref : random, for people and addresses. stage : see `Stage`.
    summary : acts without names, in neutral words; kept in clear and searched.
    narrative_shut : what happened, in full; restricted.
    community : id of the community of the person harmed, "" when not given. place, district : codes.
    act_types : codes of its acts joined by spaces, for search. answer : the acknowledgement that stands, or "".
    changed_at : last change of the case or anything of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=random_ref)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.ALLEGATION)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    chain_type = models.CharField(max_length=24, blank=True)
    community = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=60, blank=True)
    district = models.CharField(max_length=60, blank=True)
    act_types = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=8, blank=True)
    summary = models.CharField(max_length=600, blank=True)
    summary_language = models.CharField(max_length=8, blank=True)
    narrative_shut = models.BinaryField(default=bytes)
    is_sensitive = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "stage", "-changed_at"], name="case_desk"),
            # The order of a search: walked from its end, so the newest come first on either database.
            models.Index(fields=["organisation", "changed_at", "ref"], name="case_changed"),
            models.Index(fields=["organisation", "when_min", "ref", "when_max"], name="case_when"),
            models.Index(fields=["organisation", "community", "when_min"], name="case_community"),
            models.Index(fields=["organisation", "district", "when_min"], name="case_district"),
            models.Index(fields=["organisation", "place"], name="case_place"),
        )

    def __str__(self) -> str:
        return self.ref


class CaseWord(models.Model):
    """A word that finds a case, folded, of its fields in clear only.

    sound : its consonants as they sound, the same in both scripts (Urdu leaves short vowels out).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)
    sound = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (
            # With its pattern class PostgreSQL finds beginnings of words in whatever order it sorts letters.
            models.Index(
                fields=["word", "case"],
                name="case_word",
                opclasses=["varchar_pattern_ops", "uuid_ops"],
            ),
            models.Index(fields=["sound", "word"], name="case_sound"),
            models.Index(fields=["case", "word"], name="words_of_case"),
        )

    def __str__(self) -> str:
        return self.word


class CaseFollower(models.Model):
    """Somebody of the family, or a witness, who may follow a case and give or withdraw consent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followers")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="followed"
    )
    relationship = models.CharField(max_length=24, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} follows {self.case_id}"


class Act(Dated):
    """The unit of count: what was done, to whom, when. Never by whom: that is an Involvement.

    victim : None for a group or somebody unknown; then group_min and group_max say how many.
    stated_reason : what was given as the reason, and by whom; words of others, in clear: no names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="acts")
    act_type = models.CharField(max_length=3)
    methods = models.JSONField(default=list)
    victim = models.ForeignKey("PersonMention", null=True, on_delete=models.SET_NULL)
    group_min = models.PositiveIntegerField(null=True)
    group_max = models.PositiveIntegerField(null=True)
    place = models.CharField(max_length=60, blank=True)
    is_child = models.BooleanField(null=True)
    stated_reason = models.CharField(max_length=300, blank=True)
    stated_by = models.CharField(max_length=24, blank=True)

    def __str__(self) -> str:
        return self.act_type


class Actor(models.Model):
    """An institution, unit or group; the same form for every side. A person is named only in a sealed identity.

    names are as the actor calls itself. parent : the body it belongs to. period : EDTF interval, "" when not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24)
    name_en = models.CharField(max_length=200, blank=True)
    name_ur = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    period = models.CharField(max_length=40, blank=True)
    answers_through = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )

    @property
    def name(self) -> dict[str, str]:
        """The name in two languages."""
        return {"en": self.name_en, **({"ur": self.name_ur} if self.name_ur else {})}

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Involvement(models.Model):
    """An actor's alleged part in an act; alleged for ever, unless a court found it in a final judgment.

    court_finding : court, date and number of the finding. is_final : no appeal against it is open.
    """

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="involvements")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT)
    suspect = models.ForeignKey("SealedIdentity", null=True, on_delete=models.SET_NULL)
    involvement = models.CharField(max_length=20)
    attribution_basis = models.CharField(max_length=24)
    confidence = models.CharField(max_length=8, blank=True)
    court_finding = models.CharField(max_length=300, blank=True)
    is_final = models.BooleanField(default=False)

    @property
    def is_alleged(self) -> bool:
        """True until a court has found it in a judgment that is final."""
        return not (self.court_finding and self.is_final)

    def __str__(self) -> str:
        return f"{self.involvement} in {self.act_id}"
