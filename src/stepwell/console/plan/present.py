"""The golden thread as the chart and the plan show it: nodes in a row, and for each broken link the step that mends it.

Values in, values out. Where a link leads is said here; whether it is broken `workflows.thread` says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from stepwell.domain.careplan.values import Means
from stepwell.workflows.thread import (
    GoldenThread,
    Group,
    ThreadGoal,
    ThreadIntervention,
    ThreadObjective,
    ThreadProblem,
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Fix:
    """The one step that mends a broken link."""

    label: str
    url: str
    icon: str = "plus"


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a thread, for `<c-thread-node>`."""

    kind: str
    icon: str
    text: str
    detail: str = ""
    quote: str = ""
    href: str = ""
    is_broken: bool = False
    fix: Fix | None = None

    @property
    def shown_detail(self) -> str:
        """The line below: the client's own words in quotation marks, or the detail."""
        return f"“{self.quote}”" if self.quote else self.detail


def day_words(day: date) -> str:
    """16 October"""
    return f"{day.day} {day:%B}"


def group_words(group: Group) -> str:
    """Evening group, Monday, Tuesday and Thursday at 17:30"""
    days = [DAYS[day] for day in group.weekdays]
    spoken = " and ".join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
    return f"{group.name}, {spoken} at {group.starts_at}"


def nodes_of(thread: GoldenThread) -> list[list[Node]]:
    """A row of nodes for each open problem. What is closed is left to the plan itself."""
    return [list(_Row(thread).problem(problem)) for problem in thread.problems if not problem.is_closed]


@dataclass(frozen=True, slots=True)
class _Row:
    """Walks down from one problem."""

    thread: GoldenThread

    def problem(self, problem: ThreadProblem) -> Iterator[Node]:
        yield Node(f"Problem {problem.number}", "flag", problem.title, quote=problem.in_their_words)
        if problem.broken:
            yield self._broken("Goal", "No goal yet", "Set a goal", "plan_goal", problem.id)
        for goal in problem.still_open:
            yield from self.goal(goal)

    def goal(self, goal: ThreadGoal) -> Iterator[Node]:
        yield Node("Goal", "target", goal.clinical, quote=goal.in_their_words)
        if goal.broken:
            yield self._broken("Objective", "No objective yet", "Set an objective", "plan_objective", goal.id)
        for objective in goal.still_open:
            yield from self.objective(objective)

    def objective(self, one: ThreadObjective) -> Iterator[Node]:
        owner = f"{self.thread.client.called}, with {one.owner}"
        yield Node(
            f"Objective {one.number}", "check-circle", one.title, f"{one.target} by {day_words(one.due_on)} · {owner}"
        )
        held = [intervention for intervention in one.interventions if not intervention.is_ended]
        for intervention in held:
            yield self.intervention(intervention)
        if not held:
            text = f"Nothing serves {one.number} yet"
            yield self._broken("Intervention", text, "Link to a group", "plan_intervention", one.id, icon="link")
            return
        if one.served_since is not None and one.note_by is not None:
            yield self.note(one, one.served_since, one.note_by)
            yield Node("Measure", "gauge", one.measure, f"Target: {one.target}")

    def intervention(self, one: ThreadIntervention) -> Node:
        if one.group is not None:
            return Node("Intervention", "users", one.title, group_words(one.group))
        if one.means is not Means.GROUP:
            return Node("Intervention", "person", one.title, one.means.label)
        text = f"{one.title}: no group carries it"
        return self._broken("Intervention", text, "Link to a group", "plan_link", one.id, icon="link")

    def note(self, one: ThreadObjective, served_since: date, note_by: date) -> Node:
        said = one.note
        if one.broken:
            last = f"None names {one.number} since {day_words(said.held_on if said else served_since)}"
            return Node(
                "Latest note",
                "file",
                last,
                is_broken=True,
                fix=Fix("Open the schedule", reverse("schedule"), "calendar"),
            )
        if said is None:
            return Node("Latest note", "file", "None yet", f"Expected by {day_words(note_by)}")
        return Node(
            "Latest note",
            "file",
            f"{said.group}, {day_words(said.held_on)}",
            href=reverse("group", args=[said.session_id]),
        )

    def _broken(self, kind: str, text: str, label: str, name: str, under: object, *, icon: str = "plus") -> Node:
        fix = None
        if self.thread.can_be_written:
            fix = Fix(label, reverse(name, args=[self.thread.client.pk, under]), icon)
        return Node(kind, "link-broken", text, is_broken=True, fix=fix)
