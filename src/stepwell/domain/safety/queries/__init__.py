"""Reads of safety events; those of who is on call and who was paged are in `rota` and `pages`."""

from stepwell.domain.safety.queries.events import (
    CrisisBoard,
    board_mark,
    count_open_events,
    crisis_board,
    find_event,
    get_event,
    open_charts,
    own_event,
    own_latest_event,
)

__all__ = [
    "CrisisBoard",
    "board_mark",
    "count_open_events",
    "crisis_board",
    "find_event",
    "get_event",
    "open_charts",
    "own_event",
    "own_latest_event",
]
