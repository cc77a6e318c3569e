"""Groups, sessions, rosters, attendance and notes."""

from stepwell.domain.week.models.attendance import Booking, Presence, Status
from stepwell.domain.week.models.cosign import Cosignature, NoteReturn
from stepwell.domain.week.models.group import Enrollment, Series, SeriesIntervention, Session, SessionSegment
from stepwell.domain.week.models.note import Note, NoteAddendum

__all__ = [
    "Booking",
    "Cosignature",
    "Enrollment",
    "Note",
    "NoteAddendum",
    "NoteReturn",
    "Presence",
    "Series",
    "SeriesIntervention",
    "Session",
    "SessionSegment",
    "Status",
]
