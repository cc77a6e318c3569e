"""The queue as Today shows it: sections in their order, rows with a person, a reason, an age and one verb.

Nobody works on more than a page of rows at once: the first of each section show, the others when asked for. Whoever may
be in danger always shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.console.today.verbs import IN_ONE_SITTING, Verb, verb_of
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.rules import Section, age_words, section_of
from stepwell.kernel.actor import Actor

FEW, FEW_LATER = 15, 5
LOOKS = {
    Section.SAFETY: ("danger", "alert", "Stays on top until you record what happened"),
    Section.SOON: ("warn", "clock", ""),
    Section.OVERDUE: ("warn", "flag", ""),
    Section.TODAY: ("neutral", "calendar", ""),
    Section.LATER: ("neutral", "steps", ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One task as a row, or several of one person that are done in one sitting. `owner` is whose it is."""

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


def parts_of(tasks: Sequence[Task], *, now: datetime, reader: Actor, is_whole: bool = False) -> list[Part]:
    """The sections that have rows, in the order of `Section`, the most pressing first. What is the reader's own names
    no owner.
    """
    found: dict[Section, dict[object, list[Task]]] = {section: {} for section in Section}
    for task in tasks:
        section = section_of(is_safety=task.is_safety, due_at=task.due_at, now=now, zone=ZoneInfo(task.site.zone))
        sitting = (task.kind, task.client_id) if task.kind in IN_ONE_SITTING else task.pk
        found[section].setdefault(sitting, []).append(task)
    return [
        _part(section, list(some.values()), now, reader, is_whole=is_whole) for section, some in found.items() if some
    ]


def _part(section: Section, sittings: Sequence[list[Task]], now: datetime, reader: Actor, *, is_whole: bool) -> Part:
    few = FEW_LATER if section is Section.LATER else FEW
    shown = sittings if is_whole or section is Section.SAFETY else sittings[:few]
    rows = tuple(_row(some, now, reader) for some in shown)
    return Part(section.value, *LOOKS[section], rows, len(sittings))


def _row(sitting: list[Task], now: datetime, reader: Actor) -> Row:
    """The most pressing of what is done in one sitting speaks for it."""
    task, *others = sitting
    zone = ZoneInfo(task.site.zone)
    more = f" {len(others)} more {'is' if len(others) == 1 else 'are'} due." if others else ""
    return Row(
        id=task.pk,
        name=task.client.name if task.client else task.title,
        pronouns=task.client.pronouns if task.client else "",
        kind=task.title if task.client else "",
        reason=f"{task.reason}{more}",
        age=age_words(due_at=task.due_at, now=now, zone=zone),
        owner=task.owner.name if task.owner and task.owner_id != reader.staff_id else "",
        verb=verb_of(task, reader),
    )
