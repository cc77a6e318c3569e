"""The figure in words: per kind of link what is needed, when it is there, what isn't counted and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.domain.thread.rules import TERMS, Kind, Standing, Tally, Term, tallies_of


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind with its words and its count, which is empty where nothing of it is needed."""

    kind: str
    term: Term
    tally: Tally


def counted(standings: Iterable[Standing]) -> list[Counted]:
    """Every kind, also one that nobody needs now: it is defined all the same."""
    tallies = tallies_of(standings)
    return [Counted(kind.value, TERMS[kind], tallies.get(kind, Tally(0, 0))) for kind in Kind]
