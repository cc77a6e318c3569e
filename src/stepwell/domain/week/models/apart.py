"""Two clients who aren't to sit in one group: whoever may not see both never learns of it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from stepwell.domain.people.models import Client, Staff


class ApartKind(models.TextChoices):
    """Why, in one word. Ours."""

    APART = "apart", "Keep apart"
    CO_DEFENDANTS = "co-defendants", "Co-defendants"


class KeepApart(models.Model):
    """Somebody said that these two aren't to meet in a group; in force until somebody ends it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ApartKind)
    why = models.TextField()
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Two people, and one pair of them in force."""

        constraints = (
            models.CheckConstraint(condition=~Q(first=F("second")), name="apart_are_two"),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=Q(ended_at__isnull=True),
                name="one_open_pair",
            ),
        )
        indexes = (
            models.Index(fields=["first"], condition=Q(ended_at__isnull=True), name="apart_by_first"),
            models.Index(fields=["second"], condition=Q(ended_at__isnull=True), name="apart_by_second"),
        )

    def __str__(self) -> str:
        return f"pair {self.pk}"
