"""The links of the thread that no earlier part holds. Each is one person's word, said once, and can be taken back."""

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.models import Objective, Problem
from stepwell.domain.people.models import Site, Staff
from stepwell.domain.week.models import Note


class FindingAnswer(models.Model):
    """What a stay's plan does about a diagnosis that no problem has the code of: the problem it belongs to, or why the
    plan leaves it out. By its code, so that it holds for the next assessment too.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="finding_answers")
    system = models.CharField(max_length=300)
    code = models.CharField(max_length=100)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="finding_answers")
    reason = models.CharField(max_length=400, blank=True)
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        """Once per diagnosis, and never without a problem or a reason."""

        constraints = (
            models.UniqueConstraint(fields=["episode", "system", "code"], name="one_answer_per_finding"),
            models.CheckConstraint(
                condition=Q(problem__isnull=False, reason="") | (Q(problem__isnull=True) & ~Q(reason="")),
                name="finding_has_problem_or_reason",
            ),
        )

    def __str__(self) -> str:
        return f"answer to a finding {self.pk}"


class ObjectiveMeasure(models.Model):
    """The instrument that shows an objective. Its answers stand in `measures`, under the instrument's code."""

    objective = models.OneToOneField(Objective, on_delete=models.PROTECT, related_name="shown_by")
    instrument_code = models.CharField(max_length=40)
    chosen_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"measure of {self.objective_id}"


class NoteObjective(models.Model):
    """Which objective a signed note served that named none. The note stays as it was signed; this stands beside it."""

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="served")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="served_by")
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"objective of {self.note_id}"


class ThreadDays(models.Model):
    """A site's own days (`rules.days`), from a day on. One that has begun is never changed: a later one follows it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="thread_days")
    from_on = models.DateField()
    plan = models.PositiveSmallIntegerField(help_text="days from the start to a first plan")
    finding = models.PositiveSmallIntegerField(
        help_text="days from the assessment to what the plan says of a diagnosis"
    )
    note = models.PositiveSmallIntegerField(help_text="days from one signed note of an objective to the next")
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        """One a day, in their order."""

        ordering = ("from_on",)
        constraints = (models.UniqueConstraint(fields=["site", "from_on"], name="one_edition_of_thread_days_a_day"),)

    def __str__(self) -> str:
        return f"days of the thread {self.pk}"
