"""Hours of early-intervention education: offered to somebody whose level is below every track here."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.education import HourStanding
from stepwell.domain.people.models import Staff


class EducationHour(models.Model):
    """One hour that was offered, and what became of it. Its id is the form's own key: sent twice is once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="education")
    standing = models.CharField(max_length=20, choices=[(one.value, one.label) for one in HourStanding])
    topic = models.CharField(max_length=200, blank=True)
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    offered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField()
    told_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True, help_text="when it was said what became of it")

    class Meta:
        """Who wants to come has a time, a topic and somebody who gives the hour."""

        constraints = (
            models.CheckConstraint(
                condition=Q(standing=HourStanding.DECLINED.value)
                | (Q(held_at__isnull=False, held_by__isnull=False) & ~Q(topic="")),
                name="an_agreed_hour_has_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"education hour {self.pk}"
