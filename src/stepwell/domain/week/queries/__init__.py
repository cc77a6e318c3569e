"""Reads of the week: sessions and the schedule, a group's board, notes, and a person's hours."""

from stepwell.domain.week.queries.board import Board, Seat, get_board
from stepwell.domain.week.queries.drafting import Draft, Obstruction
from stepwell.domain.week.queries.hours import ClientDay, ClientWeek, Visit, hours_of_clients, week_of_client
from stepwell.domain.week.queries.notes import find_note
from stepwell.domain.week.queries.schedule import Schedule, ScheduleDay, ScheduledSession, my_sessions, schedule
from stepwell.domain.week.queries.sessions import find_series, find_session, movable_session
from stepwell.domain.week.queries.stays import Stand, StartSheet, TrackOffer, get_start, stand_of, track_offers

__all__ = [
    "Board",
    "ClientDay",
    "ClientWeek",
    "Draft",
    "Obstruction",
    "Schedule",
    "ScheduleDay",
    "ScheduledSession",
    "Seat",
    "Stand",
    "StartSheet",
    "TrackOffer",
    "Visit",
    "find_note",
    "find_series",
    "find_session",
    "get_board",
    "get_start",
    "hours_of_clients",
    "movable_session",
    "my_sessions",
    "schedule",
    "stand_of",
    "track_offers",
    "week_of_client",
]
