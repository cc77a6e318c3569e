"""Who receives, with what token, and what clients have consented to. Nothing here is ever deleted."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepwell.domain.consent.rules import AgreementKind, ItemKind, Purpose, RecipientKind, UntilEvent
from stepwell.domain.consent.rules.forms import FormKind

_FORMS = [(one.value, one.value) for one in FormKind]
_PURPOSES = [(one.value, one.value) for one in Purpose]
_KINDS = [(one.value, one.value) for one in ItemKind]
_EVENTS = [(one.value, one.value) for one in UntilEvent]


class Recipient(models.Model):
    """Who outside the program may receive records: a payer, a treating provider; or somebody of one client alone."""

    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="recipients")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in RecipientKind])
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="own_recipients")
    created_at = models.DateTimeField()

    class Meta:
        """One row per organization and site; family and friends are some client's own, and no other's."""

        constraints = (
            models.UniqueConstraint(
                fields=["site", "name"], condition=Q(client__isnull=True), name="one_recipient_per_name"
            ),
            models.UniqueConstraint(
                fields=["client", "name"], condition=Q(client__isnull=False), name="one_own_recipient_per_name"
            ),
            models.CheckConstraint(
                condition=Q(client__isnull=False) | ~Q(kind=RecipientKind.FAMILY.value), name="family_is_of_a_client"
            ),
        )

    def __str__(self) -> str:
        return f"recipient {self.pk}"


class RecipientLogin(models.Model):
    """Which login is a recipient: what a client's consent opens to them shows on the page behind it, until it ends."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="logins")
    visitor = models.ForeignKey("people.Visitor", on_delete=models.PROTECT, related_name="recipients")
    connected_at = models.DateTimeField()
    connected_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """The same two are connected once at a time; somebody stands for the end."""

        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "visitor"], condition=Q(ended_at__isnull=True), name="one_open_login_per_recipient"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="recipient_login_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"recipient login {self.pk}"


class ServiceAgreement(models.Model):
    """Under what a recipient works for the program, from when until when, and where the paper is."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=60, choices=[(one.value, one.value) for one in AgreementKind])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    document = models.CharField(max_length=200, help_text="where the signed paper is found")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """It ends after it begins, or not before."""

        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="agreement_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"service agreement {self.pk}"


class Token(models.Model):
    """What a recipient's system shows at the door. The token itself is nowhere: only its SHA-256."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=120)
    digest = models.BinaryField(unique=True, max_length=32)
    scopes = ArrayField(models.CharField(max_length=40))
    purpose = models.CharField(max_length=20, choices=_PURPOSES)
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
        ROOM = "room", "In the room, on our device"
        PHONE = "phone", "On the client's phone"

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="consents")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="consents")
    recipient_kind = models.CharField(max_length=30, blank=True)
    participants = ArrayField(models.CharField(max_length=200), default=list, help_text="of an intermediary")
    purposes = ArrayField(models.CharField(max_length=20, choices=_PURPOSES))
    kinds = ArrayField(models.CharField(max_length=30, choices=_KINDS))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    until_event = models.CharField(max_length=30, blank=True, choices=_EVENTS)
    signed_on = models.DateField()
    signed_how = models.CharField(max_length=20, choices=How)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    revoked_by_client = models.BooleanField(default=False)
    form = models.CharField(max_length=30, blank=True, choices=_FORMS, help_text="empty: copied from another paper")
    said = models.JSONField(default=list, help_text="the text as it was read: headings with their lines")
    said_version = models.CharField(max_length=20, blank=True)
    signed_as = models.CharField(max_length=260, blank=True, help_text="as typed, or as it stands on the paper")
    witness = models.CharField(max_length=200, blank=True)
    revocable_on = models.DateField(null=True, help_text="42 CFR 2.35: not to be taken back before")
    revocable_event = models.CharField(max_length=200, blank=True)
    condition_met_on = models.DateField(null=True)

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
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_by_client=False)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, revoked_by_client=False)
                | Q(revoked_at__isnull=False, revoked_by__isnull=True, revoked_by_client=True),
                name="consent_revoked_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"consent {self.pk}"


class ConsentDraft(models.Model):
    """A consent that waits for the client's signature. It is never changed: a wrong one is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="consent_drafts")
    form = models.CharField(max_length=30, choices=_FORMS)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="+")
    recipient_kind = models.CharField(max_length=30, blank=True)
    participants = ArrayField(models.CharField(max_length=200), default=list, help_text="of an intermediary")
    purposes = ArrayField(models.CharField(max_length=20, choices=_PURPOSES))
    kinds = ArrayField(models.CharField(max_length=30, choices=_KINDS))
    until_on = models.DateField(null=True)
    until_event = models.CharField(max_length=30, blank=True, choices=_EVENTS)
    revocable_on = models.DateField(null=True)
    revocable_event = models.CharField(max_length=200, blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, null=True, related_name="draft")

    class Meta:
        """Signed or withdrawn, never both."""

        indexes = (
            models.Index(
                fields=["client", "prepared_at"],
                condition=Q(withdrawn_at__isnull=True, consent__isnull=True),
                name="drafts_that_wait",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(consent__isnull=True), name="draft_ends_one_way"
            ),
        )

    def __str__(self) -> str:
        return f"consent draft {self.pk}"
