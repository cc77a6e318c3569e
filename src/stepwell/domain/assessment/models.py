"""An assessment, what was taken over from a referral, the diagnoses that were signed, and what was added later."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models import Enquiry, ReferredItem
from stepwell.domain.people.models import Client, Staff


class Assessment(models.Model):
    """One per enquiry. A draft until it is signed; from then on the database refuses a change.

    `content` is what `rules.content` reads and writes. `revision` counts the saves of the draft. `saved_from` is the
    page that saved last and is still open; empty once somebody left it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="assessments")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="assessment")
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    saved_from = models.CharField(max_length=40, blank=True, default="")
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_as = models.CharField(max_length=300, blank=True, help_text="name and credentials at signing")

    class Meta:
        """A signature has a name and a time."""

        constraints = (
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signed_as="")),
                name="signed_assessment_has_signer",
            ),
        )

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class TakenItem(models.Model):
    """One thing that a referrer sent and somebody took over into a section; `words` as they were written there."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="taken")
    item = models.ForeignKey(ReferredItem, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    words = models.TextField()
    source = models.TextField(help_text="who sent it, and when it came")
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        """Each item once."""

        constraints = (models.UniqueConstraint(fields=["assessment", "item"], name="one_taking_per_item"),)

    def __str__(self) -> str:
        return f"taken item {self.pk}"


class Diagnosis(models.Model):
    """One diagnosis of a signed assessment, as it was signed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="diagnoses")
    position = models.PositiveSmallIntegerField()
    substance = models.CharField(max_length=40, blank=True, help_text="empty where it isn't about a substance")
    system = models.CharField(max_length=300)
    code = models.CharField(max_length=100)
    display = models.CharField(max_length=200)
    certainty = models.CharField(max_length=20)
    detail = models.TextField(blank=True)

    class Meta:
        """In the order they were written."""

        verbose_name_plural = "diagnoses"
        constraints = (models.UniqueConstraint(fields=["assessment", "position"], name="one_diagnosis_per_position"),)

    def __str__(self) -> str:
        return f"diagnosis {self.pk}"


class Addendum(models.Model):
    """Something that was added after the signature. Kept for good."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="addenda")
    words = models.TextField()
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_as = models.CharField(max_length=300, help_text="name and credentials when it was added")
    added_at = models.DateTimeField()

    class Meta:
        """Plural as people say it."""

        verbose_name_plural = "addenda"

    def __str__(self) -> str:
        return f"addendum {self.pk}"
