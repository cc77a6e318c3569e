"""What somebody said about being reached, each time anew, and emergencies in which it didn't hold."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from stepwell.domain.contact.rules import Way
from stepwell.domain.people.models import Client, Staff
from stepwell.platform.keyring.field import EncryptedTextField


class SafeContact(models.Model):
    """How one client may be reached. Said again it is a new row, and the earlier one ends: it stays known."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="safe_contacts")
    is_unsafe = models.BooleanField(default=False, help_text="not safe to contact, by any way")
    call_as = EncryptedTextField(blank=True, help_text="the name we call or write under")
    words = EncryptedTextField(blank=True, help_text="what else to mind")
    said_at = models.DateTimeField()
    written_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", help_text="empty: the client, or their web form"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One holds."""

        constraints = (
            models.UniqueConstraint(
                fields=["client"], condition=Q(ended_at__isnull=True), name="one_safe_contact_per_client"
            ),
        )
        indexes = (models.Index(fields=["client", "-said_at"], name="safe_contacts_by_client"),)

    def __str__(self) -> str:
        return f"safe contact {self.pk}"


class SafeContactWay(models.Model):
    """One way: yes or no, and between which hours of the site's clock."""

    safe_contact = models.ForeignKey(SafeContact, on_delete=models.CASCADE, related_name="ways")
    way = models.CharField(max_length=12, choices=[(one.value, one.label) for one in Way])
    is_allowed = models.BooleanField()
    from_time = models.TimeField(null=True)
    until_time = models.TimeField(null=True)

    class Meta:
        """Each way once; hours come in pairs and have a length."""

        constraints = (
            models.UniqueConstraint(fields=["safe_contact", "way"], name="one_wish_per_way"),
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, until_time__isnull=True)
                | Q(from_time__isnull=False, until_time__isnull=False) & ~Q(from_time=F("until_time")),
                name="contact_hours_in_pairs",
            ),
        )

    def __str__(self) -> str:
        return f"way {self.pk} of safe contact {self.safe_contact_id}"


class ContactEmergency(models.Model):
    """Somebody had to be reached whatever they had said: why, by whom, until when, and who looked at it afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_emergencies")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        """It ends; who declared it doesn't review it."""

        verbose_name_plural = "contact emergencies"
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="contact_emergency_ends"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("staff")),
                name="contact_emergency_reviewed_by_another",
            ),
        )
        indexes = (models.Index(fields=["client", "until"], name="contact_emergency_by_client"),)

    def __str__(self) -> str:
        return f"contact emergency {self.pk}"
