"""Who receives, with what token, and what clients have consented to. Nothing here is ever deleted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepwell.domain.consent.rules import ItemKind, Purpose, RecipientKind, UntilEvent


class Recipient(models.Model):
    """An organization outside the program that may receive records: a payer, a treating provider."""

    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="recipients")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in RecipientKind])
    created_at = models.DateTimeField()

    class Meta:
        """One row per organization and site."""

        constraints = (models.UniqueConstraint(fields=["site", "name"], name="one_recipient_per_name"),)

    def __str__(self) -> str:
        return f"recipient {self.pk}"


class Token(models.Model):
    """What a recipient's system shows at the door. The token itself is nowhere: only its SHA-256."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=120)
    digest = models.BinaryField(unique=True, max_length=32)
    scopes = ArrayField(models.CharField(max_length=40))
    purpose = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Purpose])
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """A token ends after it was issued."""

        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="token_expires_after_issue"),
        )

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def actor_key(self) -> str:
        """How the ledger names who shows it."""
        return f"recipient:{self.recipient_id}/token:{self.pk}"


class Consent(models.Model):
    """What a client signed: who may see what, for what, from when until when. Ends by its end or by being revoked."""

    class How(models.TextChoices):
        """In what form it was signed, or revoked."""

        PAPER = "paper", "On paper"
        ELECTRONIC = "electronic", "Electronically"

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="consents")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="consents")
    recipient_kind = models.CharField(max_length=30, blank=True)
    purposes = ArrayField(models.CharField(max_length=20, choices=[(one.value, one.value) for one in Purpose]))
    kinds = ArrayField(models.CharField(max_length=30, choices=[(one.value, one.value) for one in ItemKind]))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    until_event = models.CharField(max_length=30, blank=True, choices=[(one.value, one.value) for one in UntilEvent])
    signed_on = models.DateField()
    signed_how = models.CharField(max_length=20, choices=How)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One recipient or one class; one end; somebody stands for a revocation."""

        indexes = (models.Index(fields=["client", "recorded_at"], name="consents_of_client"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, recipient_kind="")
                | Q(recipient__isnull=True) & ~Q(recipient_kind=""),
                name="consent_names_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=False, until_event="") | Q(ends_at__isnull=True) & ~Q(until_event=""),
                name="consent_has_one_end",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="consent_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="consent_revoked_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"consent {self.pk}"
