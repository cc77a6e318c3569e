"""Writes about safety events, pages and the rota."""

from stepwell.domain.safety.actions.events import (
    acknowledge_event,
    raise_event,
    record_follow_up,
    resolve_event,
    take_back_follow_up,
)
from stepwell.domain.safety.actions.paging import climb, page_next
from stepwell.domain.safety.actions.rota import put_back_on_call, put_on_call, take_off_call

__all__ = [
    "acknowledge_event",
    "climb",
    "page_next",
    "put_back_on_call",
    "put_on_call",
    "raise_event",
    "record_follow_up",
    "resolve_event",
    "take_back_follow_up",
    "take_off_call",
]
