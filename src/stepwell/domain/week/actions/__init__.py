"""Writes of the week, one function per verb."""

from stepwell.domain.week.actions.attendance import Recorded, record_attendance, take_back_attendance
from stepwell.domain.week.actions.conflicts import Taken
from stepwell.domain.week.actions.enroll import close_leader_places, enroll, leave_series
from stepwell.domain.week.actions.notes import (
    NamesMember,
    NoteChanged,
    confirm_not_name,
    create_drafts,
    save_response,
    save_shared,
    sign_note,
)
from stepwell.domain.week.actions.series import extend_series, move_session, move_session_back, start_series
from stepwell.domain.week.actions.substitute import lead_session

__all__ = [
    "NamesMember",
    "NoteChanged",
    "Recorded",
    "Taken",
    "close_leader_places",
    "confirm_not_name",
    "create_drafts",
    "enroll",
    "extend_series",
    "lead_session",
    "leave_series",
    "move_session",
    "move_session_back",
    "record_attendance",
    "save_response",
    "save_shared",
    "sign_note",
    "start_series",
    "take_back_attendance",
]
