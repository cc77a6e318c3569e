"""Which curriculum a group follows, from which day on."""

from django.db import models

from stepwell.domain.catalog.models import Curriculum
from stepwell.domain.week.models.group import Series


class SeriesCurriculum(models.Model):
    """From `from_on` on the group follows this curriculum; the latest row counts.

    Its first session comes first, or the one with which another group would have gone on.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="curricula")
    curriculum = models.ForeignKey(
        Curriculum, on_delete=models.PROTECT, null=True, related_name="followed_by", help_text="empty: none any more"
    )
    from_on = models.DateField()
    begins_with = models.PositiveSmallIntegerField(default=1, help_text="the number of the session that is its first")

    class Meta:
        """One at a time."""

        constraints = (models.UniqueConstraint(fields=["series", "from_on"], name="one_curriculum_at_a_time"),)

    def __str__(self) -> str:
        return f"{self.series_id} follows {self.curriculum_id}"
