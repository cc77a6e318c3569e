"""Instruments filled in: the answers as given, and what they scored at the time."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.catalog.models import Track
from stepwell.domain.measures.rules.schedules import MOST_DAYS, Audience
from stepwell.domain.people.models import Client, Site, Staff


class Mode(models.TextChoices):
    """How the answers were given."""

    STAFF = "asked by staff"
    SELF = "filled in by the person"


class Administration(models.Model):
    """One time that a client answered an instrument.

    Kept as it was answered: `instrument_version` names the text, `answers` maps item ids to values. `total` stays
    empty while a required item is missing. A finished one is never edited (the database refuses it); answering again
    is a new row. `alarm_code` only ever goes up: an answer taken back doesn't take back what was raised.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="administrations")
    instrument_code = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default="en")
    mode = models.CharField(max_length=30, choices=Mode, default=Mode.STAFF)
    rater = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    answered_by = models.JSONField(default=dict, help_text="item id to staff id: who gave the answer that stands")
    total = models.IntegerField(null=True)
    band_code = models.CharField(max_length=40, blank=True)
    band_label = models.CharField(max_length=120, blank=True)
    parts = models.JSONField(default=dict, help_text="part sum by its code, of an instrument that has any")
    flags = models.JSONField(default=list, help_text="[{code, severity, reason}]")
    alarm_code = models.CharField(max_length=20, blank=True, help_text="the gravest alarm raised so far")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True, help_text="given up unfinished; its answers are kept, not scored")

    class Meta:
        """One open sheet per client and instrument."""

        constraints = (
            models.UniqueConstraint(
                fields=["client", "instrument_code"],
                condition=Q(completed_at__isnull=True, set_aside_at__isnull=True),
                name="one_open_sheet",
            ),
        )
        indexes = (models.Index(fields=["client", "instrument_code", "completed_at"], name="answers_over_time"),)

    def __str__(self) -> str:
        return f"administration {self.pk}"


class Asking(models.Model):
    """A client was asked to answer an instrument on the phone; its sheet is made with the first answer.

    By staff, or by a schedule: then nobody is named, and `due_on` says for which day. `minutes` is what it was thought
    to take then, and `reason` why it was asked beyond the week's minutes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="askings")
    instrument_code = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    sheet = models.OneToOneField(Administration, on_delete=models.PROTECT, null=True, related_name="asking")
    answered_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        """One open asking per client and instrument."""

        constraints = (
            models.UniqueConstraint(
                fields=["client", "instrument_code"],
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
                name="one_open_asking",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False) | Q(due_on__isnull=False), name="asked_by_somebody_or_a_schedule"
            ),
        )
        indexes = (models.Index(fields=["client", "asked_at"], name="askings_over_time"),)

    def __str__(self) -> str:
        return f"asking {self.pk}"


class PutOff(models.Model):
    """A client said "not this time" to a due question: it stays away from their phone until then, once."""

    asking = models.OneToOneField(Asking, on_delete=models.PROTECT, related_name="put_off")
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """Never for no time."""

        constraints = (models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="put_off_for_a_while"),)

    def __str__(self) -> str:
        return f"put-off {self.pk}"


class AlarmReview(models.Model):
    """A clinician looked at an alarm, and says what was found and done."""

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    alarm_code = models.CharField(max_length=20)
    note = models.TextField()

    class Meta:
        """Never without words."""

        constraints = (models.CheckConstraint(condition=~Q(note=""), name="alarm_review_has_words"),)

    def __str__(self) -> str:
        return f"alarm review {self.pk}"


class MeasureSchedule(models.Model):
    """For whom at a site an instrument is asked: everybody, a track, a diagnosis, or who has had a result."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="measure_schedules")
    instrument_code = models.CharField(max_length=40)
    audience = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Audience])
    track = models.ForeignKey(Track, on_delete=models.PROTECT, null=True, related_name="+")
    diagnosis = models.CharField(max_length=10, blank=True, help_text="how its code begins")
    result_of = models.CharField(max_length=40, blank=True, help_text="the instrument whose total counts")
    at_least = models.SmallIntegerField(null=True)

    class Meta:
        """One for the same people."""

        constraints = (
            models.UniqueConstraint(
                fields=["site", "instrument_code", "audience", "track", "diagnosis", "result_of", "at_least"],
                nulls_distinct=False,
                name="one_schedule_for_the_same_people",
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.EVERYBODY.value, track=None, diagnosis="", result_of="", at_least=None)
                | Q(audience=Audience.TRACK.value, track__isnull=False, diagnosis="", result_of="", at_least=None)
                | (Q(audience=Audience.DIAGNOSIS.value, track=None, result_of="", at_least=None) & ~Q(diagnosis=""))
                | (
                    Q(audience=Audience.RESULT.value, track=None, diagnosis="", at_least__isnull=False)
                    & ~Q(result_of="")
                ),
                name="schedule_says_for_whom",
            ),
        )

    def __str__(self) -> str:
        return f"schedule {self.pk} of {self.instrument_code}"


class ScheduleEdition(models.Model):
    """How often a schedule asks, from a day on. One that has begun is never changed: a later one follows it."""

    schedule = models.ForeignKey(MeasureSchedule, on_delete=models.CASCADE, related_name="editions")
    from_on = models.DateField()
    is_asked = models.BooleanField(default=True, help_text="else the schedule is stopped from that day on")
    at_start = models.BooleanField(default=False)
    every_days = models.PositiveSmallIntegerField(null=True)
    at_review = models.BooleanField(default=False)
    at_end = models.BooleanField(default=False)
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        """In the order of their days; one that asks says when."""

        ordering = ("from_on",)
        constraints = (
            models.UniqueConstraint(fields=["schedule", "from_on"], name="one_schedule_edition_a_day"),
            models.CheckConstraint(
                condition=Q(is_asked=False)
                | Q(at_start=True)
                | Q(at_review=True)
                | Q(at_end=True)
                | Q(every_days__isnull=False),
                name="schedule_edition_says_when",
            ),
            models.CheckConstraint(
                condition=Q(every_days__isnull=True) | Q(every_days__range=(1, MOST_DAYS)),
                name="schedule_edition_days_make_sense",
            ),
        )

    def __str__(self) -> str:
        return f"schedule {self.schedule_id} from {self.from_on}"
