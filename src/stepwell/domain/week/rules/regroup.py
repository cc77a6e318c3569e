"""Groups that become one, or two: who belongs where from which day on. The past stays as it was."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Belongs:
    """Somebody is in a group from a day until a day (exclusive); without one, as long as their stay goes on."""

    group: object
    joined_on: date
    left_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether they are in it on that day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


def moved(one: Belongs, into: object, from_on: date) -> tuple[Belongs, ...]:
    """They leave the group and join the other one on the same day: `from_on`, or when they would have come.

    Who leaves on a day that is known leaves the other group on that day too; who has left by then stays where they
    were.
    """
    if one.left_on is not None and one.left_on <= from_on:
        return (one,)
    on = max(from_on, one.joined_on)
    return replace(one, left_on=on), Belongs(into, on, one.left_on)
