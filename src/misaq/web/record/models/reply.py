"""What was asked of those said to be responsible, what they answered, what was acknowledged; what families allow."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models.case import Case
from misaq.web.record.models.organisation import Organisation
from misaq.web.record.models.person import PersonMention


class ResponseRequest(models.Model):
    """A request to an authority or group, with a deadline.

    content_shut : the sender's copy, under the sender's key. content_boxed : the same, for the addressee's inbox.
    subject : in clear, neutral and without names; may be published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="requests")
    addressee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    content_shut = models.BinaryField(default=bytes)
    content_boxed = models.BinaryField(default=bytes)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} to {self.addressee_id}"


class Checked(models.TextChoices):
    """Whether words that are quoted name no private person: a reviewer looks before anybody reads them in public.

    They are shown whole or withheld whole, and the public page says which; nobody edits them.
    """

    WAITS = "", _("not yet looked at")
    SHOWN = "shown", _("may be shown")
    WITHHELD = "withheld", _("withheld: it names a private person")


class Response(models.Model):
    """What was answered. `public_text` is a quotation: the authority's own words, published as they are.

    private_boxed : what only the sender's organisation should read, shut for its inbox. checked : see `Checked`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ResponseRequest, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=28)
    public_text = models.CharField(max_length=2000, blank=True)
    public_language = models.CharField(max_length=8, blank=True)
    private_boxed = models.BinaryField(default=bytes)
    complied = models.BooleanField(null=True)
    checked = models.CharField(max_length=8, choices=Checked.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} to {self.request_id}"


class Acknowledgement(models.Model):
    """Those responsible acknowledge, in full or in part, deny, or stay silent. The latest stands.

    authority : in whose name and with what authority. remedy, remedy_due : what was promised; becomes a commitment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="acknowledgements")
    response = models.ForeignKey(Response, null=True, on_delete=models.SET_NULL)
    by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8)
    authority = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=12, blank=True)
    is_apology = models.BooleanField(default=False)
    text = models.CharField(max_length=2000, blank=True)
    text_language = models.CharField(max_length=8, blank=True)
    checked = models.CharField(max_length=8, choices=Checked.choices, blank=True)
    remedy = models.CharField(max_length=300, blank=True)
    remedy_due = models.DateField(null=True)
    on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.answer} on {self.case_id}"


class Consent(models.Model):
    """What a person, or who speaks for them, allows for one purpose. Rows are added; the newest stands.

    allows : yes or no. until : last day, None without end. A withdrawal is a row with allows=False.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    mention = models.ForeignKey(PersonMention, null=True, on_delete=models.SET_NULL)
    purpose = models.CharField(max_length=24)
    allows = models.BooleanField()
    until = models.DateField(null=True)
    shared_with = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(max_length=24, blank=True)
    language = models.CharField(max_length=8, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.purpose}: {self.allows}"
