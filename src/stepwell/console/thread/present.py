"""The thread in two dimensions: a strand a problem, from what was found to the measure. Values in, values out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from stepwell.console.plan.present import day_words, group_words
from stepwell.console.thread.fixes import ShownGap, shown_gap
from stepwell.domain.admissions.happened import MEDICATION, STAYS
from stepwell.domain.careplan.values import Means
from stepwell.domain.contact.happened import CALLS
from stepwell.domain.prevention.happened import STAYING_WELL
from stepwell.domain.team.happened import MEETINGS
from stepwell.domain.thread.queries.charts import ChartRow
from stepwell.domain.thread.queries.links import FoundLink
from stepwell.domain.thread.rules import Kind, Shown
from stepwell.domain.week.happened import ATTENDANCE, NOTES
from stepwell.kernel.wording import short_date
from stepwell.workflows.thread import GoldenThread, ThreadGoal, ThreadIntervention, ThreadObjective, ThreadProblem

_ICONS = {Means.GROUP: "users", Means.MEDICATION: "pill"}  # as on the plan; what comes alone is a person's
# What no group carries writes no session note of its own, or not always: where in the timeline it shows what was done.
_SHOWS = {
    Means.INDIVIDUAL: (ATTENDANCE, NOTES),
    Means.FAMILY: (ATTENDANCE, NOTES),
    Means.MEDICATION: (MEDICATION,),
    Means.CASEWORK: (MEETINGS, CALLS, STAYS),
    Means.PEER: (STAYING_WELL,),
}


@dataclass(frozen=True, slots=True)
class Knot:
    """One place of the thread: what stands there, where it opens, and the gap if the link to it is missing."""

    kind: str
    icon: str
    text: str
    detail: str = ""
    href: str = ""
    anchor: str = ""
    gap: ShownGap | None = None


@dataclass(frozen=True, slots=True)
class StepStrand:
    """An objective, what serves it, its notes and its measure."""

    step: Knot
    served: tuple[Knot, ...]
    note: Knot | None
    measure: Knot


@dataclass(frozen=True, slots=True)
class AimStrand:
    """A goal with its objectives."""

    aim: Knot
    steps: tuple[StepStrand, ...]
    gap: Knot | None


@dataclass(frozen=True, slots=True)
class Strand:
    """A problem with what it came from and what it led to."""

    came_from: tuple[Knot, ...]
    problem: Knot | None
    aims: tuple[AimStrand, ...]
    gap: Knot | None


def strands_of(
    thread: GoldenThread, row: ChartRow | None, found: list[FoundLink], *, assessment_url: str
) -> list[Strand]:
    """Problems in their order, then the diagnoses that none of them addresses."""
    return list(_Strands(thread, row, found, assessment_url, _gaps(row)).all())


def _gaps(row: ChartRow | None) -> dict[tuple[Kind, str], ShownGap]:
    """The gaps by what they hang on."""
    if row is None:
        return {}
    return {(gap.kind, gap.subject): shown_gap(gap, row, may_write=row.may_write) for gap in row.standing.gaps}


@dataclass(frozen=True, slots=True)
class _Strands:
    """Walks from what was found to the measure."""

    thread: GoldenThread
    row: ChartRow | None
    found: list[FoundLink]
    assessment_url: str
    gaps: Mapping[tuple[Kind, str], ShownGap]

    def all(self) -> Iterator[Strand]:
        for problem in self.thread.problems:
            yield self.problem(problem)
        for link in self.found:
            if not link.problems:
                yield Strand((self.finding(link),), None, (), self.left_out(link))

    def problem(self, one: ThreadProblem) -> Strand:
        came_from = tuple(
            self.finding(link) for link in self.found if one.id in {problem.pk for problem in link.problems}
        )
        plan = f"{reverse('plan', args=[self.thread.client.pk])}#problem-{one.number}"
        detail = f"Closed {day_words(one.closed_on)}: {one.closed_as}" if one.closed_on else _quoted(one.in_their_words)
        knot = Knot(f"Problem {one.number}", "flag", one.title, detail, plan, f"problem-{one.id}")
        gap = self.broken(Kind.GOAL, one.id, "Goal")
        return Strand(came_from, knot, tuple(self.aim(goal) for goal in one.still_open), gap)

    def finding(self, link: FoundLink) -> Knot:
        one = link.diagnosis
        return Knot("Diagnosis", "clipboard", one.display, one.code, self.assessment_url, f"diagnosis-{one.pk}")

    def left_out(self, link: FoundLink) -> Knot | None:
        """Why the plan leaves it out, or that nobody said so yet."""
        if link.answer is None:
            return self.broken(Kind.ADDRESSED, link.diagnosis.pk, "Problem")
        href = reverse("thread_finding", args=[self.thread.client.pk, link.diagnosis.pk])
        said = f"{link.answer.said_by.name}, {short_date(link.answer.said_at.date())}"
        return Knot("Left out", "minus", link.answer.reason, said, href)

    def aim(self, goal: ThreadGoal) -> AimStrand:
        steps = tuple(self.step(one) for one in goal.still_open)
        knot = Knot("Goal", "target", goal.clinical, _quoted(goal.in_their_words))
        return AimStrand(knot, steps, self.broken(Kind.OBJECTIVE, goal.id, "Objective"))

    def step(self, one: ThreadObjective) -> StepStrand:
        ends = reverse("thread_objective", args=[self.thread.client.pk, one.id])
        detail = f"{one.target} by {day_words(one.due_on)}, {one.owner}"
        knot = Knot(f"Objective {one.number}", "check-circle", one.title, detail, ends, f"objective-{one.id}")
        held = tuple(self.served(one.number, each) for each in one.interventions if not each.is_ended)
        bare = self.broken(Kind.INTERVENTION, one.id, "Intervention")
        return StepStrand(knot, (bare,) if bare else held, self.note(one), self.measure(one, ends))

    def served(self, number: str, each: ThreadIntervention) -> Knot:
        gap = self.gaps.get((Kind.GROUP, str(each.id)))
        lacking = f"No group carries it for {number}" if each.means is Means.GROUP else each.means.label
        detail = group_words(each.group) if each.group else lacking
        icon = _ICONS.get(each.means, "person")
        return Knot("Intervention", icon, each.title, detail, self.shows(each), gap=gap)

    def shows(self, each: ThreadIntervention) -> str:
        """The timeline of what it comes by; a group's own notes stand in the next place."""
        kinds = urlencode([("k", kind.code) for kind in _SHOWS.get(each.means, ())])
        return f"{reverse('timeline', args=[self.thread.client.pk])}?{kinds}" if kinds else ""

    def note(self, one: ThreadObjective) -> Knot | None:
        gap = self.gaps.get((Kind.NOTE, str(one.id)))
        if one.note is None:
            text = "No signed note yet" if one.served_since or gap else ""
            return Knot("Notes", "file", text, gap=gap) if text else None
        text = f"{one.note.group}, {day_words(one.note.held_on)}"
        later = "Said later" if one.note.is_said_later else one.note.signed_as
        href = reverse("note", args=[one.note.note_id])
        return Knot("Latest note", "file", text, later, href, gap=gap)

    def measure(self, one: ThreadObjective, ends: str) -> Knot:
        shown = self.shown_by(one.id)
        if shown is None:
            return Knot("Measure", "gauge", one.measure, f"Target: {one.target}", f"{ends}#measure")
        last = f"Last answered {day_words(shown.last_on)}" if shown.last_on else "Not answered yet"
        progress = f"{reverse('progress', args=[self.thread.client.pk])}#plot-{shown.code}"
        return Knot("Measure", "gauge", shown.title, last, progress, gap=self.gaps.get((Kind.MEASURED, str(one.id))))

    def shown_by(self, objective_id: UUID) -> Shown | None:
        """The instrument that shows it."""
        aims = [aim for problem in (self.row.chart.problems if self.row else ()) for aim in problem.aims]
        steps = (step for aim in aims for step in aim.steps)
        return next((step.shown for step in steps if step.id == objective_id), None)

    def broken(self, kind: Kind, subject: object, name: str) -> Knot | None:
        """What would stand here, if nothing does."""
        gap = self.gaps.get((kind, str(subject)))
        return Knot(name, "link-broken", gap.label, gap=gap) if gap else None


def _quoted(words: str) -> str:
    return f"“{words}”" if words else ""
