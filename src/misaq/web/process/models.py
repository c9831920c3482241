"""What the site shows: releases of a process's documents; and the runs that make them."""

from django.conf import settings
from django.db import models


class Release(models.Model):
    """The documents of one run, published together; the newest is what the pages show."""

    process_id = models.CharField(max_length=64)
    source_folder = models.CharField(max_length=4096, blank=True)
    log_size = models.PositiveBigIntegerField()
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)

    class Meta:
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"{self.process_id}, release {self.pk}"


class ReleasedDocument(models.Model):
    """One result document of a release, byte for byte as it was written and logged."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=64)
    payload = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["release", "kind"], name="one_document_per_kind"),
        )

    def __str__(self) -> str:
        return self.kind


class ComputeJob(models.Model):
    """One computing of the whole process, asked for at the desk; shows how far it is."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.JSONField(default=list)
    release = models.ForeignKey(Release, null=True, on_delete=models.SET_NULL)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"job {self.pk}: {self.state}"
