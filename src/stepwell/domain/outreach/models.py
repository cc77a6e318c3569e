"""The program's own words and rates for the public pages, edition by edition."""

from datetime import date

from django.db import models
from django.db.models import Q

from stepwell.domain.outreach.rules.rates import Rates
from stepwell.domain.people.models import Site, Staff

# The open places of the public pages, in their order there.
PLACES = {
    "about": "Who we are",
    "day": "A day here",
    "populations": "Who comes here",
    "languages": "Languages",
    "cost": "What it costs here",
    "reach": "How to reach us",
}
AMOUNTS = ("rate_day", "rate_assessment", "rate_individual")


class Edition(models.Model):
    """What a site says of itself: a draft until it is published, and from then on as it was.

    The newest published one is what everybody reads. At most one draft per site.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    about = models.TextField(blank=True)
    day = models.TextField(blank=True)
    populations = models.TextField(blank=True)
    languages = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    reach = models.TextField(blank=True)
    rate_day = models.PositiveIntegerField(null=True, help_text="cents for a service day")
    rate_assessment = models.PositiveIntegerField(null=True, help_text="cents")
    rate_individual = models.PositiveIntegerField(null=True, help_text="cents")
    rates_from = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbered within the site. Rates have a day that they begin on, and are of use with the day's rate alone."""

        constraints = (
            models.UniqueConstraint(fields=["site", "number"], name="edition_once_per_site"),
            models.UniqueConstraint(
                fields=["site"], condition=Q(published_at__isnull=True), name="one_draft_of_the_public_pages"
            ),
            models.CheckConstraint(
                condition=Q(rate_day__isnull=False, rates_from__isnull=False)
                | Q(
                    rate_day__isnull=True,
                    rate_assessment__isnull=True,
                    rate_individual__isnull=True,
                    rates_from__isnull=True,
                ),
                name="edition_rates_with_their_day",
            ),
        )

    def __str__(self) -> str:
        return f"edition {self.number} of site {self.site_id}"

    @property
    def rates(self) -> Rates | None:
        """Its rates; None where it has none."""
        if self.rate_day is None or self.rates_from is None:
            return None
        starts_on: date = self.rates_from
        return Rates(self.rate_day, starts_on, self.rate_assessment, self.rate_individual)
