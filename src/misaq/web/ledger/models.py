"""The served log: entries and the hashes over them. Rows are added, never changed."""

from django.db import models


class LedgerEntry(models.Model):
    """One entry as its canonical bytes."""

    index = models.PositiveBigIntegerField(primary_key=True)
    entry = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"entry {self.index}"


class LedgerHash(models.Model):
    """The hash of one complete subtree, by its place in the tree."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["level", "index"], name="one_hash_per_place"),
        )

    def __str__(self) -> str:
        return f"hash ({self.level}, {self.index})"


class SignedCheckpoint(models.Model):
    """A signed size and root of the log, as a C2SP signed note."""

    size = models.PositiveBigIntegerField(unique=True)
    note = models.TextField()
    signed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"
