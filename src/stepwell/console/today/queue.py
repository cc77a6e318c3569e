"""The queue as Today shows it: sections in their order, rows with a person, a reason, an age and one verb.

Nobody works on more than a page of rows at once: the first of each section show, the others when asked for. Whoever may
be in danger always shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.console.today.verbs import Verb, verb_of
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.rules import Section, age_words, section_of

FEW = 15
LOOKS = {
    Section.SAFETY: ("danger", "alert", "Stays on top until you record what happened"),
    Section.SOON: ("warn", "clock", ""),
    Section.OVERDUE: ("warn", "flag", ""),
    Section.TODAY: ("neutral", "calendar", ""),
    Section.LATER: ("neutral", "steps", ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One task as a row."""

    id: int
    name: str
    pronouns: str
    kind: str
    reason: str
    age: str
    owner: str
    verb: Verb


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the queue: its first rows, and how many there are in all."""

    heading: str
    tone: str
    icon: str
    aside: str
    rows: tuple[Row, ...]
    count: int

    @property
    def more(self) -> int:
        """How many don't show."""
        return self.count - len(self.rows)


def parts_of(tasks: Sequence[Task], *, now: datetime, is_whole: bool = False) -> list[Part]:
    """The sections that have rows, in the order of `Section`, the most pressing first."""
    found: dict[Section, list[Task]] = {section: [] for section in Section}
    for task in tasks:
        section = section_of(is_safety=task.is_safety, due_at=task.due_at, now=now, zone=ZoneInfo(task.site.zone))
        found[section].append(task)
    return [_part(section, some, now, is_whole=is_whole) for section, some in found.items() if some]


def _part(section: Section, tasks: Sequence[Task], now: datetime, *, is_whole: bool) -> Part:
    shown = tasks if is_whole or section is Section.SAFETY else tasks[:FEW]
    return Part(section.value, *LOOKS[section], tuple(_row(task, now) for task in shown), len(tasks))


def _row(task: Task, now: datetime) -> Row:
    zone = ZoneInfo(task.site.zone)
    return Row(
        id=task.pk,
        name=task.client.name if task.client else task.title,
        pronouns=task.client.pronouns if task.client else "",
        kind=task.title if task.client else "",
        reason=task.reason,
        age=age_words(due_at=task.due_at, now=now, zone=zone),
        owner=task.owner.name if task.owner else "",
        verb=verb_of(task),
    )
