"""Groups, sessions, rosters, attendance and notes."""

from stepwell.domain.week.models.apart import ApartKind, KeepApart
from stepwell.domain.week.models.attendance import Arrived, Booking, Presence, Status
from stepwell.domain.week.models.cosign import Cosignature, NoteReturn
from stepwell.domain.week.models.curriculum import SeriesCurriculum
from stepwell.domain.week.models.group import (
    IS_GROUP,
    CancelReason,
    Enrollment,
    LedDespite,
    Series,
    SeriesIntervention,
    SeriesPhase,
    Session,
    SessionSegment,
)
from stepwell.domain.week.models.kiosk import Kiosk
from stepwell.domain.week.models.note import Note, NoteAddendum
from stepwell.domain.week.models.own import Companion
from stepwell.domain.week.models.rescue import MakeUp, Outreach, OutreachAttempt, RescueProtocol
from stepwell.domain.week.models.template import NoteTemplate
from stepwell.domain.week.models.told import SessionWord
from stepwell.domain.week.models.waiting import SeriesWait, WaitEnd

__all__ = [
    "IS_GROUP",
    "ApartKind",
    "Arrived",
    "Booking",
    "CancelReason",
    "Companion",
    "Cosignature",
    "Enrollment",
    "KeepApart",
    "Kiosk",
    "LedDespite",
    "MakeUp",
    "Note",
    "NoteAddendum",
    "NoteReturn",
    "NoteTemplate",
    "Outreach",
    "OutreachAttempt",
    "Presence",
    "RescueProtocol",
    "Series",
    "SeriesCurriculum",
    "SeriesIntervention",
    "SeriesPhase",
    "SeriesWait",
    "Session",
    "SessionSegment",
    "SessionWord",
    "Status",
    "WaitEnd",
]
