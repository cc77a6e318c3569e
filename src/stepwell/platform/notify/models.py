"""Addresses, messages and the attempts to send them. What was said is encrypted and goes when its time is over."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from stepwell.platform.keyring.field import EncryptedTextField
from stepwell.platform.notify.rules import Channel, State

_CHANNELS = [(one.value, one.value) for one in Channel]
_STATES = [(one.value, one.value) for one in State]


class Address(models.Model):
    """Where an account is reached by one channel. For push, `value` is the browser's subscription as JSON."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="addresses")
    channel = models.CharField(max_length=8, choices=_CHANNELS)
    value = EncryptedTextField()
    digest = models.CharField(max_length=64, help_text="keyed hash of the value: finds a number that writes STOP")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True, help_text="they wrote STOP")

    class Meta:
        """One open address a channel, but for push: a person may have several phones."""

        verbose_name_plural = "addresses"
        constraints = (
            models.UniqueConstraint(
                fields=["account", "channel"],
                condition=Q(ended_at__isnull=True) & ~Q(channel=Channel.PUSH.value),
                name="one_open_address_per_channel",
            ),
            models.UniqueConstraint(
                fields=["account", "digest"],
                condition=Q(ended_at__isnull=True, channel=Channel.PUSH.value),
                name="one_open_push_per_browser",
            ),
        )
        indexes = (models.Index(fields=["digest"], name="addresses_by_digest"),)

    def __str__(self) -> str:
        return f"address {self.pk}"


class Quiet(models.Model):
    """When an account wants no message but an urgent one, by a clock's hours."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quiet")
    from_time = models.TimeField()
    until_time = models.TimeField()
    zone = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"quiet hours {self.pk}"


class Message(models.Model):
    """One message to one account. Its id is also the key that makes a second sending the same one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=_CHANNELS)
    template = models.CharField(max_length=60)
    to = EncryptedTextField()
    subject = EncryptedTextField(blank=True)
    text = EncryptedTextField(blank=True)
    is_urgent = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=80, help_text="the actor's key")
    asked_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=_STATES, default=State.QUEUED.value)
    due_at = models.DateTimeField(help_text="when to try next, or when quiet hours end")
    tries = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """What is due is found at once, however much was sent before."""

        indexes = (
            models.Index(
                fields=["due_at"], condition=Q(state__in=[State.QUEUED.value, State.HELD.value]), name="messages_due"
            ),
            models.Index(fields=["state", "asked_at"], name="messages_by_state"),
        )

    def __str__(self) -> str:
        return f"message {self.pk}"


class Attempt(models.Model):
    """One try: when, and what the other side answered, as a code. Never the words."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    code = models.CharField(max_length=60, blank=True)

    class Meta:
        """In their order."""

        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"attempt {self.pk}"
