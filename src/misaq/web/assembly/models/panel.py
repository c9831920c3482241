"""A panel that is to be drawn by lot: what it is, what volunteers are asked, how many of whom sit."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ACCOUNT = settings.AUTH_USER_MODEL


def new_home_secret() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


class Panel(models.Model):
    """One panel, from its preparation to its draw.

    about_en, about_ur : what volunteers read first: what the panel is for, what taking part means.
    size : seats. rule, form, n_panels : of the lottery, see `misaq.assembly.hold_lottery`.
    home_secret : key of the marks of households; destroyed when the list is sealed, b"" from then on.
    identity_key : a `record.user-key` document: its public half shuts names and contacts, its private half is
        opened by the officers' passphrase alone; b"" before it is made, and nobody can register until then.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PREPARED = "prepared", _("being prepared")
        OPEN = "open", _("open for registration")
        CLOSED = "closed", _("registration closed")
        SEALED = "sealed", _("list sealed")
        DRAWN = "drawn", _("drawn")

    slug = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120)
    about_en = models.TextField(max_length=4000)
    about_ur = models.TextField(max_length=4000)
    size = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=12, default="leximin")
    form = models.CharField(max_length=8, default="uniform")
    n_panels = models.PositiveIntegerField(default=1000)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREPARED)
    home_secret = models.BinaryField(default=new_home_secret)
    identity_key = models.BinaryField(default=bytes)
    made_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> dict[str, str]:
        """The name by language."""
        return {"en": self.name_en, "ur": self.name_ur}

    @property
    def about(self) -> dict[str, str]:
        """What volunteers read first, by language."""
        return {"en": self.about_en, "ur": self.about_ur}


class ConsentText(models.Model):
    """What volunteers agree to, as it stood from a time on. A new version is added, an old one never changed."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="consents")
    version = models.PositiveSmallIntegerField()
    text_en = models.TextField(max_length=4000)
    text_ur = models.TextField(max_length=4000)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["panel", "version"], name="one_consent_a_version"),
        )
        ordering = ("panel", "version")

    def __str__(self) -> str:
        return f"{self.panel_id}: {self.version}"

    @property
    def text(self) -> dict[str, str]:
        """The text by language."""
        return {"en": self.text_en, "ur": self.text_ur}


class Category(models.Model):
    """A question that volunteers answer by a choice, such as sex or region.

    name : as it stands in the files that are published.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="categories")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    label_en = models.CharField(max_length=120)
    label_ur = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["panel", "name"], name="one_category_a_name"),
        )
        ordering = ("panel", "number", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> dict[str, str]:
        """The question by language."""
        return {"en": self.label_en, "ur": self.label_ur}


class Feature(models.Model):
    """One answer to a category's question, and its quota.

    population : people of the population with it, None where it is not known.
    minimum, maximum : seats. min_flex, max_flex : how far these may be moved when they cannot be met; None: any way.
    """

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="features")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    label_en = models.CharField(max_length=120)
    label_ur = models.CharField(max_length=120)
    population = models.PositiveBigIntegerField(null=True)
    minimum = models.PositiveSmallIntegerField(default=0)
    maximum = models.PositiveSmallIntegerField(default=0)
    min_flex = models.PositiveSmallIntegerField(null=True)
    max_flex = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["category", "name"], name="one_feature_a_name"),
        )
        ordering = ("category", "number", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> dict[str, str]:
        """The answer by language."""
        return {"en": self.label_en, "ur": self.label_ur}
