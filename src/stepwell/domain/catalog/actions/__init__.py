"""Setting up what a program offers. The same thing twice is once; another thing of the same name is refused."""

from stepwell.domain.catalog.actions.days import add_day_template
from stepwell.domain.catalog.actions.places import add_place, change_place
from stepwell.domain.catalog.actions.services import add_service, change_service, take_starting_set
from stepwell.domain.catalog.actions.tracks import (
    OpenedTrack,
    open_taper,
    open_track,
    open_track_with_day,
    set_track_open,
)

__all__ = [
    "OpenedTrack",
    "add_day_template",
    "add_place",
    "add_service",
    "change_place",
    "change_service",
    "open_taper",
    "open_track",
    "open_track_with_day",
    "set_track_open",
    "take_starting_set",
]
