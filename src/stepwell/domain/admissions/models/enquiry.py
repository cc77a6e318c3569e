"""An enquiry: somebody wants to start, and the program owes them an answer."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Site, Staff


class Source(models.TextChoices):
    """How the enquiry came."""

    REFERRAL = "referral"
    PHONE = "phone"
    ONLINE = "web form"


class Enquiry(models.Model):
    """One time that a person wants to start. Its stage is derived, see `admissions.rules.stages`.

    Several referrals may come for one enquiry; while it is open, no second one is opened for the same person.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="enquiries")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="enquiries")
    source = models.CharField(max_length=20, choices=Source)
    source_name = models.CharField(max_length=200, blank=True, help_text="who sent it, as they call themselves")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="enquiries")
    received_at = models.DateTimeField()
    screened_at = models.DateTimeField(null=True)
    assessed_at = models.DateTimeField(null=True, help_text="when somebody said that the assessment is finished")
    assessed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Lists go by how long somebody waits. One open enquiry per person."""

        verbose_name_plural = "enquiries"
        constraints = (
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(started_at__isnull=True, closed_at__isnull=True),
                name="one_open_enquiry_per_person",
            ),
        )
        indexes = (models.Index(fields=["site", "received_at"], name="enquiries_by_wait"),)

    def __str__(self) -> str:
        return f"enquiry {self.pk}"
