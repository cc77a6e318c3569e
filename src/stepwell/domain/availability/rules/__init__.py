"""When somebody can come, and when staff work. Pure."""

from stepwell.domain.availability.rules.own_times import (
    MOST_TIMES,
    WEEK_MINUTES,
    Fit,
    Kind,
    OwnTime,
    Sense,
    busy_minutes,
    faults,
    first_misfit,
    fit,
)
from stepwell.domain.availability.rules.working import (
    ANY_TIME,
    WorkingWeek,
    WorkTimes,
    first_outside,
    said_already,
    week_faults,
)

__all__ = [
    "ANY_TIME",
    "MOST_TIMES",
    "WEEK_MINUTES",
    "Fit",
    "Kind",
    "OwnTime",
    "Sense",
    "WorkTimes",
    "WorkingWeek",
    "busy_minutes",
    "faults",
    "first_misfit",
    "first_outside",
    "fit",
    "said_already",
    "week_faults",
]
