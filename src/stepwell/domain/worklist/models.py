"""Tasks. What a kind of task means, and where its verb leads, the part that raises it and the console know."""

from django.db import models
from django.db.models import Q

from stepwell.domain.people.models import Client, Site, Staff


class Task(models.Model):
    """Something that a person has to do, for one client or for a group.

    `kind` is a code such as "note.unsigned"; `subject_id` the id of what it is about. One open task per kind and
    subject: raising it again changes nothing.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tasks")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="tasks")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="tasks")
    role = models.CharField(max_length=40, blank=True, help_text="whose it is at the site, where nobody owns it")
    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    is_safety = models.BooleanField(default=False)
    is_everybodys = models.BooleanField(
        default=False, help_text="shown to every clinician of the site, whoever cares for the client"
    )
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One open task per kind and subject."""

        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(done_at__isnull=True), name="one_open_task_per_subject"
            ),
        )
        indexes = (models.Index(fields=["site", "due_at"], condition=Q(done_at__isnull=True), name="open_tasks"),)

    def __str__(self) -> str:
        return f"task {self.pk}"
