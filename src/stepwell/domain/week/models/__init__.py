"""Groups, sessions, rosters, attendance and notes."""

from stepwell.domain.week.models.attendance import Booking, Presence, Status
from stepwell.domain.week.models.group import Enrollment, Series, SeriesIntervention, Session, SessionSegment
from stepwell.domain.week.models.note import Note
from stepwell.domain.week.models.rescue import MakeUp, Outreach, OutreachAttempt, RescueProtocol

__all__ = [
    "Booking",
    "Enrollment",
    "MakeUp",
    "Note",
    "Outreach",
    "OutreachAttempt",
    "Presence",
    "RescueProtocol",
    "Series",
    "SeriesIntervention",
    "Session",
    "SessionSegment",
    "Status",
]
