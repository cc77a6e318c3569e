"""Who waits for a seat in a track, and the places that were offered to them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.waitlist import Group
from stepwell.domain.catalog.models import Track
from stepwell.domain.people.models import Staff


class WaitlistEntry(models.Model):
    """One person in one track's line, and since when.

    It counts while its enquiry is open and nobody has ended it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="waits")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="waits")
    group = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Group])
    since = models.DateTimeField()
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One line at a time per enquiry."""

        constraints = (
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(ended_at__isnull=True), name="one_line_at_a_time_per_enquiry"
            ),
        )
        indexes = (models.Index(fields=["track", "since"], condition=Q(ended_at__isnull=True), name="open_waits"),)

    def __str__(self) -> str:
        return f"waitlist entry {self.pk}"


class SeatOffer(models.Model):
    """A place that was offered, to whom, out of order or not, and the answer.

    One that nobody answered in time is over: it has no `accepted`, and is `answered_at` its end once another is made.
    """

    entry = models.ForeignKey(WaitlistEntry, on_delete=models.PROTECT, related_name="offers")
    is_out_of_order = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="why this person came before others")
    offered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, help_text="until when it stands; empty: until it is answered")
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """One open offer per person; nobody comes before others without a reason."""

        constraints = (
            models.UniqueConstraint(
                fields=["entry"], condition=Q(answered_at__isnull=True), name="one_open_offer_per_wait"
            ),
            models.CheckConstraint(condition=Q(is_out_of_order=False) | ~Q(reason=""), name="out_of_order_with_reason"),
        )

    def __str__(self) -> str:
        return f"offer {self.pk}"
