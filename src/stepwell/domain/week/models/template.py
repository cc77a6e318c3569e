"""Words that a note's shared block begins with."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stepwell.domain.catalog.models import Service
from stepwell.domain.people.models import Staff


class NoteTemplate(models.Model):
    """What the shared block of one service begins with, in the site's own words. It names nobody and fills no note.

    `sections` are what a note of somebody's own session is written in: Data, Assessment, Plan.
    """

    service = models.OneToOneField(Service, on_delete=models.PROTECT, related_name="note_template")
    topic = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=200, blank=True)
    shared_note = models.TextField(blank=True)
    sections = ArrayField(models.CharField(max_length=40), default=list)
    revision = models.PositiveIntegerField(default=0, help_text="grows with each save; a stale save is refused")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"template of service {self.service_id}"
