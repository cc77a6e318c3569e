"""Instruments filled in: the answers as given, and what they scored at the time."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Staff


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
    """Staff asked a client to answer an instrument on the phone; its sheet is made with the first answer.

    `minutes` is what it was thought to take then, and `reason` why it was asked beyond the week's minutes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="askings")
    instrument_code = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
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
        )
        indexes = (models.Index(fields=["client", "asked_at"], name="askings_over_time"),)

    def __str__(self) -> str:
        return f"asking {self.pk}"


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
