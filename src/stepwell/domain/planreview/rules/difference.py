"""What changed from one version of a plan to the next, in words and side by side. Pure.

Parts are told apart by their ids: what is worded otherwise has changed, and isn't something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.careplan.values import Area, Ending, Means, Part, Stage
from stepwell.domain.planreview.rules.snapshot import Snapshot, Step
from stepwell.kernel.phrase import Phrase, phrase
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
    own_what: str = ""  # the same, as somebody reads it about themselves
    closed_as: str = ""  # of what is closed: how it ended

    @property
    def words(self) -> str:
        """`Changed: objective 1.2, Calls before the hard hour`, `Closed: goal for problem 1, Sleep (reached)`"""
        ended = f" ({self.closed_as})" if self.closed_as else ""
        return f"{self.kind.value}: {self.what}{f', {self.title}' if self.title else ''}{ended}"

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
    own_what: Phrase
    is_closed: bool = False
    closed_as: str = ""


def difference(before: Snapshot | None, after: Snapshot) -> tuple[Change, ...]:
    """In the order of the plan; what is no longer there comes last. Before the first version there is nothing."""
    was = dict(_things(before)) if before is not None else {}
    now = dict(_things(after))
    found = [change for key, thing in now.items() if (change := _compare(was.get(key), thing)) is not None]
    gone = [
        Change(Kind.GONE, one.what, one.title, one.lines, own_what=one.own_what)
        for key, one in was.items()
        if key not in now
    ]
    return (*found, *gone)


def _compare(was: _Thing | None, now: _Thing) -> Change | None:
    if was is None:
        said_at_all = any(text for _, text in now.lines)
        return Change(Kind.ADDED, now.what, now.title, (), now.lines, now.own_what) if said_at_all else None
    old, new = dict(was.lines), dict(now.lines)
    differ = [label for label in {**old, **new} if old.get(label, "") != new.get(label, "")]
    before = tuple((label, old.get(label, "")) for label in differ)
    after = tuple((label, new.get(label, "")) for label in differ)
    if was.is_closed != now.is_closed:
        kind = Kind.CLOSED if now.is_closed else Kind.REOPENED
        return Change(kind, now.what, now.title, before, after, now.own_what, now.closed_as)
    return Change(Kind.CHANGED, now.what, now.title, before, after, now.own_what) if differ else None


def _things(plan: Snapshot) -> Iterator[tuple[str, _Thing]]:
    yield "strengths", _Thing("strengths", "", (("Strengths", plan.strengths),), phrase("what helps"))
    yield "barriers", _Thing("barriers", "", (("Barriers", plan.barriers),), phrase("what is in the way"))
    for one in plan.concerns:
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
                    ("How it ended", ending_words(one.closed_as)),
                ),
                phrase("part %(number)s", number=one.number),
                one.is_closed,
                one.closed_as,
            ),
        )
        for aim in one.aims:
            lines = (
                ("In their words", aim.in_their_words),
                ("Goal", aim.clinical),
                ("Areas", areas_words(aim.areas)),
                ("How it ended", ending_words(aim.closed_as)),
            )
            own_what = phrase("goal for part %(number)s", number=one.number)
            what = f"goal for problem {one.number}"
            yield aim.id, _Thing(what, aim.in_their_words, lines, own_what, aim.is_closed, aim.closed_as)
            for step in aim.steps:
                yield step.id, _step(step)
                for served in step.served:
                    carried = f"{means_words(served.means)}{f': {served.group}' if served.group else ''}"
                    terms = (("What is done", served.title), ("How", carried), ("Whose part", part_words(served.part)))
                    done = phrase("what is done for %(number)s", number=step.number)
                    yield served.id, _Thing(done, served.title, terms, done, is_closed=served.is_ended)


def _step(step: Step) -> _Thing:
    lines = (
        ("Objective", step.title),
        ("Measure", step.measure),
        ("Target", step.target),
        ("By", short_date(step.due_on)),
        ("Owner", step.owner),
        ("Whose part", part_words(step.part)),
        ("How it ended", ending_words(step.closed_as)),
    )
    own_what = phrase("step %(number)s", number=step.number)
    return _Thing(f"objective {step.number}", step.title, lines, own_what, step.is_closed, step.closed_as)


def areas_words(areas: tuple[str, ...]) -> str:
    """Cravings, Self-care"""
    return ", ".join(Area(area).label for area in areas)


def part_words(part: str) -> str:
    """Case manager"""
    return Part(part).label if part else ""


def ending_words(closed_as: str) -> str:
    """Set aside: not wanted, or not now"""
    return Ending(closed_as).label if closed_as else ""


def means_words(means: str) -> str:
    """Individual session"""
    return Means(means).label
