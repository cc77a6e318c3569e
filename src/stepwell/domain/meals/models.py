"""What clients eat and mustn't, as they said it each time; and the diets that a site offers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepwell.domain.people.models import Client, Site, Staff
from stepwell.platform.keyring.field import EncryptedTextField


class DietLabel(models.Model):
    """A diet that a site's kitchen knows. Retired, it stays with those who have it until they are asked again."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="diet_labels")
    name = models.CharField(max_length=40)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """One of a name per site."""

        constraints = (models.UniqueConstraint(fields=["site", "name"], name="one_diet_per_name"),)

    def __str__(self) -> str:
        return self.name


class Diet(models.Model):
    """What one client eats. Said anew it is a new row, and the earlier one ends. None chosen: they eat anything."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="diets")
    labels = ArrayField(models.CharField(max_length=40), default=list, help_text="diets by name, as said then")
    allergies = EncryptedTextField(blank=True, help_text="what they mustn't eat, in words")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One holds."""

        constraints = (
            models.UniqueConstraint(fields=["client"], condition=Q(until__isnull=True), name="one_diet_per_client"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="diet_ends_later"),
        )

    def __str__(self) -> str:
        return f"diet {self.pk}"
