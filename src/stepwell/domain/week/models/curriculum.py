"""Which curriculum a group follows, from which day on."""

from django.db import models

from stepwell.domain.catalog.models import Curriculum
from stepwell.domain.week.models.group import Series


class SeriesCurriculum(models.Model):
    """From `from_on` on the group follows this curriculum, its first session first; the latest row counts."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="curricula")
    curriculum = models.ForeignKey(
        Curriculum, on_delete=models.PROTECT, null=True, related_name="followed_by", help_text="empty: none any more"
    )
    from_on = models.DateField()

    class Meta:
        """One at a time."""

        constraints = (models.UniqueConstraint(fields=["series", "from_on"], name="one_curriculum_at_a_time"),)

    def __str__(self) -> str:
        return f"{self.series_id} follows {self.curriculum_id}"
