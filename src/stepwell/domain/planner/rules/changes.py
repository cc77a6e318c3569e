"""What a plan makes other than the one before: who leaves and joins, and which groups meet otherwise."""

from dataclasses import dataclass

from stepwell.domain.planner.rules.plan import Held, Plan, Seat


@dataclass(frozen=True, slots=True)
class Changes:
    """In the order of their keys. `moved` are groups with their place before and after; `gone` aren't held any more."""

    leaves: tuple[Seat, ...]
    joins: tuple[Seat, ...]
    moved: tuple[tuple[Held, Held], ...]
    gone: tuple[Held, ...]

    @property
    def is_empty(self) -> bool:
        """Everything stays as it is."""
        return not (self.leaves or self.joins or self.moved or self.gone)


def changes(before: Plan, after: Plan) -> Changes:
    """A group is moved where its time, its leader or its room is another one."""
    seats_before, seats_after = set(before.seats), set(after.seats)
    kept = [(one, after.held_of[one.group]) for one in before.held if one.group in after.held_of]
    return Changes(
        leaves=tuple(sorted(seats_before - seats_after)),
        joins=tuple(sorted(seats_after - seats_before)),
        moved=tuple((one, now) for one, now in sorted(kept) if one != now),
        gone=tuple(sorted(one for one in before.held if one.group not in after.held_of)),
    )
