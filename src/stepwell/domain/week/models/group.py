"""Series (a group, week after week), their sessions, and who belongs to them."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.models import Intervention
from stepwell.domain.catalog.models import DayTemplate, Place, Service, Track
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.platform.keyring.field import EncryptedTextField


class Period(Func):
    """The half-open range from a start to an end, for exclusion constraints."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def no_overlap(name: str, *same: str, only: Q | None) -> ExclusionConstraint:
    """Refuse two rows of the same `same` whose [starts_at, ends_at) overlap, among rows that are `only`."""
    period = Period("starts_at", "ends_at", RangeBoundary())
    return ExclusionConstraint(
        name=name,
        expressions=[*[(field, RangeOperators.EQUAL) for field in same], (period, RangeOperators.OVERLAPS)],
        condition=only,
    )


# Rows of series that are groups; the others are somebody's own, see `Series`.
IS_GROUP = Q(client__isnull=True)


class Series(models.Model):
    """A group that meets every week: weekdays, a wall-clock time, a leader, a place, at most `capacity` people.

    Or one person's own sessions (`client`), alone or with family as its service says: one seat, `minutes` long, once
    or every week (ADR 25). The database seats nobody else in them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="series")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="series")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(DayTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        null=True,
        related_name="own_series",
        help_text="whose own; none: a group",
    )
    minutes = models.PositiveSmallIntegerField(null=True, help_text="of one's own; a group goes as its day says")
    name = models.CharField(max_length=80)
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="leads")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="0 is Monday")
    starts_at_time = models.TimeField(help_text="by the site's clock")
    first_on = models.DateField()
    extended_to = models.DateField(help_text="sessions stand up to this day (exclusive)")
    ends_on = models.DateField(null=True)
    capacity = models.PositiveSmallIntegerField(default=10)
    language = models.CharField(
        max_length=40, blank=True, help_text="in which it is held; empty: the program's usual one"
    )

    class Meta:
        """More than one. A group goes by its day; one's own by its length, and has one seat."""

        verbose_name_plural = "series"
        constraints = (
            models.CheckConstraint(
                condition=Q(client__isnull=True, minutes__isnull=True, template__isnull=False)
                | Q(client__isnull=False, minutes__gt=0, template__isnull=True, capacity=1),
                name="group_has_a_day_own_has_a_length",
            ),
        )

    def __str__(self) -> str:
        return f"series {self.pk}"

    @property
    def is_own(self) -> bool:
        """One person's own sessions, and no group."""
        return self.client_id is not None

    @property
    def is_weekly(self) -> bool:
        """More than once: once is a series that is over the next day."""
        return self.ends_on is None or (self.ends_on - self.first_on).days > 1


class SeriesPhase(models.Model):
    """From a day on a series meets on other weekdays, at another time, in another place or with another leader.

    Rows are there only where a series has changed: the first says how it was before, and the last is what the series
    itself says.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="phases")
    from_on = models.DateField()
    starts_at_time = models.TimeField(help_text="by the site's clock")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="0 is Monday")
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One at a time, in order."""

        ordering = ("from_on",)
        constraints = (models.UniqueConstraint(fields=["series", "from_on"], name="one_phase_per_day"),)

    def __str__(self) -> str:
        return f"phase {self.pk}"


class CancelReason(models.TextChoices):
    """Why a session doesn't take place. Ours."""

    LEADER = "leader", "The leader is away"
    PLACE = "place", "The place can’t be used"
    CLOSED = "closed", "The site is closed"
    FEW = "few", "Too few people"
    ENDED = "ended", "The group has ended"
    MERGED = "merged", "Joined with another group"
    OTHER = "other", "Another reason"


class Session(models.Model):
    """One meeting of a group, or of somebody's own. Room and leader hold one at a time: the database refuses more."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField(help_text="1, 2, 3 within the series")
    on = models.DateField(help_text="the site's day on which it starts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sessions")
    canceled_at = models.DateTimeField(null=True)
    meeting_url = models.CharField(
        max_length=500, blank=True, help_text="where it meets on a screen, for who is booked"
    )
    canceled_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=12, choices=CancelReason, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="merged",
        help_text="its people sit there instead",
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="split_off", help_text="a second room of that session"
    )
    topic = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=200, blank=True)
    shared_note = models.TextField(blank=True, help_text="what was done, the same for all; names nobody")
    shared_not_names = models.JSONField(default=list, help_text="as on a note: [{word, by, at}]")
    shared_revision = models.PositiveIntegerField(default=0, help_text="grows with each save")
    shared_saved_at = models.DateTimeField(null=True)
    shared_saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """No room and no leader twice at a time."""

        constraints = (
            models.UniqueConstraint(fields=["series", "number"], name="one_session_per_number"),
            # looked at when a statement is done: the sessions of a series may change places with each other
            models.UniqueConstraint(
                fields=["series", "starts_at", "split_from"],
                nulls_distinct=False,
                deferrable=models.Deferrable.IMMEDIATE,
                name="one_session_per_start",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(canceled_at__isnull=False), name="merged_session_is_canceled"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            no_overlap("place_not_taken_twice", "place", only=Q(canceled_at__isnull=True)),
            no_overlap("leader_not_booked_twice", "leader", only=Q(canceled_at__isnull=True)),
        )
        indexes = (models.Index(fields=["site", "starts_at"], name="sessions_by_start"),)

    def __str__(self) -> str:
        return f"session {self.pk}"


class SessionSegment(models.Model):
    """A stretch of one session, copied from the template when the session was made: the past isn't rewritten."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="segments")
    label = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_clinical = models.BooleanField()

    class Meta:
        """In the order of the evening."""

        ordering = ("starts_at",)

    def __str__(self) -> str:
        return self.label


class Enrollment(models.Model):
    """A client belongs to a series from a day, until a day (exclusive)."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="enrollments")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="enrollments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="enrollments")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    despite = EncryptedTextField(blank=True, help_text="why they joined though it meets when they can't come")

    class Meta:
        """Once at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["series", "client"], condition=Q(left_on__isnull=True), name="one_open_enrollment"
            ),
        )

    def __str__(self) -> str:
        return f"enrollment {self.pk}"


class LedDespite(models.Model):
    """Why somebody leads a group, one of its sessions or somebody's own ones outside of when they work."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="led_despite")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, related_name="led_despite", help_text="this one alone"
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order in which it was said."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"led despite {self.pk}"


class SeriesIntervention(models.Model):
    """This group carries this intervention of somebody's plan. Stands here because a plan knows no groups."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="interventions")
    intervention = models.OneToOneField(Intervention, on_delete=models.PROTECT, related_name="carried_by")

    def __str__(self) -> str:
        return f"{self.intervention_id} by {self.series_id}"
