"""What people ask for by right, and what else has a clock at the privacy desk; with the steps that were done."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.privacy.rules import Kind, Outcome
from stepwell.platform.keyring.field import EncryptedTextField


class PrivacyRequest(models.Model):
    """One request, court paper, hold, complaint or breach. `due_on` is by rule; None where there is no day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Kind])
    received_on = models.DateField()
    words = EncryptedTextField(help_text="who asks, and for what")
    people = models.PositiveIntegerField(null=True, help_text="how many a breach concerns")
    due_on = models.DateField(null=True)
    extended_on = models.DateField(null=True)
    extended_reason = EncryptedTextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, blank=True, choices=[(one.value, one.value) for one in Outcome])
    outcome_words = EncryptedTextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Closed with an outcome, by somebody; due after it came."""

        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="", closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
                name="privacy_request_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("received_on")), name="privacy_request_due_after"
            ),
        )
        indexes = (
            models.Index(fields=["site", "due_on"], condition=Q(closed_at__isnull=True), name="privacy_open"),
            models.Index(fields=["client", "kind"], condition=Q(closed_at__isnull=True), name="privacy_of_client"),
        )

    def __str__(self) -> str:
        return f"privacy request {self.pk}"


class PrivacyStep(models.Model):
    """One step that was done."""

    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=20)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each once."""

        constraints = (models.UniqueConstraint(fields=["request", "code"], name="one_privacy_step_each"),)

    def __str__(self) -> str:
        return f"step {self.pk} of {self.request_id}"
