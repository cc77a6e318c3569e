"""One chart's links: which are there, and each that is missing with its day and its owner.

A link that isn't due yet is neither needed nor missing, so that a chart on its first day isn't a bad one. `since` is
the first day on which the link was missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.domain.thread.rules.days import Editions, missing_on, note_missing_on
from stepwell.domain.thread.rules.facts import Aim, Chart, Planned, SessionFact, Step, Who
from stepwell.domain.thread.rules.kinds import Kind
from stepwell.kernel.wording import short_date


@dataclass(frozen=True, slots=True)
class Gap:
    """A link that is missing: of what kind, from what, since when, and whose it is.

    `subject` is the id of what it hangs on, and `within` the session of a note or the instrument of a measure. `place`
    says on what without a word about anybody's health ("Objective 1.2"), `what` in full; empty where it is the stay.
    """

    kind: Kind
    subject: str
    place: str
    what: str
    since: date
    owner: Who
    within: str = ""

    @property
    def order(self) -> tuple[int, date, str]:
        """What matters most stands first, then what is missing longest."""
        return self.kind.rank, self.since, self.place


@dataclass(frozen=True, slots=True)
class Standing:
    """One chart: how many links of each kind it needs, and those that are missing, the most pressing first."""

    needed: tuple[tuple[Kind, int], ...]
    gaps: tuple[Gap, ...]

    @property
    def in_all(self) -> int:
        """How many links it needs."""
        return sum(count for _, count in self.needed)

    @property
    def there(self) -> int:
        """How many of them are there."""
        return self.in_all - len(self.gaps)

    @property
    def is_whole(self) -> bool:
        """Nothing is missing."""
        return not self.gaps


# A link that is needed: its kind, and the gap if it is missing.
_Link = tuple[Kind, Gap | None]
_DAY = timedelta(days=1)


def standing_of(chart: Chart, *, today: date) -> Standing:
    """Every link that the chart needs today, each either there or a gap."""
    links = [*_of_stay(chart, today), *_of_findings(chart, today)]
    for problem in chart.problems:
        links += _of_problem(problem, chart, today)
    needed = dict.fromkeys(Kind, 0)
    for kind, _ in links:
        needed[kind] += 1
    gaps = [gap for _, gap in links if gap is not None]
    for kind, written in ((Kind.SIGNED, chart.signed), (Kind.NAMED, chart.named)):
        needed[kind] += written.needed
        gaps += [_of_session(kind, one) for one in written.missing]
    gaps.sort(key=lambda gap: gap.order)
    return Standing(tuple((kind, count) for kind, count in needed.items() if count), tuple(gaps))


def _of_stay(chart: Chart, today: date) -> Iterator[_Link]:
    whose = chart.counselor
    no_assessment = Gap(Kind.ASSESSED, "", "Stay", "", chart.started_on, whose)
    yield Kind.ASSESSED, no_assessment if chart.assessed_on is None else None
    if chart.problems:
        yield Kind.PLANNED, None
        overdue = Gap(Kind.REVIEWED, "", "Plan", "", chart.review_on + _DAY, whose)
        yield Kind.REVIEWED, overdue if today > chart.review_on else None
    elif today >= (due_on := missing_on(chart.days, "plan", chart.started_on)):
        yield Kind.PLANNED, Gap(Kind.PLANNED, "", "Stay", "", due_on, whose)


def _of_findings(chart: Chart, today: date) -> Iterator[_Link]:
    """One that isn't answered counts from the day on which it is missing."""
    coded = {problem.coding for problem in chart.problems if problem.answers(chart.assessed_on)}
    since = missing_on(chart.days, "finding", max(chart.started_on, chart.assessed_on or chart.started_on))
    for finding in chart.findings:
        if finding.is_answered or finding.coding in coded:
            yield Kind.ADDRESSED, None
        elif today >= since:
            subject, label = str(finding.id), finding.label
            yield Kind.ADDRESSED, Gap(Kind.ADDRESSED, subject, "Diagnosis", label, since, chart.counselor)


def _of_problem(problem: Planned, chart: Chart, today: date) -> Iterator[_Link]:
    """What is closed is reached or set aside: nothing is missing there, and nothing is counted."""
    if not problem.is_open:
        return
    place, whose = f"Problem {problem.number}", chart.counselor
    no_goal = Gap(Kind.GOAL, str(problem.id), place, problem.title, problem.since, whose)
    yield Kind.GOAL, None if problem.aims or problem.had_aims else no_goal
    for aim in problem.aims:
        yield Kind.OBJECTIVE, None if aim.has_steps else _no_objective(aim, place, whose)
        for step in aim.steps:
            yield from _of_step(step, chart.days, today)


def _no_objective(aim: Aim, place: str, whose: Who) -> Gap:
    return Gap(Kind.OBJECTIVE, str(aim.id), f"Goal of {place.lower()}", aim.words, aim.since, whose)


def _of_step(step: Step, days: Editions, today: date) -> Iterator[_Link]:
    place, subject = f"Objective {step.number}", str(step.id)
    bare = Gap(Kind.INTERVENTION, subject, place, f"{step.number} {step.title}", step.bare_since, step.owner)
    yield Kind.INTERVENTION, None if step.served else bare
    for one in step.served:
        alone = Gap(Kind.GROUP, str(one.id), place, one.title, one.since, step.owner)
        if one.needs_group:
            yield Kind.GROUP, None if one.is_carried else alone
    yield from _of_notes(step, days, today)
    yield from _of_measure(step, today)


def _of_notes(step: Step, days: Editions, today: date) -> Iterator[_Link]:
    """Until the first note is due there is nothing to count."""
    served_since = min(
        (one.since for one in step.served if one.is_noted and (one.is_carried or not one.needs_group)), default=None
    )
    if served_since is None:
        return
    since = note_missing_on(days, served_since, step.last_note_on)
    if today >= since:
        what = f"{step.number} {step.title}"
        yield Kind.NOTE, Gap(Kind.NOTE, str(step.id), f"Objective {step.number}", what, since, step.owner)
    elif step.last_note_on is not None:
        yield Kind.NOTE, None


def _of_measure(step: Step, today: date) -> Iterator[_Link]:
    """Until the first answer is due there is nothing to count. What was due before it was to show this objective is
    missing since it does.
    """
    shown = step.shown
    if shown is None:
        return
    if shown.due_on is not None and today > shown.due_on:
        since = max(shown.since, shown.due_on + _DAY)
        what, place = f"{shown.title} for {step.number}", f"Objective {step.number}"
        yield Kind.MEASURED, Gap(Kind.MEASURED, str(step.id), place, what, since, step.owner, shown.code)
    elif shown.last_on is not None:
        yield Kind.MEASURED, None


def _of_session(kind: Kind, one: SessionFact) -> Gap:
    place = f"Session of {short_date(one.on)}"
    subject = str(one.note_id or "")
    what = f"{one.name}, {one.on.day} {one.on:%B}"
    return Gap(kind, subject, place, what, one.missing_since, one.leader, str(one.session_id))
