"""What a site has set for its admissions: hours per stage, how often somebody is tried, and the edition."""

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.admissions.rules.targets import ATTEMPT_DAYS, ATTEMPTS, DEFAULT_HOURS
from stepwell.domain.people.models import Site, Staff


class AdmissionsProtocol(models.Model):
    """A site's own; without a row the defaults of `rules.targets` hold, which are ours."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="admissions_protocol")
    screen_hours = models.PositiveSmallIntegerField(default=DEFAULT_HOURS[Stage.ENQUIRY])
    benefits_hours = models.PositiveSmallIntegerField(default=DEFAULT_HOURS[Stage.SCREENED])
    assess_hours = models.PositiveSmallIntegerField(default=DEFAULT_HOURS[Stage.BENEFITS])
    place_hours = models.PositiveSmallIntegerField(default=DEFAULT_HOURS[Stage.ASSESSED])
    schedule_hours = models.PositiveSmallIntegerField(default=DEFAULT_HOURS[Stage.PLACED])
    attempts = models.PositiveSmallIntegerField(default=ATTEMPTS)
    attempt_days = models.PositiveSmallIntegerField(default=ATTEMPT_DAYS)
    keeps_groups = models.BooleanField(
        default=False, help_text="the program takes block grant money: priority groups come first on the waitlist"
    )
    edition = models.CharField(
        max_length=20, default=Edition.THIRD.value, help_text="a placement is begun in; one may be rated in the other"
    )
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        """Nobody is called unreachable untried."""

        constraints = (models.CheckConstraint(condition=Q(attempts__gte=1), name="protocol_tries_once_at_least"),)

    def __str__(self) -> str:
        return f"admissions protocol {self.pk}"
