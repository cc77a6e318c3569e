"""Check-ins as the client sent them."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Staff
from stepwell.domain.week.models import Kiosk


class Use(models.TextChoices):
    """Any use since the last check-in?"""

    YES = "yes"
    NO = "no"
    NOT_SAID = "prefer not to say"


class Way(models.TextChoices):
    """From where it was sent."""

    PHONE = "phone", "their phone"
    LINK = "link", "a link by text"
    DOOR = "door", "the device at the door"


class CheckIn(models.Model):
    """One check-in. `key` comes from the page: a client's same one sent twice is one check-in.

    The same key with other answers is kept too: it amends the first, and neither takes the other's place.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.UUIDField()
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="check_ins")
    said_at = models.DateTimeField(help_text="when it was filled in")
    received_at = models.DateTimeField()
    craving = models.PositiveSmallIntegerField()
    mood = models.PositiveSmallIntegerField()
    triggers = ArrayField(models.CharField(max_length=40), default=list)
    slept_minutes = models.PositiveSmallIntegerField(null=True)
    use = models.CharField(max_length=20, choices=Use)
    words = models.TextField(blank=True, help_text="the client's own words, never changed")
    came_by = models.CharField(max_length=8, choices=Way, default=Way.PHONE)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amendments")
    seen_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """On the scales of the form."""

        constraints = (
            models.UniqueConstraint(fields=["client", "key"], name="one_check_in_per_key"),
            models.CheckConstraint(condition=Q(craving__lte=10) & Q(mood__lte=10), name="check_in_0_to_10"),
            models.CheckConstraint(
                condition=Q(slept_minutes__isnull=True) | Q(slept_minutes__lte=24 * 60), name="slept_within_a_day"
            ),
        )
        indexes = (
            models.Index(fields=["client", "-said_at"], name="check_ins_by_client"),
            models.Index(fields=["received_at"], condition=Q(seen_at__isnull=True), name="unseen_check_ins"),
        )

    def __str__(self) -> str:
        return f"check-in {self.pk}"


class CheckInLink(models.Model):
    """An address that takes one check-in of one client, once, without a login. Only the token's digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="check_in_links")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    came_by = models.CharField(max_length=8, choices=Way)
    kiosk = models.ForeignKey(
        Kiosk, on_delete=models.PROTECT, null=True, related_name="+", help_text="the device at the door it was made for"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """The open ones of a client; a device only for one that was made at a door."""

        constraints = (
            models.CheckConstraint(
                condition=Q(kiosk__isnull=True) | Q(came_by=Way.DOOR), name="check_in_link_of_a_door"
            ),
        )
        indexes = (models.Index(fields=["client"], condition=Q(used_at__isnull=True), name="open_check_in_links"),)

    def __str__(self) -> str:
        return f"check-in link {self.pk}"
