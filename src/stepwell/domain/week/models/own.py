"""Who of a client's family comes to their own sessions."""

from django.db import models

from stepwell.domain.consent.models import Recipient
from stepwell.domain.week.models.group import Series


class Companion(models.Model):
    """Somebody of the family who was asked to come along, while the client's consent names them."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="companions")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once each, by name."""

        ordering = ("recipient__name", "pk")
        constraints = (models.UniqueConstraint(fields=["series", "recipient"], name="one_companion_per_series"),)

    def __str__(self) -> str:
        return f"companion {self.pk}"
