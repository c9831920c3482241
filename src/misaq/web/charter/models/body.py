"""A drafting and the body that decides in it: its text, its rules, who runs it, who sits, and what takes two."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ACCOUNT = settings.AUTH_USER_MODEL


class Drafting(models.Model):
    """The making of one charter: a base text, a body, and rules that are fixed before it opens.

    languages : all of them authentic; the first is the one the charter is read in where a page shows one.
    communities : ids of the communities of the process; one that no seat is of has agreed to nothing.
    base_n : number of the version of the process's constitution it stands on; None for a new charter.
    rules : {"clause" | "whole" | "ratification": {name, tests, quorum}}, every part of each test said.
    roll_call : whether the public reads how each seat voted, or only how many in each community.
    shows_proposals : whether the public reads a proposal from the first day, or once it is put to the vote.
    check_out_hours : how long a clause stays with whoever took it in hand.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PREPARED = "prepared", _("being prepared")
        OPEN = "open", _("open")
        ADOPTED = "adopted", _("the whole is adopted")
        RATIFIED = "ratified", _("ratified")

    slug = models.SlugField(max_length=40, unique=True)
    title_en = models.CharField(max_length=120)
    title_ur = models.CharField(max_length=120)
    languages = models.JSONField(default=list)
    communities = models.JSONField(default=list)
    base_n = models.IntegerField(null=True)
    base_title = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    roll_call = models.BooleanField(default=True)
    shows_proposals = models.BooleanField(default=True)
    check_out_hours = models.PositiveSmallIntegerField(default=24)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREPARED)
    made_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return {"en": self.title_en, "ur": self.title_ur}


class DraftingText(models.Model):
    """The base text of a drafting in one language, kept as it was when the drafting was set up.

    files : path to text. sha256 : its digest, which every proposal names.
    """

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    files = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drafting", "language"], name="one_base_a_language"),
        )

    def __str__(self) -> str:
        return f"{self.drafting_id}: {self.language}"


class Steward(models.Model):
    """Somebody of the secretariat who runs a drafting, and the side they stand on."""

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="stewards")
    account = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=40)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drafting", "account"], name="a_steward_once"),
        )

    def __str__(self) -> str:
        return f"{self.account_id}: {self.side}"


class Seat(models.Model):
    """A seat of the body. A vacant one counts among all members, as the rules say.

    name : what delegates call whoever sits there; nothing else about a person is kept.
    community : id of a community of the process; "" counts overall only. house : chamber, "" when there is one.
    side : whoever decides a two-person act with them must stand on another.
    """

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    community = models.CharField(max_length=64, blank=True)
    house = models.CharField(max_length=40, blank=True)
    side = models.CharField(max_length=40)
    account = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["drafting", "number"], name="one_seat_a_number"),
            models.UniqueConstraint(fields=["drafting", "account"], name="one_seat_a_person"),
        )

    def __str__(self) -> str:
        return f"seat {self.number}"


class JointAct(models.Model):
    """An act that takes two people of opposed sides: proposed by one, decided by another. Kept for ever.

    kind : what is to be done. payload : with what, fixed when it was proposed. why : shown to everybody.
    sides : of who proposed, then; whoever decides has none of them.
    """

    class Kind(models.TextChoices):
        """What is to be done."""

        OPEN = "open", _("open the drafting")
        RULES = "rules", _("change how it is decided")
        SEAT = "seat", _("change who sits")
        PUT = "put", _("put a proposal to the vote")
        WHOLE = "whole", _("put the whole text to the vote")
        RATIFY = "ratify", _("put the ratification to the vote")

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("waits for another side")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused by another side")
        WITHDRAWN = "withdrawn", _("taken back")

    drafting = models.ForeignKey(Drafting, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    payload = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    sides = models.JSONField(default=list)
    proposed_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    decided_sides = models.JSONField(default=list)
    refusal = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"


class DraftingEvent(models.Model):
    """Something of a drafting that belongs into the public log: its canonical bytes, appended by the process."""

    drafting = models.ForeignKey(Drafting, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    body = models.JSONField(default=dict)
    entry = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    appended_at = models.DateTimeField(null=True, db_index=True)
    leaf = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
