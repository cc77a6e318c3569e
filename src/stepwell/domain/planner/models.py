"""What somebody asked the planner for, how far it came, and what a person made of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stepwell.domain.catalog.models import Track
from stepwell.domain.people.models import Site, Staff


class Kind(models.TextChoices):
    """What is planned."""

    PLACE = "place", "Place people who are short of hours"
    COVER = "cover", "Cover an absence"
    CLOSED = "closed", "Make up for a closed day"
    ROOM = "room", "Another room for a closed one"
    TERM = "term", "Plan a term anew"


class State(models.TextChoices):
    """Where a proposal stands. Nothing but accepting it changes the week."""

    WAITING = "waiting"
    SOLVING = "solving"
    READY = "ready"
    NOTHING = "nothing"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Proposal(models.Model):
    """One time that the planner was asked. `progress` is [seconds, price, bound] in order; `result` names by id."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind)
    away = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", help_text="who is absent")
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, null=True, related_name="+", help_text="whose term it is; empty: the site's"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="when the worker last said that it is at it")
    stop_asked = models.BooleanField(default=False)
    progress = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first; who is absent is said where an absence is covered."""

        indexes = (models.Index(fields=["site", "-asked_at"], name="proposals_by_site"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=Kind.COVER, away__isnull=False) | ~Q(kind=Kind.COVER) & Q(away__isnull=True),
                name="absence_has_somebody_absent",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.TERM) | Q(track__isnull=True), name="only_a_term_is_of_a_track"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="proposal_days_in_order"),
        )

    def __str__(self) -> str:
        return f"proposal {self.pk}"
