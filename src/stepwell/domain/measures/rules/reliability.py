"""How far two totals of one person lie apart by chance alone, and from whose figures that is known.

Jacobson and Truax 1991, as docs/clinical.md has it: 1.96 · √2 · SD · √(1 - r), of the standard deviation and the
reliability of published samples. Where no SD was found with a reliability, a point that a source gives itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt

_TWO_SIDED_95 = 1.96


class Reliability(StrEnum):
    """How r was found: the same people asked twice, or how far the questions of one sitting agree (Cronbach's alpha).

    The first is the one the rule is about; the second leaves out what changes from one day to the next.
    """

    RETEST = "test-retest"
    CONSISTENCY = "internal consistency"


@dataclass(frozen=True, slots=True)
class Group:
    """Whose figure it is: what people, how many of them, and where it is written."""

    population: str
    n: int
    source: str

    def __str__(self) -> str:
        return f"{self.n:,} {self.population}; {self.source}"


@dataclass(frozen=True, slots=True)
class Sample:
    """A standard deviation in points and a reliability, each with the people it was found in."""

    sd: float
    sd_of: Group
    r: float
    kind: Reliability
    r_of: Group

    @property
    def points(self) -> int:
        """The least whole difference that is beyond chance."""
        return ceil(reliable_change(self.sd, self.r))


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of the total means. A lower total is the better one: so it is with every instrument that has this.

    `reliable` points or more are beyond chance: what `sample` comes to, or, without one, a point given by the people
    of `reliable_of`. Response is a fall by `response_percent` of the first total or more, remission a total under
    `remission_below`; None where no source says so.
    """

    reliable: int
    response_percent: int | None
    remission_below: int | None
    source: str
    sample: Sample | None = None
    reliable_of: Group | None = None

    @property
    def basis(self) -> str:
        """Where `reliable` comes from, in whole sentences."""
        if (it := self.sample) is None:
            return f"The figure is given in {self.reliable_of or self.source}."
        return (
            f"It follows from a standard deviation of {it.sd:g} ({it.sd_of}) and a reliability of {it.r:g}, "
            f"{it.kind} ({it.r_of})."
        )


def reliable_change(standard_deviation: float, reliability: float) -> float:
    """The least difference of two totals that is beyond chance at 95 %: 1.96 · √2 · SD · √(1 - r).

    Raises `ValueError` where SD isn't above 0, or r not between 0 and 1.
    """
    if not standard_deviation > 0 or not 0 < reliability < 1:
        raise ValueError("SD must be above 0, and r between 0 and 1")
    return _TWO_SIDED_95 * sqrt(2) * standard_deviation * sqrt(1 - reliability)
