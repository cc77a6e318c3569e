"""What happens between an enquiry and a start: benefits are checked, a seat is held. Rows are added, not rewritten."""

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.benefits import Pays
from stepwell.domain.catalog.models import Track
from stepwell.domain.people.models import Staff


class BenefitsCheck(models.Model):
    """What was found out about who pays; the latest counts. A check that isn't needed says why in `found`."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="benefits_checks")
    pays = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Pays])
    payer = models.CharField(max_length=200, blank=True)
    plan = models.CharField(max_length=200, blank=True, help_text="the type of plan, as the payer calls it")
    found = models.TextField()
    checked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        """Something was found."""

        constraints = (models.CheckConstraint(condition=~Q(found=""), name="benefits_check_has_finding"),)

    def __str__(self) -> str:
        return f"benefits check {self.pk}"


class SeatHold(models.Model):
    """A first day and a track that were chosen: the seat is given to nobody else until it is released.

    It counts while its enquiry is open; a start or a way out ends it by itself.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="seat_holds")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="seat_holds")
    start_on = models.DateField()
    held_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time per enquiry."""

        constraints = (
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(released_at__isnull=True), name="one_seat_held_per_enquiry"
            ),
        )
        indexes = (models.Index(fields=["track"], condition=Q(released_at__isnull=True), name="held_seats"),)

    def __str__(self) -> str:
        return f"held seat {self.pk}"
