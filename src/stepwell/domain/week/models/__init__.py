"""Groups, sessions, rosters, attendance and notes."""

from stepwell.domain.week.models.apart import ApartKind, KeepApart
from stepwell.domain.week.models.attendance import Booking, Presence, Status
from stepwell.domain.week.models.group import (
    CancelReason,
    Enrollment,
    Series,
    SeriesIntervention,
    SeriesPhase,
    Session,
    SessionSegment,
)
from stepwell.domain.week.models.note import Note
from stepwell.domain.week.models.waiting import SeriesWait, WaitEnd

__all__ = [
    "ApartKind",
    "Booking",
    "CancelReason",
    "Enrollment",
    "KeepApart",
    "Note",
    "Presence",
    "Series",
    "SeriesIntervention",
    "SeriesPhase",
    "SeriesWait",
    "Session",
    "SessionSegment",
    "Status",
    "WaitEnd",
]
