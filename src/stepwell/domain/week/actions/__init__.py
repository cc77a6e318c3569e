"""Writes of the week, one function per verb."""

from stepwell.domain.week.actions.addenda import add_to_note
from stepwell.domain.week.actions.apart import check_apart, end_keep_apart, keep_apart
from stepwell.domain.week.actions.arrivals import (
    Arrival,
    arrive_at_kiosk,
    arrive_by_phone,
    end_kiosk,
    join_session,
    set_up_kiosk,
)
from stepwell.domain.week.actions.attendance import Recorded, record_attendance, take_back_attendance
from stepwell.domain.week.actions.cancel import cancel_session, end_series, restore_session
from stepwell.domain.week.actions.conflicts import Taken
from stepwell.domain.week.actions.cosign import cosign_note, return_note
from stepwell.domain.week.actions.desk import mark_arrived, take_back_arrival
from stepwell.domain.week.actions.edits import change_sessions, foresee_change
from stepwell.domain.week.actions.elsewhere import hold_instead, move_and_lead
from stepwell.domain.week.actions.enroll import close_leader_places, confirm_seat, enroll, leave_series
from stepwell.domain.week.actions.joining import foresee_join, join_sessions, split_session
from stepwell.domain.week.actions.meeting import set_meeting
from stepwell.domain.week.actions.notes import (
    NamesMember,
    NoteChanged,
    confirm_not_name,
    create_drafts,
    save_response,
    save_shared,
    sign_note,
)
from stepwell.domain.week.actions.own import ask_family, end_own, plan_own, resume_own
from stepwell.domain.week.actions.regroup import merge_series, split_series
from stepwell.domain.week.actions.series import (
    extend_series,
    move_session,
    move_session_back,
    say_language,
    start_series,
)
from stepwell.domain.week.actions.substitute import lead_session
from stepwell.domain.week.actions.telling import say_told
from stepwell.domain.week.actions.templates import save_template
from stepwell.domain.week.actions.waiting import hold_seats, pass_on, wait_for_seat, withdraw
from stepwell.domain.week.actions.without_client import meet_without_client

__all__ = [
    "Arrival",
    "NamesMember",
    "NoteChanged",
    "Recorded",
    "Taken",
    "add_to_note",
    "arrive_at_kiosk",
    "arrive_by_phone",
    "ask_family",
    "cancel_session",
    "change_sessions",
    "check_apart",
    "close_leader_places",
    "confirm_not_name",
    "confirm_seat",
    "cosign_note",
    "create_drafts",
    "end_keep_apart",
    "end_kiosk",
    "end_own",
    "end_series",
    "enroll",
    "extend_series",
    "foresee_change",
    "foresee_join",
    "hold_instead",
    "hold_seats",
    "join_session",
    "join_sessions",
    "keep_apart",
    "lead_session",
    "leave_series",
    "mark_arrived",
    "meet_without_client",
    "merge_series",
    "move_and_lead",
    "move_session",
    "move_session_back",
    "pass_on",
    "plan_own",
    "record_attendance",
    "restore_session",
    "resume_own",
    "return_note",
    "save_response",
    "save_shared",
    "save_template",
    "say_language",
    "say_told",
    "set_meeting",
    "set_up_kiosk",
    "sign_note",
    "split_series",
    "split_session",
    "start_series",
    "take_back_arrival",
    "take_back_attendance",
    "wait_for_seat",
    "withdraw",
]
