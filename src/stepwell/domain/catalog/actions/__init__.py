"""Setting up what a program offers. The same thing twice is once; another thing of the same name is refused."""

from stepwell.domain.catalog.actions.closing import close_day, close_place, open_day, reopen_place
from stepwell.domain.catalog.actions.curricula import take_curriculum, word_topics
from stepwell.domain.catalog.actions.days import add_day_template, bring_up, change_day_template
from stepwell.domain.catalog.actions.load import say_load
from stepwell.domain.catalog.actions.places import add_place, change_place
from stepwell.domain.catalog.actions.services import add_service, change_service, take_starting_set
from stepwell.domain.catalog.actions.tracks import (
    OpenedTrack,
    change_track,
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
    "bring_up",
    "change_day_template",
    "change_place",
    "change_service",
    "change_track",
    "close_day",
    "close_place",
    "open_day",
    "open_taper",
    "open_track",
    "open_track_with_day",
    "reopen_place",
    "say_load",
    "set_track_open",
    "take_curriculum",
    "take_starting_set",
    "word_topics",
]
