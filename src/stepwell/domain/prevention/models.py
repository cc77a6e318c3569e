"""The prevention plan in its versions, suggestions for it, skills and their tries, meetings, reviews of a use."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.prevention.rules.meetings import Kind
from stepwell.domain.prevention.rules.plan import Part
from stepwell.domain.prevention.rules.review import About
from stepwell.domain.prevention.rules.skills import Helped


class PreventionPlan(models.Model):
    """One version, kept for good; the newest counts. `content` holds lines by part (`rules.plan.Part`)."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="prevention_plans")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        """Numbered within the client."""

        constraints = (models.UniqueConstraint(fields=["client", "number"], name="prevention_plan_once"),)

    def __str__(self) -> str:
        return f"prevention plan {self.pk}"


class Suggestion(models.Model):
    """A line that staff suggest for a client's plan. It stands there once the client takes it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="prevention_suggestions")
    part = models.CharField(max_length=20, choices=[(one.value, one.heading) for one in Part])
    words = models.CharField(max_length=200)
    suggested_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField()
    is_taken = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Answered with a yes or a no."""

        constraints = (
            models.CheckConstraint(
                condition=Q(is_taken__isnull=True, answered_at__isnull=True)
                | Q(is_taken__isnull=False, answered_at__isnull=False),
                name="suggestion_answered",
            ),
        )
        indexes = (models.Index(fields=["client", "-suggested_at"], name="suggestions_by_client"),)

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class SkillWords(models.Model):
    """How a site words a skill, edition by edition; the newest counts. One that isn't ours is the site's own."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="skill_words")
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    lead = models.CharField(max_length=200, blank=True)
    steps = ArrayField(models.CharField(max_length=200))
    minutes = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Numbered within the site's skill."""

        constraints = (models.UniqueConstraint(fields=["site", "code", "number"], name="skill_words_once"),)

    def __str__(self) -> str:
        return f"skill {self.code} of site {self.site_id}, edition {self.number}"


class SkillUse(models.Model):
    """One time that a client tried a skill, and whether it helped. `key` comes from the page: sent twice it is once."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="skill_uses")
    key = models.UUIDField()
    skill_code = models.CharField(max_length=40)
    helped = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Helped])
    tried_at = models.DateTimeField()

    class Meta:
        """Once per key, and found by client."""

        constraints = (models.UniqueConstraint(fields=["client", "key"], name="one_skill_use_per_key"),)
        indexes = (models.Index(fields=["client", "-tried_at"], name="skill_uses_by_client"),)

    def __str__(self) -> str:
        return f"skill use {self.pk}"


class OutsideMeeting(models.Model):
    """One meeting outside the program, as the client wrote it down. No hour of it is clinical."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="outside_meetings")
    key = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Kind])
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        """Once per key, and found by client and day."""

        constraints = (models.UniqueConstraint(fields=["client", "key"], name="one_outside_meeting_per_key"),)
        indexes = (models.Index(fields=["client", "-on"], name="outside_meetings_by_day"),)

    def __str__(self) -> str:
        return f"outside meeting {self.pk}"


class UseReview(models.Model):
    """What was looked at together after a client told of a use. One that is open takes in what is told meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="use_reviews")
    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="use_review")
    opened_at = models.DateTimeField()
    happened = models.TextField(blank=True, help_text="what happened before, as it was talked about")
    helped = models.TextField(blank=True, help_text="what helped, then or before")
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """At most one open for a client; it ends with a next step."""

        constraints = (
            models.UniqueConstraint(
                fields=["client"], condition=Q(finished_at__isnull=True), name="one_open_use_review"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True)
                | (Q(finished_at__isnull=False, finished_by__isnull=False, next_on__isnull=False) & ~Q(next_step="")),
                name="use_review_ends_with_a_step",
            ),
        )

    def __str__(self) -> str:
        return f"use review {self.pk}"


class ProposedChange(models.Model):
    """What a review proposed by rule, with its reason, and what a person decided. `code` is the rule's own."""

    review = models.ForeignKey(UseReview, on_delete=models.PROTECT, related_name="changes")
    code = models.CharField(max_length=80)
    about = models.CharField(max_length=20, choices=[(one.value, one.value) for one in About])
    part = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    is_taken = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, help_text="when a change that was taken stood in the plan of care")

    class Meta:
        """Proposed once; decided by somebody; only what was taken is done."""

        constraints = (
            models.UniqueConstraint(fields=["review", "code"], name="change_proposed_once"),
            models.CheckConstraint(
                condition=Q(is_taken__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(is_taken__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="change_decided_by_somebody",
            ),
            models.CheckConstraint(condition=Q(done_at__isnull=True) | Q(is_taken=True), name="only_taken_is_done"),
        )

    def __str__(self) -> str:
        return f"proposed change {self.pk}"
