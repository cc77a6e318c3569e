"""Tracks, day templates, services and places. Rows are added and retired, never rewritten under a past session."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stepwell.domain.catalog.rules import BEGINNING
from stepwell.domain.catalog.rules.closing import RoomClosed
from stepwell.domain.catalog.rules.load import Load
from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.people.models import Site, Staff


class Service(models.Model):
    """A kind of hour: relapse prevention group, skills, family session."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in ServiceKind], default=ServiceKind.GROUP.value
    )
    code = models.CharField(max_length=8, blank=True, help_text="what a payer knows it by, as the site sets it")
    credential = models.CharField(max_length=80, blank=True, help_text="what who leads it needs, as the site says it")
    counts = models.BooleanField(default=True, help_text="its clinical segments count as clinical minutes")
    is_open = models.BooleanField(default=True, help_text="offered to new groups")

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
    is_open = models.BooleanField(default=True, help_text="offered to new groups")

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
    """A stretch of a day: check-in, process group, break. Clinical minutes count; breaks and meals don't.

    The segments of one day that hold from the same day on are an edition of it (`rules.DayEditions`).
    """

    template = models.ForeignKey(DayTemplate, on_delete=models.CASCADE, related_name="segments")
    from_on = models.DateField(default=BEGINNING, help_text="the first day on which this edition holds")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    is_clinical = models.BooleanField()

    class Meta:
        """In order, and never of no length."""

        ordering = ("from_on", "position")
        constraints = (
            models.UniqueConstraint(fields=["template", "from_on", "position"], name="one_segment_per_position"),
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
    individual_weekly_minutes = models.PositiveSmallIntegerField(default=0, help_text="besides the days")
    prescribed_weekly_minutes = models.PositiveSmallIntegerField()
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="steps", help_text="the track one steps down from"
    )
    is_open = models.BooleanField(default=True, help_text="people can be admitted to it")

    class Meta:
        """One of a name per site."""

        constraints = (models.UniqueConstraint(fields=["site", "name"], name="one_track_per_name"),)

    def __str__(self) -> str:
        return self.name


class TrackEdition(models.Model):
    """What a track offers from a day on. The track's own columns are what counts today; a track that was never
    changed has no edition.
    """

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="editions")
    from_on = models.DateField()
    level_code = models.CharField(max_length=8)
    standard_code = models.CharField(max_length=40)
    template = models.ForeignKey(DayTemplate, on_delete=models.PROTECT, related_name="+")
    days_a_week = models.PositiveSmallIntegerField()
    individual_weekly_minutes = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()

    class Meta:
        """In the order of their days."""

        ordering = ("from_on",)
        constraints = (models.UniqueConstraint(fields=["track", "from_on"], name="one_edition_a_day"),)

    def __str__(self) -> str:
        return f"track {self.track_id} from {self.from_on}"


class ClosedDay(models.Model):
    """A day on which the site is closed: no group meets."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="closed_days")
    on = models.DateField()
    name = models.CharField(max_length=80, help_text="as everybody reads it: Thanksgiving")
    closed_at = models.DateTimeField(help_text="what was canceled then comes back where the day is opened again")

    class Meta:
        """Once a day."""

        ordering = ("on",)
        constraints = (models.UniqueConstraint(fields=["site", "on"], name="closed_once_a_day"),)

    def __str__(self) -> str:
        return self.name


class ClosedPlace(models.Model):
    """Days on which a room is closed: nobody is put into it, and what meets there needs another place."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="closures")
    first_on = models.DateField()
    last_on = models.DateField(help_text="closed on this day still")
    reason = models.CharField(max_length=80)
    closed_at = models.DateTimeField()

    class Meta:
        """In the order of their days."""

        ordering = ("first_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="closed_place_days_in_order"),
        )

    def __str__(self) -> str:
        return f"closed place {self.pk}"

    @property
    def said(self) -> RoomClosed:
        """As a value; take the place with it."""
        return RoomClosed(self.place_id, self.place.name, self.first_on, self.last_on, self.reason)


class StaffLoad(models.Model):
    """What somebody takes on at a site; without a row, without limits and with the letters after their name alone."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="staff_loads")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="loads")
    weekly_minutes = models.PositiveSmallIntegerField(null=True, help_text="with people, at most")
    caseload = models.PositiveSmallIntegerField(null=True, help_text="whose own counselor they are, at most")
    credentials = ArrayField(models.CharField(max_length=80), default=list, help_text="as the site's services ask")
    languages = ArrayField(models.CharField(max_length=40), default=list, help_text="besides the program's usual one")

    class Meta:
        """One per person and site."""

        constraints = (models.UniqueConstraint(fields=["site", "staff"], name="one_load_per_staff"),)

    def __str__(self) -> str:
        return f"load {self.pk}"

    @property
    def said(self) -> Load:
        """As a value."""
        return Load(self.weekly_minutes, self.caseload, frozenset(self.credentials), tuple(self.languages))


class Curriculum(models.Model):
    """A row of topics that groups can follow, as a site took it and edits it. Credit and terms stay with it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="curricula")
    code = models.CharField(max_length=40, help_text="of the file it was taken from")
    title = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField(help_text="of a session, as the source has it")
    when = models.CharField(max_length=200, blank=True)
    credit = models.CharField(max_length=200)
    license = models.CharField(max_length=300)

    class Meta:
        """Taken once."""

        verbose_name_plural = "curricula"
        constraints = (models.UniqueConstraint(fields=["site", "code"], name="curriculum_once_per_site"),)

    def __str__(self) -> str:
        return self.title


class CurriculumSession(models.Model):
    """One topic, in its place."""

    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=120)

    class Meta:
        """In order."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["curriculum", "number"], name="one_topic_per_number"),)

    def __str__(self) -> str:
        return self.topic
