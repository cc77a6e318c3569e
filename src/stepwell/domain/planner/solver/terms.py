"""Sums that are being built, and what is busy when: small pieces the model is made of."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from stepwell.domain.planner.rules.instance import Stretch


@dataclass
class Costs:
    """The objective: a constant, and a price for each literal that is true."""

    fixed: int = 0
    terms: list[tuple[cp_model.IntVar, int]] = field(default_factory=list)

    def add(self, variable: cp_model.IntVar, price: int) -> None:
        """So much for each unit of the variable."""
        self.terms.append((variable, price))

    def expression(self) -> cp_model.LinearExpr:
        """The sum."""
        variables, prices = [one for one, _ in self.terms], [price for _, price in self.terms]
        return cp_model.LinearExpr.weighted_sum(variables, prices) + self.fixed


class Busy:
    """What would take somebody or something at which times, to say that it is one thing, or so many, at a time."""

    def __init__(self) -> None:
        self._taken: dict[Hashable, list[tuple[Stretch, cp_model.IntVar]]] = defaultdict(list)

    def add(self, whom: Hashable, stretches: Iterable[Stretch], variable: cp_model.IntVar) -> None:
        """If the variable is true, `whom` is taken at all of these."""
        self._taken[whom] += [(one, variable) for one in stretches]

    def crowds(self, whom: Hashable) -> Iterator[list[cp_model.IntVar]]:
        """Everything that would take them at one moment: one list for each moment at which something begins.

        Stretches that meet at all meet where the later one begins, so no other moment need be looked at. A list that
        lies within another is left out.
        """
        taken = self._taken[whom]
        at = {
            moment: [index for index, (one, _) in enumerate(taken) if one.start <= moment < one.end]
            for moment in sorted({one.start for one, _ in taken})
        }
        lists = [frozenset(indices) for indices in at.values()]
        for indices in {one for one in lists if len(one) > 1 and not any(one < other for other in lists)}:
            yield [taken[index][1] for index in sorted(indices)]

    def whoms(self) -> list[Hashable]:
        """Everybody and everything that might be taken."""
        return list(self._taken)
