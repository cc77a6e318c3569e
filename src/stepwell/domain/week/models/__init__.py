"""Groups, sessions, rosters, attendance and notes."""

from stepwell.domain.week.models.attendance import Arrived, Booking, Presence, Status
from stepwell.domain.week.models.cosign import Cosignature, NoteReturn
from stepwell.domain.week.models.group import Enrollment, Series, SeriesIntervention, Session, SessionSegment
from stepwell.domain.week.models.kiosk import Kiosk
from stepwell.domain.week.models.note import Note, NoteAddendum
from stepwell.domain.week.models.template import NoteTemplate

__all__ = [
    "Arrived",
    "Booking",
    "Cosignature",
    "Enrollment",
    "Kiosk",
    "Note",
    "NoteAddendum",
    "NoteReturn",
    "NoteTemplate",
    "Presence",
    "Series",
    "SeriesIntervention",
    "Session",
    "SessionSegment",
    "Status",
]
