"""Feeds: one that works for each person, and those that were revoked."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Staff
from stepwell.platform.keyring.field import EncryptedTextField


class Feed(models.Model):
    """One address of one person. `digest` finds it; `token` shows it again to its owner, and only the keyring opens it.

    Made anew it is another row, and the earlier one is revoked for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="feeds")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    token = EncryptedTextField(help_text="emptied when it is revoked")
    shows_place = models.BooleanField(default=False, help_text="whether its owner wants the place in it")
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """One person's, and one that works for each."""

        constraints = (
            models.CheckConstraint(
                condition=Q(client__isnull=True, staff__isnull=False) | Q(client__isnull=False, staff__isnull=True),
                name="feed_of_one_person",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(revoked_at__isnull=True), name="one_feed_per_client"
            ),
            models.UniqueConstraint(fields=["staff"], condition=Q(revoked_at__isnull=True), name="one_feed_per_staff"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(token=""), name="revoked_feed_has_no_token"
            ),
        )

    def __str__(self) -> str:
        return f"feed {self.pk}"
