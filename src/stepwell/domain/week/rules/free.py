"""What of a day is free: the stretches of a window in which nothing takes place. Pure."""

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum

from stepwell.kernel.period import Period, subtract

# Ours: less than this between two sessions is a break, and no time to plan something in.
SHORTEST = timedelta(minutes=30)


class By(Enum):
    """What a schedule's rows are; or, in place of them, how full groups were."""

    DAY = "day"
    ROOM = "room"
    LEADER = "leader"
    CLIENT = "client"
    SEATS = "seats"


def free_times(window: Period, taken: Iterable[Period]) -> tuple[Period, ...]:
    """The stretches of the window that nothing takes, in order; those alone that are worth it."""
    return tuple(one for one in subtract([window], taken) if one.ended_at - one.started_at >= SHORTEST)
