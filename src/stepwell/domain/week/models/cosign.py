"""What a note of somebody under supervision needs besides their signature."""

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Staff
from stepwell.domain.week.models.note import Note


class Cosignature(models.Model):
    """A second signature that was asked for when the note was signed. It waits, is returned with words, or is given.

    The note stays as it is. Once given, the database keeps the signature as it keeps the note.
    """

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="cosignature")
    asked_of = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="cosigns")
    asked_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, help_text="until an addendum was written")
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_as = models.CharField(max_length=300, blank=True, help_text="name and credentials at signing")

    class Meta:
        """Given by somebody, and then not returned."""

        constraints = (
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(signed_by__isnull=False, returned_at__isnull=True),
                name="cosignature_has_signer",
            ),
        )
        indexes = (
            models.Index(fields=["asked_of", "asked_at"], condition=Q(signed_at__isnull=True), name="to_cosign"),
        )

    def __str__(self) -> str:
        return f"co-signature {self.pk}"


class NoteReturn(models.Model):
    """A note that was returned for an addendum, and in which words. Kept for good."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="returns")
    words = models.TextField()
    returned_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    returned_as = models.CharField(max_length=300)
    returned_at = models.DateTimeField()

    class Meta:
        """In the order in which they came."""

        ordering = ("returned_at", "pk")

    def __str__(self) -> str:
        return f"return {self.pk}"
