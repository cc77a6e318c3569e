"""Stays at other places, beside those here."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from stepwell.domain.admissions.rules.elsewhere import OutsideKind
from stepwell.domain.people.models import Client, Staff


class OutsideStay(models.Model):
    """One stay of a client at another place. Its id is the form's own key: sent twice is once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="outside_stays")
    kind = models.CharField(max_length=30, choices=[(one.value, one.label) for one in OutsideKind])
    place = models.CharField(max_length=200)
    phone = models.CharField(max_length=200, blank=True)
    since_on = models.DateField()
    last_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """It ends no sooner than it began."""

        indexes = (models.Index(fields=["client"], condition=Q(last_on__isnull=True), name="open_outside_stays"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("since_on")), name="outside_stay_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"outside stay {self.pk}"
