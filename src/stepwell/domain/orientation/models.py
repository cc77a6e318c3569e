"""A site's words for the packet, edition by edition, and who has signed what they read."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Site, Staff


class Packet(models.Model):
    """What a site says instead of our words: a draft until it is published, and from then on as it was.

    `words` are by topic (`rules.Topic`); a topic that isn't there has ours. The newest published one counts.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="packets")
    number = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbered within the site; at most one draft."""

        constraints = (
            models.UniqueConstraint(fields=["site", "number"], name="packet_once_per_site"),
            models.UniqueConstraint(
                fields=["site"], condition=Q(published_at__isnull=True), name="one_draft_of_the_packet"
            ),
        )

    def __str__(self) -> str:
        return f"packet {self.number} of site {self.site_id}"


class Orientation(models.Model):
    """One time that a client read the packet and signed it. `said` is what they read. Kept for good."""

    class How(models.TextChoices):
        """Where the signature was given."""

        PHONE = "phone", "on their phone"
        ROOM = "room", "here, on our device"
        PAPER = "paper", "on paper"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="orientations")
    packet = models.ForeignKey(
        Packet, on_delete=models.PROTECT, null=True, related_name="+", help_text="empty: our words"
    )
    said = models.JSONField()
    signed_as = models.CharField(max_length=260)
    signed_how = models.CharField(max_length=8, choices=How)
    signed_on = models.DateField()
    witness = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """The latest first, as it is asked for; what isn't signed by oneself alone has a witness."""

        indexes = (models.Index(fields=["client", "-recorded_at"], name="orientation_of_client"),)
        constraints = (
            models.CheckConstraint(condition=Q(signed_how="phone") | ~Q(witness=""), name="orientation_with_witness"),
        )

    def __str__(self) -> str:
        return f"orientation {self.pk}"
