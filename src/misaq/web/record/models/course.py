"""What became of a person, where they were held, and what lawyers call it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from misaq.web.record.models.case import Act, Case
from misaq.web.record.models.person import PersonMention


class DetentionSpell(models.Model):
    """One time in somebody's hands: the particulars that article 17(3) of the Convention asks for.

    health_shut : sealed or restricted note. Every text is a code or an institution, never a person's name.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="detentions")
    mention = models.ForeignKey(PersonMention, null=True, on_delete=models.SET_NULL)
    place = models.CharField(max_length=60, blank=True)
    began = models.CharField(max_length=40, blank=True)
    ended = models.CharField(max_length=40, blank=True)
    authority_taking = models.CharField(max_length=120, blank=True)
    authority_ordering = models.CharField(max_length=120, blank=True)
    authority_supervising = models.CharField(max_length=120, blank=True)
    grounds = models.CharField(max_length=24, blank=True)
    admission = models.CharField(max_length=40, blank=True)
    acknowledged = models.CharField(max_length=8, blank=True)
    access = models.CharField(max_length=24, blank=True)
    transfer_to = models.CharField(max_length=120, blank=True)
    released = models.CharField(max_length=40, blank=True)
    health_shut = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"spell of {self.case_id}"


class FateStatus(models.Model):
    """What is known of somebody's fate as of a day. Rows are added, never changed.

    basis : how it is known; `found_dead_identified` needs an identification.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="fates")
    mention = models.ForeignKey(PersonMention, null=True, on_delete=models.SET_NULL)
    status = models.CharField(max_length=24)
    as_of = models.CharField(max_length=40)
    basis = models.CharField(max_length=300, blank=True)
    identification = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.status} as of {self.as_of}"


class LegalQualification(models.Model):
    """What an act may be in law: the only place for a legal label.

    elements : {element: yes | no | unknown} with the basis of each under "<element>_basis".
    """

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="qualifications")
    instrument = models.CharField(max_length=80)
    article = models.CharField(max_length=40, blank=True)
    elements = models.JSONField(default=dict)
    status = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}: {self.status}"
