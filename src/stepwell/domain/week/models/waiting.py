"""Waiting for a seat in a group, and the seat that is held."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.week.models.group import Series


class WaitEnd(models.TextChoices):
    """How waiting ended."""

    JOINED = "joined", "Joined"
    WITHDREW = "withdrew", "No longer waits"


class SeriesWait(models.Model):
    """A client waits for a seat in a series. `held_from` is the day from which a seat is held for them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="waits")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    turn_at = models.DateTimeField(help_text="since when they wait, or when they were last passed over")
    ahead_reason = models.CharField(max_length=200, blank=True, help_text="why they come before others")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)
    held_from = models.DateField(null=True)
    passed_reason = models.CharField(max_length=200, blank=True, help_text="why the last held seat went to the next")
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=12, choices=WaitEnd, blank=True)
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Once in a line, and a hold has its day."""

        constraints = (
            models.UniqueConstraint(
                fields=["series", "client"], condition=Q(ended_at__isnull=True), name="once_in_a_line"
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_from__isnull=True)
                | Q(held_at__isnull=False, held_from__isnull=False, ended_at__isnull=True),
                name="held_seat_has_its_day",
            ),
        )
        indexes = (
            models.Index(fields=["series", "turn_at"], condition=Q(ended_at__isnull=True), name="waits_in_order"),
        )

    def __str__(self) -> str:
        return f"wait {self.pk}"
