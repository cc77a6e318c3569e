"""Meetings of a site's treatment team: their people with reasons, notes and decisions. Locked by the sign-off."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.team.rules.minutes import State


class MeetingDay(models.Model):
    """When a site's team meets, week after week."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="meeting_day")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    starts_at_time = models.TimeField(help_text="by the site's clock")

    class Meta:
        """A weekday is one of seven."""

        constraints = (models.CheckConstraint(condition=Q(weekday__lte=6), name="team_meets_on_a_weekday"),)

    def __str__(self) -> str:
        return f"meeting day of site {self.site_id}"


class Meeting(models.Model):
    """One meeting. Signed by a prescriber it stays as it is (the migration's trigger); later words are an addendum."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="team_meetings")
    on = models.DateField(help_text="the site's day")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    signed_as = models.CharField(max_length=300, blank=True, help_text="name and credentials at signing")

    class Meta:
        """One a day and site; signed by somebody."""

        constraints = (
            models.UniqueConstraint(fields=["site", "on"], name="one_team_meeting_a_day"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signed_as=""),
                name="meeting_signed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class Attendee(models.Model):
    """Somebody of the staff was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once."""

        constraints = (models.UniqueConstraint(fields=["meeting", "staff"], name="there_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.meeting_id}"


class MeetingItem(models.Model):
    """One person on the agenda: why, what was said, and whether the meeting came to them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="meeting_items")
    position = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list, help_text="[[why, words]] as they stood when the agenda was made")
    note = models.TextField(blank=True)
    plan_reviewed = models.BooleanField(default=False, help_text="the meeting went through the plan")
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in State], default=State.OPEN.value)
    revision = models.PositiveIntegerField(default=0, help_text="grows with each save; a stale save is refused")
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Once a meeting; who was talked about has a note."""

        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "client"], name="once_on_the_agenda"),
            models.CheckConstraint(
                condition=~Q(state=State.DISCUSSED.value) | ~Q(note=""), name="discussed_with_a_note"
            ),
        )

    def __str__(self) -> str:
        return f"meeting item {self.pk}"


class Decision(models.Model):
    """Somebody does something until a day. `is_plan`: it is a matter of the plan, and shows there until it is done."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="decisions")
    words = models.CharField(max_length=200)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    is_plan = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Done by somebody."""

        constraints = (
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="decision_done_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"decision {self.pk}"


class MeetingAddendum(models.Model):
    """What was added after the sign-off. Kept for good. `item` is the person it is about; none: the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="addenda")
    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, null=True, related_name="addenda")
    words = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_as = models.CharField(max_length=300)

    class Meta:
        """More than one."""

        verbose_name_plural = "meeting addenda"

    def __str__(self) -> str:
        return f"meeting addendum {self.pk}"


class AgendaRequest(models.Model):
    """Somebody asked that the team talks about a person. It waits until a meeting has them on its agenda."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="agenda_requests")
    words = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    taken_into = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, null=True, related_name="requests")

    def __str__(self) -> str:
        return f"agenda request {self.pk}"
