"""Versions of plans with their signatures, and a site's numbers for reviews. What was signed is kept for good."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.planreview.rules.clock import OURS


class PlanVersion(models.Model):
    """A plan as a clinician signed it. `said` is what `rules.snapshot` reads, `mark` its mark; the database refuses a
    change.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="plan_versions")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField()
    said = models.JSONField()
    mark = models.CharField(max_length=40)
    summary = models.TextField(blank=True, help_text="what the review found")
    signed_at = models.DateTimeField()
    signed_on = models.DateField(help_text="the site's day")
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=300, help_text="name and credentials at signing")

    class Meta:
        """Numbered within a stay."""

        constraints = (models.UniqueConstraint(fields=["episode", "number"], name="one_plan_version_per_number"),)
        indexes = (models.Index(fields=["client", "-signed_at"], name="plan_versions_of_client"),)

    def __str__(self) -> str:
        return f"plan version {self.pk}"


class PlanSignature(models.Model):
    """The client's signature under a version, a prescriber's certification of it, or that either said no, and why."""

    class Party(models.TextChoices):
        """Who signs."""

        CLIENT = "client"
        CERTIFIER = "certifier"

    class How(models.TextChoices):
        """Where it was given."""

        PHONE = "phone", "on their phone"
        ROOM = "room", "here, on our device"
        CONSOLE = "console", "in the console"
        PAPER = "paper", "on paper"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=10, choices=Party)
    signed_as = models.CharField(max_length=300, blank=True)
    refused_why = models.CharField(max_length=500, blank=True)
    how = models.CharField(max_length=8, choices=How)
    on = models.DateField(help_text="the site's day; of a signature on paper the day that stands there")
    witness = models.CharField(max_length=200, blank=True)
    kept_in = models.CharField(max_length=300, blank=True, help_text="where the paper is")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A signature or a refusal; signed once. On paper somebody saw it, and it says where it is."""

        constraints = (
            models.CheckConstraint(
                condition=(Q(refused_why="") & ~Q(signed_as="")) | (~Q(refused_why="") & Q(signed_as="")),
                name="plan_signed_or_refused",
            ),
            models.CheckConstraint(
                condition=(Q(how="paper", refused_why="") & ~Q(kept_in="") & ~Q(witness=""))
                | (~Q(how="paper") & Q(kept_in="")),
                name="plan_paper_says_where",
            ),
            models.UniqueConstraint(
                fields=["version", "party"], condition=Q(refused_why=""), name="plan_version_signed_once"
            ),
        )

    def __str__(self) -> str:
        return f"plan signature {self.pk}"


class PlanProtocol(models.Model):
    """A site's own numbers. Without a row, ours (`rules.clock`)."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="plan_protocol")
    review_days = models.PositiveSmallIntegerField(default=OURS.review_days)
    ahead_days = models.PositiveSmallIntegerField(default=OURS.ahead_days)
    certify_days = models.PositiveSmallIntegerField(default=OURS.certify_days)
    first_day = models.PositiveSmallIntegerField(default=OURS.first_day)
    second_day = models.PositiveSmallIntegerField(default=OURS.second_day)
    certify_for = models.TextField(blank=True, help_text="one payer a line; empty: everybody")

    def __str__(self) -> str:
        return f"plan protocol {self.pk}"
