"""An episode: a person is in a track, from a day until a day."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.catalog.models import Track
from stepwell.domain.people.models import Client


class Episode(models.Model):
    """One stay in one track. `planned_end_on` and `ended_on` are the first day after the last one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="episodes")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, null=True, related_name="episode")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="episodes")
    level_code = models.CharField(max_length=8)
    level_reason = models.TextField(blank=True, help_text="why the track's level isn't the placed one")
    prescribed_weekly_minutes = models.PositiveSmallIntegerField()
    standard_code = models.CharField(max_length=40)
    started_on = models.DateField()
    planned_end_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=24, blank=True, choices=[(one.value, one.label) for one in EndReason])

    class Meta:
        """One open stay per person and track."""

        constraints = (
            models.UniqueConstraint(
                fields=["client", "track"], condition=Q(ended_on__isnull=True), name="one_open_episode_per_track"
            ),
            models.CheckConstraint(condition=Q(planned_end_on__gt=F("started_on")), name="episode_ends_after_start"),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(ended_on__isnull=False), name="episode_with_reason_has_ended"
            ),
        )

    def __str__(self) -> str:
        return f"episode {self.pk}"

    @property
    def last_on(self) -> date | None:
        """The last day of a stay that has ended."""
        return self.ended_on - timedelta(days=1) if self.ended_on else None
