"""A site's own starting points, edition by edition."""

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Site, Staff


class Library(models.Model):
    """What a site offers instead of our words: a draft until it is published, and from then on as it was.

    `words` are by topic and kind (`rules`); what isn't there has ours. The newest published one counts.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="libraries")
    number = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbered within the site; at most one draft."""

        verbose_name_plural = "libraries"
        constraints = (
            models.UniqueConstraint(fields=["site", "number"], name="library_once_per_site"),
            models.UniqueConstraint(
                fields=["site"], condition=Q(published_at__isnull=True), name="one_draft_of_the_library"
            ),
        )

    def __str__(self) -> str:
        return f"library {self.number} of site {self.site_id}"
