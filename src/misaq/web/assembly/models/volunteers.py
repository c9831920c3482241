"""Who volunteers, as little of them as a lottery needs; and what officers did or looked at."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.models.panel import ConsentText, Panel


class Volunteer(models.Model):
    """One person of the pool.

    pseudonym : found by the person's code, which is kept nowhere; the id in everything that is published.
    key_mark : of the key by which the person corrects or erases, under a secret that the database does not hold.
    answers : {category name: feature name}, choices only.
    person_mark : mark of name and contact, keyed by the panel's secret, so that nobody is in the pool twice.
    household : mark of what was typed, keyed by the panel's secret, never what was typed; "" for none. From the
        sealing on a number that says only who shares a home, or "".
    boxed : name and contact, shut with the panel's identity key, b"" once erased.
    registered_on : the day alone; the minute in which somebody sat at a computer finds them.
    """

    class Way(models.TextChoices):
        """How somebody came in."""

        FORM = "form", _("by the form")
        FILE = "file", _("from an officer's file")

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="volunteers")
    pseudonym = models.CharField(max_length=20)
    key_mark = models.CharField(max_length=64)
    person_mark = models.CharField(max_length=32, blank=True)
    answers = models.JSONField(default=dict)
    household = models.CharField(max_length=32, blank=True)
    boxed = models.BinaryField(default=bytes)
    consent = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="en")
    way = models.CharField(max_length=4, choices=Way.choices, default=Way.FORM)
    registered_on = models.DateField(default=timezone.localdate)
    erased_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["panel", "pseudonym"], name="one_volunteer_a_code"),
            models.UniqueConstraint(
                fields=["panel", "person_mark"],
                condition=~models.Q(person_mark=""),
                name="nobody_volunteers_twice",
            ),
        )
        ordering = ("panel", "pseudonym")

    def __str__(self) -> str:
        return self.pseudonym


class AddedOnlyError(TypeError):
    """A row of a log was to be changed or taken away."""


class AddedOnly(models.QuerySet[Any]):
    """Rows that are added and read, and nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise AddedOnlyError

    def delete(self) -> Any:
        """Refused."""
        raise AddedOnlyError


class OfficerEntry(models.Model):
    """One act or one look of an officer, without any value. Rows are added, never changed.

    verb : "<thing>.<deed>", such as "identity.viewed". about : pseudonym of the volunteer, or another name.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = AddedOnly.as_manager()

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; a second time is refused."""
        if not self._state.adding:
            raise AddedOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused."""
        raise AddedOnlyError
