"""Attempts to reach somebody, and how an enquiry ended without a start."""

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.closing import AttemptOutcome, Channel, Way
from stepwell.domain.people.models import Staff


class ContactAttempt(models.Model):
    """One time that somebody tried to reach a person who asked."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="attempts")
    tried_at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Channel])
    outcome = models.CharField(max_length=40, choices=[(one.value, one.value) for one in AttemptOutcome])
    tried_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """The same attempt is there once, however often it is sent."""

        constraints = (
            models.UniqueConstraint(fields=["enquiry", "tried_at", "channel"], name="one_attempt_at_a_time"),
        )

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class Closing(models.Model):
    """One way out: which, why, to whom; and who reopened it, with the reason. Closed again is a new row."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="closings")
    way = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Way])
    reason = models.TextField(blank=True)
    handed_to = models.CharField(max_length=200, blank=True, help_text="the program or person referred to")
    spoke = models.CharField(max_length=200, blank=True, help_text="who spoke with whom")
    handed_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(default=False, help_text="the person agreed to the handover")
    arrives_on = models.DateField(null=True, help_text="the day they were to arrive there")
    going = models.CharField(max_length=200, blank=True, help_text="how they get there, and who goes along")
    arrived = models.BooleanField(null=True, help_text="whether they did; empty: nobody has asked yet")
    arrival_known_at = models.DateTimeField(null=True)
    arrival_known_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopen_reason = models.TextField(blank=True)

    class Meta:
        """One stands per enquiry. Nobody is referred without having agreed, nothing reopened without a reason."""

        constraints = (
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(reopened_at__isnull=True), name="one_closing_stands_per_enquiry"
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.REFERRED.value) | (Q(agreed=True, handed_at__isnull=False) & ~Q(handed_to="")),
                name="referred_with_agreement",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopen_reason=""), name="reopened_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"closing {self.pk}"
