"""What payers authorized, edition by edition, and from when on a site wants to hear that one runs out."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from stepwell.domain.catalog.models import Track
from stepwell.domain.coverage.rules.terms import Unit
from stepwell.domain.people.models import Client, Site, Staff

# Ours: a payer's answer to a request for more takes days. A site sets its own.
WARN_DAYS = 7


class Authorization(models.Model):
    """One agreement of a payer for one client. What it says stands in its terms; `ended_on` is its last day where it
    ended before them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="authorizations")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What ended says when, and why."""

        indexes = (models.Index(fields=["client", "-entered_at"], name="authorizations_by_client"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, ended_why="")
                | Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(ended_why=""),
                name="authorization_ends_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"authorization {self.pk}"


class AuthorizationTerms(models.Model):
    """What an authorization says. Corrected it is a new row, and the earlier one stays as it was entered."""

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="editions")
    edition = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    payer = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    unit = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Unit])
    units = models.PositiveIntegerField()
    day_minutes = models.PositiveSmallIntegerField(default=0, help_text="the payer's day rule; 0 where it has none")
    first_on = models.DateField()
    last_on = models.DateField(help_text="the last day that belongs to it")
    next_review_on = models.DateField(null=True)
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, null=True, related_name="+", help_text="for that stay alone; none: for any"
    )
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbered from 1; one of them holds."""

        verbose_name_plural = "authorization terms"
        constraints = (
            models.UniqueConstraint(fields=["authorization", "edition"], name="terms_once_per_edition"),
            models.UniqueConstraint(
                fields=["authorization"], condition=Q(is_current=True), name="one_current_edition_of_terms"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="authorization_ends_after_start"),
            models.CheckConstraint(condition=Q(units__gte=1), name="authorization_has_units"),
        )

    def __str__(self) -> str:
        return f"edition {self.edition} of authorization {self.authorization_id}"


class CoverageProtocol(models.Model):
    """A site's own: so many days before an authorization runs out it is somebody's work. Without a row, ours."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="coverage_protocol")
    warn_days = models.PositiveSmallIntegerField(default=WARN_DAYS)

    class Meta:
        """Within a season."""

        constraints = (models.CheckConstraint(condition=Q(warn_days__range=(1, 90)), name="warned_within_a_season"),)

    def __str__(self) -> str:
        return f"coverage protocol {self.pk}"
