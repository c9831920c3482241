"""From the draw to the room: who is invited, what they answer, and the log of every seat that changes hands."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.models.panel import Panel
from misaq.web.assembly.models.volunteers import AddedOnly, Volunteer


class Invitation(models.Model):
    """Somebody is asked to take a seat; they answer with their own code and key, or an officer notes it.

    place : in the order in which people were asked. due : until when they answer themselves.
    """

    class Answer(models.TextChoices):
        """What they said."""

        WAITS = "waits", _("has not answered")
        YES = "yes", _("comes")
        NO = "no", _("does not come")
        SILENT = "silent", _("could not be reached")

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="invitations")
    volunteer = models.OneToOneField(Volunteer, on_delete=models.PROTECT, related_name="invitation")
    place = models.PositiveSmallIntegerField(default=0)
    due = models.DateField()
    answer = models.CharField(max_length=6, choices=Answer.choices, default=Answer.WAITS)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("panel", "place", "pk")

    def __str__(self) -> str:
        return f"{self.place}: {self.answer}"


class SeatingEvent(models.Model):
    """A seat given, given up or taken over: added only, each holding the digest of the one before.

    kind : "drawn", "declined", "returned", "replaced", "alternates". body : pseudonyms and reasons, no names.
    by : None where the person did it with their own code and key.
    before, digest : SHA-256 over the canonical JSON of the event; "" before the first.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="seating")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    body = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = AddedOnly.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["panel", "number"], name="one_seating_event_a_number"),
        )
        ordering = ("panel", "number")

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"
