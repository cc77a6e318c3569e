"""Chains and their entries. The application can only add: see the migration for what the database refuses."""

from django.db import models


class Chain(models.Model):
    """One client's, or one reader's, line of entries, and where it ends."""

    key = models.CharField(max_length=80, unique=True)
    length = models.BigIntegerField(default=0)
    head = models.BinaryField()

    def __str__(self) -> str:
        return f"chain {self.pk}"


class Entry(models.Model):
    """One thing done or seen. `hash` covers every other column and the hash before it."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries", db_index=False)
    position = models.BigIntegerField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    client_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        """A place in a chain is taken once."""

        verbose_name_plural = "entries"
        constraints = (models.UniqueConstraint(fields=["chain", "position"], name="one_entry_per_position"),)
        indexes = (
            models.Index(fields=["client_id", "at"], name="ledger_by_client"),
            models.Index(fields=["actor_key", "at"], name="ledger_by_actor"),
        )

    def __str__(self) -> str:
        return f"entry {self.pk}"
