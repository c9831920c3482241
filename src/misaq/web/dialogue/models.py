"""The conversation: its statements, who takes part, what they answered. Of a person it knows no name or address."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def random_id() -> str:
    """An id that says nothing and cannot be guessed."""
    return secrets.token_hex(8)


class WayIn(models.TextChoices):
    """How somebody came in; the ways are reported apart."""

    CODE = "code", _("invitation code")
    LINK = "link", _("open link")
    ACCOUNT = "account", _("account")


class Conversation(models.Model):
    """The dialogue of one process: open or closed, and by which ways people come in.

    moderates_first : True: a new statement waits until a facilitator accepts it; False: it is shown at once.
    rejects_by_two : a rejection by one facilitator is a proposal until another one confirms it.
    hides_results : while it is open, nobody sees on this site how others voted.
    feeds_runs : whether "compute again" first writes the votes given here into the process folder.
    seed : from which the order of the statements derives; not announced, so that nobody knows what comes next.
    communities : list of {id, name {en, ur}} that a person may say they belong to.
    """

    process_id = models.CharField(max_length=64, unique=True)
    is_open = models.BooleanField(default=False)
    allows_code = models.BooleanField(default=True)
    allows_link = models.BooleanField(default=True)
    allows_account = models.BooleanField(default=True)
    moderates_first = models.BooleanField(default=True)
    rejects_by_two = models.BooleanField(default=False)
    hides_results = models.BooleanField(default=False)
    feeds_runs = models.BooleanField(default=False)
    uniform_share = models.FloatField(default=0.15)
    seed = models.BigIntegerField(default=0)
    communities = models.JSONField(default=list)
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.process_id


class ConversationEvent(models.Model):
    """The conversation was opened or closed, and why. Rows are added, never changed.

    changed_by : None when it was done from the command line or by opening another conversation.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="events")
    is_open = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    @property
    def day(self) -> str:
        """The day as it is written in tables, such as 2031-05-18."""
        return self.at.date().isoformat()

    def __str__(self) -> str:
        return f"{self.conversation_id}: {'opened' if self.is_open else 'closed'}"


class Participant(models.Model):
    """Somebody who takes part: a random id, nothing that names them.

    public_id : stands in what is exported; knowing it opens nothing.
    key_hash : hash of the secret in the browser, which is what opens their answers.
    account_mark : keyed hash of an account's number, so that one account takes part once; blank otherwise.
    communities : ids; None: not asked or not answered; []: asked not to be asked again ("prefer not to say").
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT)
    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    key_hash = models.CharField(max_length=64, unique=True)
    way_in = models.CharField(max_length=8, choices=WayIn.choices)
    account_mark = models.CharField(max_length=64, null=True, unique=True)
    communities = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.public_id


class InvitationCode(models.Model):
    """A code that lets one person in; only its hash is kept, and not who used it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "used" if self.is_used else "unused"


class Statement(models.Model):
    """A short sentence to agree or disagree with.

    name : its id in the process folder.
    waits_for : whose turn it is beside the state: a second facilitator's, or one's who decides an appeal.
    priority : weight when the next statement is chosen, > 0.
    """

    class State(models.TextChoices):
        """What the facilitator decided."""

        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    class Waits(models.TextChoices):
        """Whose turn it is."""

        NOBODY = "", _("nobody")
        SECOND = "second", _("a second facilitator")
        APPEAL = "appeal", _("somebody who did not reject it")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="statements"
    )
    name = models.CharField(max_length=64)
    text = models.CharField(max_length=1000)
    language = models.CharField(max_length=8)
    theme = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    waits_for = models.CharField(
        max_length=8, choices=Waits.choices, default=Waits.NOBODY, blank=True
    )
    is_meta = models.BooleanField(default=False)
    priority = models.FloatField(default=1.0)
    written_by = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conversation", "name"], name="one_statement_per_name"),
        )
        indexes = (models.Index(fields=["conversation", "state"], name="statement_state"),)

    def __str__(self) -> str:
        return self.name


class StatementTranslation(models.Model):
    """A statement in another language, with how far the translation was looked at.

    written_by : who wrote or last changed the words here; None: they came with the process folder.
    checked_by : who checked them, never the same person; None while they are not checked here.
    """

    class Status(models.TextChoices):
        """How a translation came about."""

        MACHINE = "machine", _("made by a machine, not checked")
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("checked")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=1000)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["statement", "language"], name="one_translation_per_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.language}"


class ModerationEvent(models.Model):
    """One step of deciding about a statement, and why. Rows are added, never changed.

    state : the statement's after it. reason_code, reason : why, from a short list and in words.
    """

    class Kind(models.TextChoices):
        """Which step it was."""

        DECIDED = "decided", _("decided")
        PROPOSED = "proposed", _("rejection proposed")
        CONFIRMED = "confirmed", _("rejection confirmed by a second person")
        SET_ASIDE = "set_aside", _("proposed rejection set aside")
        APPEALED = "appealed", _("the writer appealed")
        UPHELD = "upheld", _("appeal granted")
        DISMISSED = "dismissed", _("appeal turned down")
        SEEDED = "seeded", _("added by a facilitator")
        META = "meta", _("marked as being about those who take part")
        NOT_META = "not_meta", _("the mark taken off")

    class Reason(models.TextChoices):
        """Why a statement is not put to everybody."""

        REPEATS = "repeats", _("It says what another statement says")
        OFF_TOPIC = "off_topic", _("It is about something else")
        EXPOSES = "exposes", _("It names or exposes a person")
        THREATENS = "threatens", _("It insults or threatens")
        SEVERAL = "several", _("It holds several thoughts")
        UNCLEAR = "unclear", _("It cannot be understood")
        OTHER = "other", _("Another reason, in words")

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DECIDED)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=8, choices=Statement.State.choices)
    reason_code = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.state}"


class Vote(models.Model):
    """What somebody answers to a statement now.

    value : 1 agree, -1 disagree, 0 pass; None: taken back.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes")
    value = models.SmallIntegerField(null=True)
    is_important = models.BooleanField(default=False)
    voted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["participant", "statement"], name="one_vote_per_statement"
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__in=(-1, 0, 1)),
                name="vote_is_an_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant_id} on {self.statement_id}: {self.value}"


class VoteEvent(models.Model):
    """One answer as it was given. Rows are added, never changed; an undo is a row of its own.

    value : what the answer became by it; None: taken back.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT)
    value = models.SmallIntegerField(null=True)
    is_important = models.BooleanField(default=False)
    is_undo = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__in=(-1, 0, 1)),
                name="event_is_an_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant_id} on {self.statement_id}: {self.value}"


class Exposure(models.Model):
    """A statement as it was first shown to somebody, with the probability it had of being chosen then, in (0, 1]."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT)
    probability = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["participant", "statement"], name="one_exposure_per_statement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant_id}, {self.statement_id}: {self.probability:.4f}"
