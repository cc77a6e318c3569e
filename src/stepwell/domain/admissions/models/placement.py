"""A placement: six dimensions with their evidence, what was suggested, and what a clinician decided."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.fourth import CODES_LENGTH
from stepwell.domain.people.models import Client, Staff


class Placement(models.Model):
    """One decision on a level of care. Kept for good (the database refuses a change); a new look is a new row.

    While `decided_at` is empty it is a draft that anybody who may rate goes on with; `revision` counts its saves.
    `saved_from` is the page that saved last and is still open; empty once somebody left it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="placements")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="placements")
    edition = models.CharField(max_length=20)
    suggested_level = models.CharField(max_length=8, blank=True)
    suggested_reason = models.TextField(blank=True)
    is_stop = models.BooleanField(default=False, help_text="the suggestion was to stop and evaluate at once")
    uses_alcohol_or_benzodiazepine = models.BooleanField(null=True, help_text="empty: not known")
    seizure_or_dt_history = models.BooleanField(null=True, help_text="empty: not known")
    ciwa_ar = models.PositiveSmallIntegerField(null=True, help_text="0 to 67, where one was done")
    chosen_level = models.CharField(max_length=8, blank=True)
    reason = models.TextField(blank=True, help_text="why the chosen level differs from the suggested one")
    stop_reason = models.TextField(blank=True, help_text="who evaluated after a stop, and what was found")
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    saved_from = models.CharField(max_length=40, blank=True, default="")
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """One draft per enquiry."""

        constraints = (
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(decided_at__isnull=True), name="one_placement_draft"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | (~Q(chosen_level="") & Q(decided_by__isnull=False)),
                name="decided_placement_has_level",
            ),
            models.CheckConstraint(condition=Q(ciwa_ar__isnull=True) | Q(ciwa_ar__lte=67), name="ciwa_ar_0_to_67"),
        )

    def __str__(self) -> str:
        return f"placement {self.pk}"


class PlacementRating(models.Model):
    """One dimension: how serious, and on what evidence. The third edition has a severity; the fourth the codes of its
    parts, as the rater read them in the book, and the level that these name as the least.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="ratings")
    dimension = models.PositiveSmallIntegerField()
    severity = models.PositiveSmallIntegerField(null=True)
    codes = models.CharField(max_length=CODES_LENGTH, blank=True, default="")
    minimum = models.CharField(max_length=8, blank=True, default="", help_text="a level's code, or any")
    evidence = models.TextField(blank=True)

    class Meta:
        """Six dimensions, each once; 0 to 4, or the fourth edition's, never both."""

        constraints = (
            models.UniqueConstraint(fields=["placement", "dimension"], name="one_rating_per_dimension"),
            models.CheckConstraint(condition=Q(dimension__range=(1, 6)), name="six_dimensions"),
            models.CheckConstraint(condition=Q(severity__isnull=True) | Q(severity__lte=4), name="severity_0_to_4"),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(codes="", minimum=""), name="rating_of_one_edition"
            ),
        )

    def __str__(self) -> str:
        return f"rating {self.pk}"


class PlacementNeed(models.Model):
    """Something the decision doesn't settle and that must happen, and what came of it."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=40, help_text="the kind of its task")
    text = models.TextField()
    note = models.TextField(blank=True)
    met_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(null=True)

    class Meta:
        """Each once; met by somebody who says how."""

        constraints = (
            models.UniqueConstraint(fields=["placement", "kind"], name="one_need_per_kind"),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | (~Q(note="") & Q(met_by__isnull=False)), name="need_met_with_words"
            ),
        )

    def __str__(self) -> str:
        return f"placement need {self.pk}"
