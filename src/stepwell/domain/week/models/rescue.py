"""Who didn't come is looked for; a seat in another session makes up for what was missed."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.week.models.attendance import Booking
from stepwell.domain.week.rules.rescue import (
    ATTEMPTS,
    IN_A_ROW,
    MISSED,
    OF_LAST,
    Cause,
    Ending,
    Fix,
    HelpAs,
    How,
    Outcome,
)
from stepwell.platform.keyring.field import EncryptedTextField


def _choices(
    kinds: type[Cause] | type[Ending] | type[Fix] | type[HelpAs] | type[How] | type[Outcome],
) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kinds]


class Outreach(models.Model):
    """One missed session of one client: why, what was arranged, how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="outreach")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="outreaches")
    opened_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, help_text="handed to the case manager, tried often enough")
    cause = models.CharField(max_length=16, blank=True, choices=_choices(Cause))
    fix = models.CharField(max_length=16, blank=True, choices=_choices(Fix))
    call_back_at = models.DateTimeField(null=True)
    help_for = models.ForeignKey(
        Booking, on_delete=models.PROTECT, null=True, related_name="helped_by", help_text="to which session it helps"
    )
    help_as = models.CharField(max_length=16, blank=True, choices=_choices(HelpAs))
    help_said = EncryptedTextField(blank=True, help_text="what was arranged, or why it couldn't be")
    help_at = models.DateTimeField(null=True)
    help_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=16, blank=True, choices=_choices(Ending))
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What ended says how."""

        verbose_name_plural = "outreaches"
        indexes = (
            models.Index(fields=["client", "-opened_at"], name="outreach_by_client"),
            models.Index(fields=["opened_at"], condition=Q(ended_at__isnull=True), name="open_outreaches"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""),
                name="outreach_ends_somehow",
            ),
            models.CheckConstraint(
                condition=Q(help_at__isnull=True, help_as="") | Q(help_at__isnull=False) & ~Q(help_as=""),
                name="help_is_settled_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(help_as=HelpAs.ARRANGED.value) | Q(help_for__isnull=False),
                name="help_is_arranged_for_a_session",
            ),
        )

    def __str__(self) -> str:
        return f"outreach {self.pk}"


class OutreachAttempt(models.Model):
    """One time that somebody was tried. Kept as it was."""

    outreach = models.ForeignKey(Outreach, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=12, choices=_choices(How))
    outcome = models.CharField(max_length=16, choices=_choices(Outcome))

    class Meta:
        """In the order in which they were made."""

        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"attempt {self.pk} of outreach {self.outreach_id}"


class MakeUp(models.Model):
    """A place in a session that makes up for missing hours: booked by itself, without belonging to the group."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="make_up")
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    outreach = models.ForeignKey(Outreach, on_delete=models.PROTECT, null=True, related_name="make_ups")

    def __str__(self) -> str:
        return f"make-up {self.pk}"


class RescueProtocol(models.Model):
    """A site's own; without a row the defaults of `rules.rescue` hold, which are ours."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="rescue_protocol")
    attempts = models.PositiveSmallIntegerField(default=ATTEMPTS)
    in_a_row = models.PositiveSmallIntegerField(default=IN_A_ROW)
    missed = models.PositiveSmallIntegerField(default=MISSED)
    of_last = models.PositiveSmallIntegerField(default=OF_LAST)

    class Meta:
        """Nobody is handed on untried, and a pattern is more than one day."""

        constraints = (
            models.CheckConstraint(
                condition=Q(attempts__gte=1, in_a_row__gte=2, missed__gte=2, of_last__gte=models.F("missed")),
                name="rescue_protocol_makes_sense",
            ),
        )

    def __str__(self) -> str:
        return f"rescue protocol {self.pk}"
