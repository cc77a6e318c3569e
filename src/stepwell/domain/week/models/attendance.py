"""A client's place in one session, and when they were really there."""

from django.db import models
from django.db.models import F, Q

from stepwell.domain.people.models import Client, Staff
from stepwell.domain.week.models.group import Session, no_overlap
from stepwell.domain.week.rules.roll import AttendanceStatus

Status = AttendanceStatus


class Arrived(models.TextChoices):
    """How somebody said that they are here."""

    KIOSK = "kiosk"
    PHONE = "phone"
    JOINED = "joined"
    DESK = "desk"


class Booking(models.Model):
    """One client in one session: booked, and later how they attended. A person can't be in two at a time."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField(help_text="of the session, so that the database can refuse an overlap")
    ends_at = models.DateTimeField()
    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in AttendanceStatus], default=AttendanceStatus.BOOKED.value
    )
    canceled_at = models.DateTimeField(null=True)
    came_from = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        related_name="sent_on",
        help_text="the session whose place this is meanwhile",
    )
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True, help_text="they said so themselves; the roll is another's word")
    arrived_how = models.CharField(max_length=8, choices=Arrived, blank=True)

    class Meta:
        """Once per session, and in one session at a time; who has arrived said how."""

        constraints = (
            models.UniqueConstraint(fields=["session", "client"], name="one_booking_per_session"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_start"),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True, arrived_how="")
                | Q(arrived_at__isnull=False, arrived_how__in=Arrived.values),
                name="arrived_somehow",
            ),
            no_overlap("client_not_booked_twice", "client", only=Q(canceled_at__isnull=True)),
        )
        indexes = (
            models.Index(fields=["client", "starts_at"], name="bookings_by_client"),
            models.Index(
                fields=["starts_at"],
                condition=Q(status=AttendanceStatus.NO_SHOW.value, canceled_at__isnull=True),
                name="missed_bookings_by_time",
            ),
        )

    def __str__(self) -> str:
        return f"booking {self.pk}"


class Presence(models.Model):
    """A stretch of time that the client was in the session: somebody may leave and come back."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="presences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """In order, and no two at once."""

        ordering = ("starts_at",)
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="presence_ends_after_start"),
            no_overlap("presence_once_at_a_time", "booking", only=None),
        )

    def __str__(self) -> str:
        return f"presence {self.pk}"
