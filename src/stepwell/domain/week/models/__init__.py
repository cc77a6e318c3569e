"""Groups, sessions, rosters, attendance and notes."""

from stepwell.domain.week.models.attendance import Booking, Presence, Status
from stepwell.domain.week.models.group import Enrollment, Series, SeriesIntervention, Session, SessionSegment
from stepwell.domain.week.models.note import Note, NoteAddendum

__all__ = [
    "Booking",
    "Enrollment",
    "Note",
    "NoteAddendum",
    "Presence",
    "Series",
    "SeriesIntervention",
    "Session",
    "SessionSegment",
    "Status",
]
