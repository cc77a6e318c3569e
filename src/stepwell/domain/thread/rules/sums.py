"""Many charts together. A sum is always the sum of what stands in each chart: n of m, and the missing ones by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.domain.thread.rules.gaps import Standing
from stepwell.domain.thread.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Tally:
    """So many links are there of so many that are needed."""

    there: int
    needed: int

    @property
    def missing(self) -> int:
        """How many aren't there."""
        return self.needed - self.there

    @property
    def words(self) -> str:
        """`41 of 44`"""
        return f"{self.there} of {self.needed}"


def total_of(standings: Iterable[Standing]) -> Tally:
    """All links of all of them."""
    found = list(standings)
    return Tally(sum(one.there for one in found), sum(one.in_all for one in found))


def tallies_of(standings: Iterable[Standing]) -> dict[Kind, Tally]:
    """The same by kind, in their order; kinds that none of them needs are left out."""
    needed, missing = dict.fromkeys(Kind, 0), dict.fromkeys(Kind, 0)
    for one in standings:
        for kind, count in one.needed:
            needed[kind] += count
        for gap in one.gaps:
            missing[gap.kind] += 1
    return {kind: Tally(count - missing[kind], count) for kind, count in needed.items() if count}
