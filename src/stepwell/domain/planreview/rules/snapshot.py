"""What a version of a plan says: plain values that are kept as JSON and read back as they were. Pure."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

import orjson

# Of what is stored; a reader of another one is a new branch in `of_stored`. The first knew no end of problems and
# goals, and not how an objective ended: what isn't in it is read as open, and as ended without a word.
FORM = 2


class Progress(StrEnum):
    """How far an objective has come, in the reviewer's judgment. The words are ours."""

    REACHED = "reached"
    CLOSER = "closer"
    SAME = "as before"
    FURTHER = "further away"


@dataclass(frozen=True, slots=True)
class Served:
    """What the program does for a step, and the group that carries it, in words."""

    id: str
    title: str
    means: str
    part: str
    group: str
    is_ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """An objective. `evidence` is the last signed note that names it, and `progress` what the review made of it."""

    id: str
    number: str
    title: str
    measure: str
    target: str
    due_on: date
    owner: str
    part: str
    is_closed: bool
    served: tuple[Served, ...]
    evidence: str = ""
    progress: str = ""
    closed_as: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal, said twice."""

    id: str
    in_their_words: str
    clinical: str
    areas: tuple[str, ...]
    steps: tuple[Step, ...]
    is_closed: bool = False
    closed_as: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """A problem. `code` with its system's name, as it is printed."""

    id: str
    number: int
    title: str
    code: str
    in_their_words: str
    areas: tuple[str, ...]
    part: str
    stage: str
    aims: tuple[Aim, ...]
    is_closed: bool = False
    closed_as: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole plan at one moment."""

    track: str
    strengths: str
    barriers: str
    concerns: tuple[Concern, ...]

    @property
    def steps(self) -> Iterator[Step]:
        """Every objective in order."""
        return (step for concern in self.concerns for aim in concern.aims for step in aim.steps)


def as_stored(said: Snapshot) -> dict[str, Any]:
    """For the database."""
    stored: dict[str, Any] = orjson.loads(orjson.dumps({"form": FORM, **asdict(said)}))
    return stored


def of_stored(stored: dict[str, Any]) -> Snapshot:
    """What was kept."""
    concerns = tuple(
        Concern(**{**one, "areas": tuple(one["areas"]), "aims": tuple(_aim(aim) for aim in one["aims"])})
        for one in stored["concerns"]
    )
    return Snapshot(stored["track"], stored["strengths"], stored["barriers"], concerns)


def _aim(stored: dict[str, Any]) -> Aim:
    steps = tuple(
        Step(
            **{
                **one,
                "due_on": date.fromisoformat(one["due_on"]),
                "served": tuple(Served(**served) for served in one["served"]),
            }
        )
        for one in stored["steps"]
    )
    return Aim(**{**stored, "areas": tuple(stored["areas"]), "steps": steps})


def mark_of(said: Snapshot) -> str:
    """A mark of what the plan says: nobody signs words that they haven't seen.

    Evidence isn't part of it: a note that is signed meanwhile changes nothing that was agreed.
    """
    bare = with_steps(said, lambda step: replace(step, evidence="", progress=""))
    return sha256(orjson.dumps(as_stored(bare), option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def with_progress(said: Snapshot, progress: dict[str, str]) -> Snapshot:
    """The same with what the review made of each objective, by its id."""
    return with_steps(said, lambda step: replace(step, progress=progress.get(step.id, "")))


def with_steps(said: Snapshot, change: Any) -> Snapshot:
    """Every objective through `change`."""
    return replace(
        said,
        concerns=tuple(
            replace(
                one,
                aims=tuple(replace(aim, steps=tuple(change(step) for step in aim.steps)) for aim in one.aims),
            )
            for one in said.concerns
        ),
    )
