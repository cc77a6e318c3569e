"""What is known of one chart: values alone. Days are the site's."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stepwell.domain.thread.rules.days import OURS, Days


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody of the staff; without an id nobody is named."""

    id: int | None
    name: str


NOBODY = Who(None, "")


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnosis of the signed assessment. `is_answered`: somebody said which problem it belongs to, or why none."""

    id: int
    label: str
    coding: tuple[str, str]
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Served:
    """An intervention that goes on: whether a group carries it, or it needs none; whether its notes name what for."""

    id: UUID
    title: str
    since: date
    is_carried: bool
    needs_group: bool = True
    is_noted: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """The instrument that shows an objective, since when it does, when it was answered last in this stay, and the last
    day for the next answer; without one, no schedule of the site asks for it.
    """

    code: str
    title: str
    since: date
    last_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """An open objective. `bare_since` is the day since which nothing serves it, if nothing does."""

    id: UUID
    number: str
    title: str
    owner: Who
    bare_since: date
    served: tuple[Served, ...]
    last_note_on: date | None
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Aim:
    """An open goal with its open objectives. `has_steps`: it has or had any; one whose objectives are all closed is
    reached or given up, and not incomplete.
    """

    id: UUID
    words: str
    since: date
    has_steps: bool
    steps: tuple[Step, ...]


def answers(closed_on: date | None, assessed_on: date | None, *, is_mistake: bool) -> bool:
    """Whether a problem addresses the diagnosis of its code: a closed one too, unless it was written by mistake, or
    closed before the diagnosis was made anew. Ours.
    """
    return not is_mistake and (closed_on is None or assessed_on is None or closed_on >= assessed_on)


@dataclass(frozen=True, slots=True)
class Planned:
    """A problem of the plan. `coding` is empty where it was named without a condition. `aims` are its open
    goals; `had_aims`: it has closed ones, too, or alone. `closed_on` is the day on which it ended, if it did.
    """

    id: UUID
    number: int
    title: str
    coding: tuple[str, str]
    since: date
    aims: tuple[Aim, ...]
    had_aims: bool = False
    closed_on: date | None = None
    is_mistake: bool = False

    @property
    def is_open(self) -> bool:
        """It is worked on."""
        return self.closed_on is None

    def answers(self, assessed_on: date | None) -> bool:
        """Whether the plan addresses with it what an assessment of that day found."""
        return answers(self.closed_on, assessed_on, is_mistake=self.is_mistake)


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session that somebody attended, whose note or whose note's objective is missing from a day on."""

    session_id: UUID
    note_id: UUID | None
    name: str
    on: date
    missing_since: date
    leader: Who


@dataclass(frozen=True, slots=True)
class Written:
    """So many links of one kind to notes are needed; these are missing, and the others are there."""

    needed: int
    missing: tuple[SessionFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One open stay. `assessed_on` is when the person's latest assessment was signed; `review_on` the day up to which
    the plan has to be looked at again; `days` are the editions of its site.
    """

    started_on: date
    counselor: Who
    assessed_on: date | None
    findings: tuple[Finding, ...]
    problems: tuple[Planned, ...]
    review_on: date
    signed: Written
    named: Written
    days: tuple[Days, ...] = (OURS,)
