"""Safety events: somebody may be in danger. Kept apart from the queue, so that no tidying of tasks can lose one.

And who is on call when, and who was paged about an event.
"""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from stepwell.domain.catalog.models import Place as Room
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.safety.rules.ladder import Rung
from stepwell.domain.safety.rules.rota import Place
from stepwell.platform.notify.models import Message


def _no_overlap(name: str, same: str) -> ExclusionConstraint:
    """Refuse two stretches of one site and one `same` that overlap, but for those that were taken off."""
    hours = Func(F("starts_at"), F("ends_at"), RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[("site", RangeOperators.EQUAL), (same, RangeOperators.EQUAL), (hours, RangeOperators.OVERLAPS)],
        condition=Q(taken_off_at__isnull=True),
    )


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
        Room, on_delete=models.PROTECT, null=True, related_name="+", help_text="at whose door, where it has a room"
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


class OnCall(models.Model):
    """Somebody is on call at a site from an instant to another: first, or second when the first doesn't answer.

    One that is taken off before it began stays as it was, with when; one that runs ends then.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="on_call")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="on_call")
    place = models.PositiveSmallIntegerField(choices=[(one.value, one.name.lower()) for one in Place])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        """One in each place at a time, and nobody in both."""

        verbose_name_plural = "on call"
        ordering = ("starts_at", "place")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="on_call_ends_after_start"),
            models.CheckConstraint(condition=Q(place__in=[one.value for one in Place]), name="on_call_first_or_second"),
            _no_overlap("one_on_call_in_a_place", "place"),
            _no_overlap("nobody_on_call_twice", "staff"),
        )

    def __str__(self) -> str:
        return f"on call {self.pk}"


class Page(models.Model):
    """One rung of the ladder, paged about one event: who, by which message. Without `message` they couldn't be reached,
    without `staff` nobody stood there.
    """

    event = models.ForeignKey(SafetyEvent, on_delete=models.PROTECT, related_name="pages")
    rung = models.PositiveSmallIntegerField(choices=[(one.value, one.name.lower()) for one in Rung])
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """In their order."""

        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(message__isnull=True) | Q(staff__isnull=False), name="page_to_somebody"),
        )

    def __str__(self) -> str:
        return f"page {self.pk}"
