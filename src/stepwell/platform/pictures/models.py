"""A plot that was asked for, and its drawing once there is one."""

from django.db import models
from django.db.models import Q


class Picture(models.Model):
    """`key` is the specification's hash: the same numbers are drawn once. It is thrown away after a while."""

    key = models.CharField(primary_key=True, max_length=64)
    specification = models.JSONField()
    svg = models.TextField(blank=True)
    asked_at = models.DateTimeField(db_index=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        """Drawn, or not yet."""

        constraints = (
            models.CheckConstraint(
                condition=(Q(drawn_at__isnull=True) & Q(svg="")) | (Q(drawn_at__isnull=False) & ~Q(svg="")),
                name="drawn_picture_has_svg",
            ),
        )

    def __str__(self) -> str:
        return f"picture {self.key}"
