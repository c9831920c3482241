"""How cases come in: from the public, by a form that survives a lost connection, from spreadsheets."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models.case import Case
from misaq.web.record.models.organisation import Organisation


class Submission(models.Model):
    """What somebody told from outside. In quarantine, counted nowhere, until a documenter makes it a case.

    boxed : what they wrote, shut for the organisation's inbox. code_hash : of the return code, which was shown once.
    reply_public : public half of a key that is derived from the return code: answers are shut for it.
    sealed : who they are, when they said so. near : marks of the text for near-duplicates, keyed.
    reason : why it was set aside, a code.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits to be read")
        TAKEN = "taken", _("taken up as a case")
        SET_ASIDE = "set_aside", _("set aside")
        WITHDRAWN = "withdrawn", _("taken back by who told it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    boxed = models.BinaryField()
    sealed = models.ForeignKey("SealedIdentity", null=True, on_delete=models.SET_NULL)
    code_hash = models.CharField(max_length=64, unique=True)
    reply_public = models.BinaryField(max_length=32)
    language = models.CharField(max_length=8)
    near = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="submissions")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=12, blank=True)
    received_on = models.DateField(default=timezone.localdate)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "state", "-received_on"], name="submission_desk"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SubmissionMessage(models.Model):
    """A message between who submitted and the organisation, shut for whoever it is for."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    to_submitter = models.BooleanField()
    boxed = models.BinaryField()
    sent_on = models.DateField(default=timezone.localdate)

    def __str__(self) -> str:
        return f"to {'submitter' if self.to_submitter else 'organisation'}"


class Draft(models.Model):
    """A form that somebody has not finished; restricted, theirs alone, thrown away when it becomes a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    values_shut = models.BinaryField(default=bytes)
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)


class ImportMapping(models.Model):
    """How an organisation's own columns and codes turn into ours; saved to be used again.

    mapping : as in the mapping files of a process folder.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    mapping = models.JSONField(default=dict)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name"], name="one_mapping_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file read through a mapping: tried (dry run) or done.

    The list itself, its column names too, lies in the file: a list without a header would begin with names.
    faults : what was wrong, row by row, without values; at most some thousand, n_faults says how many.
    skipped : places of the rows with a fault, which are left out. n_good : rows that can become cases.
    n_copies : rows word for word equal to an earlier one. n_done : rows gone through so far.
    """

    class State(models.TextChoices):
        """Where a run stands."""

        MAPPING = "mapping", _("columns are being mapped")
        TRIED = "tried", _("tried")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mapping = models.ForeignKey(ImportMapping, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAPPING)
    file_path = models.CharField(max_length=80, blank=True)
    file_key_shut = models.BinaryField(default=bytes)
    n_rows = models.PositiveIntegerField(default=0)
    n_good = models.PositiveIntegerField(default=0)
    n_copies = models.PositiveIntegerField(default=0)
    n_done = models.PositiveIntegerField(default=0)
    n_cases = models.PositiveIntegerField(default=0)
    n_faults = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
