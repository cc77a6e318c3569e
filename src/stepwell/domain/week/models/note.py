"""The note of one client for one session."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.careplan.models import Objective
from stepwell.domain.people.models import Staff
from stepwell.domain.week.models.attendance import Booking


class Note(models.Model):
    """A draft until it is signed; then the database refuses to change it (see the migration's trigger).

    One `without_client` is of a session that family alone came to. It stands in the client's chart as any other.
    `shared` is the session's shared block as it stood at signing, so that the note says the same for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="note")
    response = models.TextField(blank=True, help_text="where it has sections, those together")
    sections = models.JSONField(default=list, help_text="[[label, words]] as the service's template had the labels")
    company = models.JSONField(default=list, help_text="who of the family was there, by name; nothing else of them")
    without_client = models.BooleanField(default=False, help_text="of an own session that only the family came to")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="notes")
    not_names = models.JSONField(default=list, help_text="[{word, by, at}]: a person said that it isn't a name")
    shared = models.JSONField(default=dict, help_text="{topic, method, shared_note} as signed")
    revision = models.PositiveIntegerField(default=0, help_text="grows with each save; a stale save is refused")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="signed_notes")
    signed_at = models.DateTimeField(null=True)
    signed_as = models.CharField(max_length=200, blank=True, help_text="name and credentials at signing")

    class Meta:
        """Signed by somebody, with a response; without the client, somebody else was there."""

        constraints = (
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (Q(signed_by__isnull=False) & ~Q(response="")),
                name="signed_note_has_signer_and_response",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(without_client=False) | ~Q(company=[]),
                name="signed_note_was_of_somebody",
            ),
        )
        indexes = (models.Index(fields=["created_at"], condition=Q(signed_at__isnull=True), name="unsigned_notes"),)

    def __str__(self) -> str:
        return f"note {self.pk}"


class NoteAddendum(models.Model):
    """What was added to a signed note. The database takes it for a signed note alone, and keeps it as it is."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="addenda")
    words = models.TextField()
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_as = models.CharField(max_length=300, help_text="name and credentials when it was added")
    added_at = models.DateTimeField()

    class Meta:
        """In the order in which they came; plural as people say it."""

        ordering = ("added_at", "pk")
        verbose_name_plural = "note addenda"

    def __str__(self) -> str:
        return f"addendum {self.pk}"
