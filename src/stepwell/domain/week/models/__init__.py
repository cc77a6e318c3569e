"""Groups, sessions, rosters, attendance and notes."""

from stepwell.domain.week.models.attendance import Booking, Presence, Status
from stepwell.domain.week.models.curriculum import SeriesCurriculum
from stepwell.domain.week.models.group import Enrollment, Series, SeriesIntervention, Session, SessionSegment
from stepwell.domain.week.models.note import Note

__all__ = [
    "Booking",
    "Enrollment",
    "Note",
    "Presence",
    "Series",
    "SeriesCurriculum",
    "SeriesIntervention",
    "Session",
    "SessionSegment",
    "Status",
]
