"""Safety events: somebody may be in danger. Kept apart from the queue, so that no tidying of tasks can lose one."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Client, Staff


class Source(models.TextChoices):
    """What raised the event."""

    SAID_UNSAFE = "said they don't feel safe"
    CRAVING = "strong craving in a check-in"
    SCREEN = "a screening answer"


class SafetyEvent(models.Model):
    """One time that a client may be in danger, who took it on, and what came of it.

    `key` comes from the page that sent it, so that the same tap sent twice is one event. It counts within a client:
    two people who share a phone never stand in each other's way.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.UUIDField()
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="safety_events")
    source = models.CharField(max_length=40, choices=Source)
    raised_at = models.DateTimeField(help_text="when it was said, by the phone's clock if that is believable")
    received_at = models.DateTimeField()
    at_door = models.BooleanField(default=False, help_text="said at a device at the door, and not on their own phone")
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", help_text="at whose door, where it has a room"
    )
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="safety_events")
    acknowledged_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    risk_note = models.TextField(blank=True)
    follow_up_at = models.DateTimeField(null=True)
    followed_up_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    followed_up_at = models.DateTimeField(null=True)

    class Meta:
        """Acknowledged by somebody at a time; resolved with a note and a follow-up; a room only for a door."""

        constraints = (
            models.UniqueConstraint(
                fields=["client", "key"], condition=Q(resolved_at__isnull=True), name="one_open_event_per_key"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | (~Q(risk_note="") & Q(follow_up_at__isnull=False)),
                name="resolved_with_note_and_follow_up",
            ),
            models.CheckConstraint(condition=Q(place__isnull=True) | Q(at_door=True), name="safety_place_has_a_door"),
        )
        indexes = (
            models.Index(fields=["client"], condition=Q(resolved_at__isnull=True), name="open_safety_events"),
            models.Index(fields=["resolved_at"], name="safety_events_by_end"),
        )

    def __str__(self) -> str:
        return f"safety event {self.pk}"
