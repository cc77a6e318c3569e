"""Problem → goal → objective → intervention, and what the whole of it stands on."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.values import Means
from stepwell.domain.people.models import Client, Staff


class Basis(models.Model):
    """What a stay's plan stands on: what helps this person and what is in their way, in anybody's words.

    `revision` counts the saves. `saved_from` is the page that saved last and is still open.
    """

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="plan_basis")
    strengths = models.TextField(blank=True)
    barriers = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    saved_from = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        """Plural as people say it."""

        verbose_name_plural = "bases"

    def __str__(self) -> str:
        return f"basis of the plan of stay {self.episode_id}"


class Kept(models.Model):
    """What a part of a plan that is corrected or closed keeps of it. Nothing of a plan is deleted."""

    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=20, blank=True, help_text="how it ended, `values.Ending`")
    revision = models.PositiveIntegerField(default=0, help_text="grows with each correction; a stale one is refused")
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Columns of each of them."""

        abstract = True


class Problem(Kept):
    """What is in the way, in the team's words and the client's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="problems")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="problems")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 in the order they were named")
    title = models.CharField(max_length=200)
    system = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=100, blank=True)
    in_their_words = models.TextField(blank=True)
    areas = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    part = models.CharField(max_length=20, blank=True, help_text="whose part of the plan it is")
    stage = models.CharField(max_length=20, blank=True)

    class Meta:
        """Numbered within an episode."""

        constraints = (models.UniqueConstraint(fields=["episode", "number"], name="one_problem_per_number"),)

    def __str__(self) -> str:
        return f"problem {self.pk}"


class Goal(Kept):
    """What the client wants, said twice: in their words and clinically."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="goals")
    in_their_words = models.TextField()
    clinical = models.TextField()
    areas = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Objective(Kept):
    """A step towards a goal that can be measured: what, by how much, until when, whose."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="objectives")
    number = models.CharField(max_length=12, help_text="problem.objective, such as 1.2")
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    due_on = models.DateField()
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, blank=True, help_text="whose part of the plan it is")

    def __str__(self) -> str:
        return f"objective {self.pk}"


class Intervention(models.Model):
    """What the program does for an objective. Which group carries it, `week.SeriesIntervention` says."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="interventions")
    title = models.CharField(max_length=200)
    means = models.CharField(max_length=12, default=Means.GROUP.value)
    part = models.CharField(max_length=20, blank=True, help_text="whose part of the plan it is")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Said once per objective while it holds."""

        constraints = (
            models.UniqueConstraint(
                fields=["objective", "title"], condition=Q(ended_at__isnull=True), name="one_intervention_per_title"
            ),
        )

    def __str__(self) -> str:
        return f"intervention {self.pk}"
