"""What a client said of one session, and what came of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.feedback.rules import Helped
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.week.models import Booking


class SessionFeedback(models.Model):
    """Whether a session helped one person, and what should change, in their words. It may be said otherwise as long as
    it is asked; the ledger keeps that it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="feedback")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="feedback")
    helped = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Helped])
    words = models.TextField(blank=True, help_text="what should change, in the client's own words")
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True, help_text="what was talked about, or changed")
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """An answer says who gave it, when, and what."""

        verbose_name_plural = "session feedback"
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="feedback_answered_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["client", "said_at"], name="feedback_by_client"),)

    def __str__(self) -> str:
        return f"feedback {self.pk}"
