"""Tracks, day templates, services and places. Rows are added and retired, never rewritten under a past session."""

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Site


class Service(models.Model):
    """A kind of hour: relapse prevention group, skills, family session."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=80)

    class Meta:
        """One of a name per site."""

        constraints = (models.UniqueConstraint(fields=["site", "name"], name="one_service_per_name"),)

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A room, or a virtual one. One session at a time."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=80)
    seats = models.PositiveSmallIntegerField(default=10)

    class Meta:
        """One of a name per site."""

        constraints = (models.UniqueConstraint(fields=["site", "name"], name="one_place_per_name"),)

    def __str__(self) -> str:
        return self.name


class DayTemplate(models.Model):
    """How a day of a track goes, segment by segment."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="day_templates")
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class TemplateSegment(models.Model):
    """A stretch of a day: check-in, process group, break. Clinical minutes count; breaks and meals don't."""

    template = models.ForeignKey(DayTemplate, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    is_clinical = models.BooleanField()

    class Meta:
        """In order, and never of no length."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["template", "position"], name="one_segment_per_position"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="segment_has_minutes"),
        )

    def __str__(self) -> str:
        return self.label


class Track(models.Model):
    """What a person is admitted to: "Evening IOP", 3 h on 3 days for 12 weeks, at a level of care."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tracks")
    name = models.CharField(max_length=80)
    level_code = models.CharField(max_length=8, help_text="ASAM level by code, such as 2.1")
    standard_code = models.CharField(max_length=40, help_text="see catalog.rules.STANDARDS")
    template = models.ForeignKey(DayTemplate, on_delete=models.PROTECT, related_name="+")
    days_a_week = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    prescribed_weekly_minutes = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)

    class Meta:
        """One of a name per site."""

        constraints = (models.UniqueConstraint(fields=["site", "name"], name="one_track_per_name"),)

    def __str__(self) -> str:
        return self.name
