"""What who is booked knows of a session that changed."""

from django.db import models
from django.db.models import Q

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Staff
from stepwell.domain.week.models.attendance import Booking
from stepwell.platform.notify.models import Message


class SessionWord(models.Model):
    """When and where somebody knows one of their sessions to be; without a start, that it doesn't take place.

    Rows are there only for sessions that changed, or of which somebody was written to: the first says how it was
    planned, the last what they know. A message that was withdrawn takes its row with it.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="words")
    starts_at = models.DateTimeField(null=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")
    told_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ask_at = models.DateTimeField(null=True, help_text="the session changed: when it is looked at whether to say so")
    waits_for_person = models.BooleanField(default=False, help_text="no message may go: a person has to say it")

    class Meta:
        """In their order; what is due is found at once."""

        ordering = ("pk",)
        indexes = (models.Index(fields=["ask_at"], condition=Q(ask_at__isnull=False), name="words_due"),)

    def __str__(self) -> str:
        return f"word {self.pk}"
