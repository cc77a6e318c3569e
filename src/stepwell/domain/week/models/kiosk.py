"""A device at the door."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Site, Staff


class Kiosk(models.Model):
    """A device that staff set up at a site, or at one place of it, until they end it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="kiosks")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    set_up_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Ends after it began."""

        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("set_up_at")), name="kiosk_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"kiosk {self.pk}"
