"""Somebody's own times, as they said them: each stays known after it has ended; and when staff work, by editions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepwell.domain.availability import rules
from stepwell.domain.people.models import Client, Site, Staff


class OwnTime(models.Model):
    """One of a client's own times, week after week. Taken back it ends, and nothing of it is changed."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="own_times")
    sense = models.CharField(max_length=8, choices=[(one.value, one.label) for one in rules.Sense])
    kind = models.CharField(max_length=16, choices=[(one.value, one.value.capitalize()) for one in rules.Kind])
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="0 is Monday")
    from_time = models.TimeField(help_text="by the site's clock")
    until_time = models.TimeField(help_text="at or before the start: over midnight")
    first_on = models.DateField()
    last_on = models.DateField(null=True)
    said_at = models.DateTimeField()
    written_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", help_text="empty: the client"
    )
    ended_at = models.DateTimeField(null=True, help_text="when it was taken back")

    class Meta:
        """By client, what holds first found."""

        indexes = (
            models.Index(fields=["client"], condition=Q(ended_at__isnull=True), name="own_times_that_hold"),
            models.Index(fields=["client", "-said_at"], name="own_times_by_client"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")), name="own_time_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"own time {self.pk}"

    @property
    def said(self) -> rules.OwnTime:
        """What was said, as a value."""
        return rules.OwnTime(
            rules.Sense(self.sense),
            rules.Kind(self.kind),
            frozenset(self.weekdays),
            self.from_time,
            self.until_time,
            self.first_on,
            self.last_on,
        )


class WorkingTimes(models.Model):
    """When somebody of the staff works at a site from a day on, weekday by weekday; without a row, at any time."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="working_times")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="working_times")
    from_on = models.DateField()
    begins = ArrayField(models.TimeField(null=True), size=7, help_text="by the site's clock, Monday first")
    ends = ArrayField(models.TimeField(null=True), size=7, help_text="at or before the start: over midnight")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One edition a day, in order."""

        verbose_name_plural = "working times"
        ordering = ("from_on",)
        constraints = (models.UniqueConstraint(fields=["site", "staff", "from_on"], name="one_working_week_a_day"),)

    def __str__(self) -> str:
        return f"working times {self.pk}"

    @property
    def said(self) -> rules.WorkingWeek:
        """As a value."""
        hours = zip(self.begins, self.ends, strict=True)
        days = (None if begins is None or ends is None else (begins, ends) for begins, ends in hours)
        return rules.WorkingWeek(self.from_on, tuple(days))
