"""What a referrer sent, as they sent it. It is evidence with a source, not yet the program's own finding."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Site, Staff


class Referral(models.Model):
    """One record that came in. Without a client it waits for "could this be the same person?" to be answered."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="referrals")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="referrals")
    enquiry = models.ForeignKey("admissions.Enquiry", on_delete=models.PROTECT, null=True, related_name="referrals")
    source_format = models.CharField(max_length=80)
    source_name = models.CharField(max_length=200, blank=True, help_text="who sent it, as they call themselves")
    fingerprint = models.CharField(max_length=64, help_text="of the content: the same record again is the same row")
    person = models.JSONField(help_text="who is referred, as sent; see admissions.values.PersonRecord")
    unplaced = models.JSONField(default=list, help_text="[[resource type, count]]: what has no place here yet")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """The same content twice is one referral. A person and an enquiry come together."""

        constraints = (
            models.UniqueConstraint(fields=["site", "fingerprint"], name="one_referral_per_content"),
            models.CheckConstraint(
                condition=Q(client__isnull=True, enquiry__isnull=True) | Q(client__isnull=False, enquiry__isnull=False),
                name="referral_person_has_enquiry",
            ),
        )
        indexes = (
            models.Index(
                fields=["site", "received_at"], condition=Q(client__isnull=True), name="referrals_without_person"
            ),
        )

    def __str__(self) -> str:
        return f"referral {self.pk}"


class ReferredItem(models.Model):
    """One condition, medication, allergy, observation, encounter or coverage of a referral.

    What the sender wrote has no length here: nothing of it is ever cut off.
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    system = models.TextField(blank=True)
    code = models.TextField(blank=True)
    display = models.TextField(blank=True)
    codings = models.JSONField(default=list, help_text="[[system, code, display]]: all of them")
    text = models.TextField(blank=True)
    status = models.TextField(blank=True)
    started = models.CharField(max_length=40, blank=True, help_text="as precise as it was sent")
    started_on = models.DateField(null=True)
    ended = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True)
    recorded = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField(null=True)
    value = models.TextField(blank=True)
    detail = models.JSONField(default=list, help_text="[[label, value]]")
    source_reference = models.TextField(blank=True)

    class Meta:
        """In the order they were sent."""

        constraints = (models.UniqueConstraint(fields=["referral", "position"], name="one_item_per_position"),)
        indexes = (models.Index(fields=["referral", "kind"], name="items_by_kind"),)

    def __str__(self) -> str:
        return f"referred item {self.pk}"
