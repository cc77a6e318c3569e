"""Places that were asked to take somebody, and what a person has while they can't start."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.handover import Answer
from stepwell.domain.admissions.rules.meanwhile import InterimKind
from stepwell.domain.people.models import Staff


class HandoverCall(models.Model):
    """One time that a place was asked whether it takes this person, and what it said."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="handover_calls")
    place = models.CharField(max_length=200, help_text="the program or hospital")
    phone = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=24, choices=[(one.value, one.label) for one in Answer])
    spoke = models.CharField(max_length=200, blank=True, help_text="who spoke with whom")
    room_on = models.DateField(null=True, help_text="from which day they take them, or have room")
    words = models.TextField(blank=True)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """The same call is there once, however often it is sent. Who takes somebody says when, and to whom."""

        constraints = (
            models.UniqueConstraint(fields=["enquiry", "place", "called_at"], name="one_handover_call_at_a_time"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.TAKES.value) | (Q(room_on__isnull=False) & ~Q(spoke="")),
                name="who_takes_somebody_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"handover call {self.pk}"


class InterimService(models.Model):
    """One thing that was given to somebody who can't start yet. Its id is the form's own key: sent twice is once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="interims")
    kind = models.CharField(max_length=20, choices=[(one.value, one.label) for one in InterimKind])
    words = models.TextField(blank=True)
    given_on = models.DateField()
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"interim service {self.pk}"
