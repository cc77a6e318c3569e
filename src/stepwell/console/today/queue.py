"""The queue as Today shows it: sections in their order, rows with a person, a reason, an age and one verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.console.today.verbs import Verb, verb_of
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.rules import Section, age_words, section_of

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
    """One section of the queue."""

    heading: str
    tone: str
    icon: str
    aside: str
    rows: tuple[Row, ...]


def parts_of(tasks: Sequence[Task], *, now: datetime) -> list[Part]:
    """The sections that have rows, in the order of `Section`."""
    found: dict[Section, list[Row]] = {section: [] for section in Section}
    for task in tasks:
        zone = ZoneInfo(task.site.zone)
        section = section_of(is_safety=task.is_safety, due_at=task.due_at, now=now, zone=zone)
        found[section].append(_row(task, now, zone))
    return [Part(section.value, *LOOKS[section], tuple(rows)) for section, rows in found.items() if rows]


def _row(task: Task, now: datetime, zone: ZoneInfo) -> Row:
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
