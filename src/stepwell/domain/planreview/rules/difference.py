"""What changed from one version of a plan to the next, in words and side by side. Pure.

Parts are told apart by their ids: what is worded otherwise has changed, and isn't something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.careplan.values import Area, Means, Part, Stage
from stepwell.domain.planreview.rules.snapshot import Snapshot, Step
from stepwell.kernel.wording import short_date

Line = tuple[str, str]


class Kind(StrEnum):
    """What became of a part."""

    ADDED = "Added"
    CHANGED = "Changed"
    CLOSED = "Closed"
    REOPENED = "Open again"
    GONE = "No longer there"


@dataclass(frozen=True, slots=True)
class Change:
    """One part that isn't as it was. `before` and `after` hold the lines that differ, under the same labels."""

    kind: Kind
    what: str
    title: str
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()

    @property
    def words(self) -> str:
        """`Changed: objective 1.2, Calls before the hard hour`"""
        return f"{self.kind.value}: {self.what}{f', {self.title}' if self.title else ''}"

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """Label, before, after."""
        was, now = dict(self.before), dict(self.after)
        return [(label, was.get(label, ""), now.get(label, "")) for label in {**was, **now}]


@dataclass(frozen=True, slots=True)
class _Thing:
    """One part of a plan with what it says."""

    what: str
    title: str
    lines: tuple[Line, ...]
    is_closed: bool = False


def difference(before: Snapshot | None, after: Snapshot) -> tuple[Change, ...]:
    """In the order of the plan; what is no longer there comes last. Before the first version there is nothing."""
    was = dict(_things(before)) if before is not None else {}
    now = dict(_things(after))
    found = [change for key, thing in now.items() if (change := _compare(was.get(key), thing)) is not None]
    gone = [Change(Kind.GONE, was[key].what, was[key].title, was[key].lines) for key in was if key not in now]
    return (*found, *gone)


def _compare(was: _Thing | None, now: _Thing) -> Change | None:
    if was is None:
        return Change(Kind.ADDED, now.what, now.title, (), now.lines) if any(text for _, text in now.lines) else None
    old, new = dict(was.lines), dict(now.lines)
    differ = [label for label in {**old, **new} if old.get(label, "") != new.get(label, "")]
    before = tuple((label, old.get(label, "")) for label in differ)
    after = tuple((label, new.get(label, "")) for label in differ)
    if was.is_closed != now.is_closed:
        return Change(Kind.CLOSED if now.is_closed else Kind.REOPENED, now.what, now.title, before, after)
    return Change(Kind.CHANGED, now.what, now.title, before, after) if differ else None


def _things(said: Snapshot) -> Iterator[tuple[str, _Thing]]:
    yield "strengths", _Thing("strengths", "", (("Strengths", said.strengths),))
    yield "barriers", _Thing("barriers", "", (("Barriers", said.barriers),))
    for one in said.concerns:
        yield (
            one.id,
            _Thing(
                f"problem {one.number}",
                one.title,
                (
                    ("Problem", f"{one.title} {one.code}".strip()),
                    ("In their words", one.in_their_words),
                    ("Areas", areas_words(one.areas)),
                    ("Stage of change", Stage(one.stage).label if one.stage else ""),
                    ("Whose part", part_words(one.part)),
                ),
            ),
        )
        for aim in one.aims:
            lines = (
                ("In their words", aim.in_their_words),
                ("Goal", aim.clinical),
                ("Areas", areas_words(aim.areas)),
            )
            yield aim.id, _Thing(f"goal for problem {one.number}", aim.in_their_words, lines)
            for step in aim.steps:
                yield step.id, _step(step)
                for served in step.served:
                    carried = f"{means_words(served.means)}{f': {served.group}' if served.group else ''}"
                    terms = (("What is done", served.title), ("How", carried), ("Whose part", part_words(served.part)))
                    what = f"what is done for {step.number}"
                    yield served.id, _Thing(what, served.title, terms, is_closed=served.is_ended)


def _step(step: Step) -> _Thing:
    lines = (
        ("Objective", step.title),
        ("Measure", step.measure),
        ("Target", step.target),
        ("By", short_date(step.due_on)),
        ("Owner", step.owner),
        ("Whose part", part_words(step.part)),
    )
    return _Thing(f"objective {step.number}", step.title, lines, is_closed=step.is_closed)


def areas_words(areas: tuple[str, ...]) -> str:
    """Cravings, Self-care"""
    return ", ".join(Area(area).label for area in areas)


def part_words(part: str) -> str:
    """Case manager"""
    return Part(part).label if part else ""


def means_words(means: str) -> str:
    """Individual session"""
    return Means(means).label
