"""What can be undone, by name. Each reads its offer's ids and calls one action, which refuses if more has happened."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from stepwell.domain.availability.actions import hold_own_time_again
from stepwell.domain.careplan.actions import reopen_goal, reopen_objective, reopen_problem, resume_intervention
from stepwell.domain.checkins.actions import unsee_check_in
from stepwell.domain.meals.actions import add_diet_label
from stepwell.domain.people.actions import SiteTerms, change_site_back
from stepwell.domain.safety.actions import put_back_on_call, take_back_follow_up
from stepwell.domain.week.actions import (
    join_sessions,
    move_session_back,
    restore_session,
    resume_own,
    take_back_arrival,
    take_back_attendance,
)
from stepwell.domain.week.actions.attendance import Attendance
from stepwell.domain.week.models import Status
from stepwell.domain.week.queries.own import OwnSpan
from stepwell.kernel.actor import Actor
from stepwell.kernel.period import Period
from stepwell.workflows.rescue import take_back

Ids = Mapping[str, Any]


def _attendance(actor: Actor, ids: Ids, now: datetime) -> None:
    stays = tuple(Period(_at(start), _at(end)) for start, end in ids["stays"])
    take_back_attendance(
        actor=actor,
        session_id=UUID(ids["session"]),
        client_id=UUID(ids["client"]),
        written_at=_at(ids["written_at"]),
        before=Attendance(Status(ids["status"]), stays),
        now=now,
    )


def _moved(actor: Actor, ids: Ids, now: datetime) -> None:
    move_session_back(
        actor=actor,
        session_id=UUID(ids["session"]),
        moved_to=_at(ids["moved_to"]),
        moved_to_place_id=ids["moved_to_place"],
        starts_at=_at(ids["starts_at"]),
        place_id=ids["place"],
        now=now,
    )


def _make_up(actor: Actor, ids: Ids, now: datetime) -> None:
    client_id, session_id = UUID(ids["client"]), UUID(ids["session"])
    take_back(actor=actor, client_id=client_id, session_id=session_id, booked_at=_at(ids["booked_at"]), now=now)


def _canceled(actor: Actor, ids: Ids, now: datetime) -> None:
    restore_session(actor=actor, session_id=UUID(ids["session"]), now=now)


def _split(actor: Actor, ids: Ids, now: datetime) -> None:
    join_sessions(actor=actor, session_id=UUID(ids["second"]), into_id=UUID(ids["session"]), now=now)


def _own_ended(actor: Actor, ids: Ids, now: datetime) -> None:
    ended, before = (OwnSpan(*(day and date.fromisoformat(day) for day in ids[name])) for name in ("ended", "before"))
    ended_at = _at(ids["ended_at"])
    resume_own(actor=actor, series_id=UUID(ids["series"]), ended_at=ended_at, ended=ended, before=before, now=now)


def _problem(actor: Actor, ids: Ids, now: datetime) -> None:
    reopen_problem(actor=actor, problem_id=UUID(ids["problem"]), closed_at=_at(ids["closed_at"]))


def _goal(actor: Actor, ids: Ids, now: datetime) -> None:
    reopen_goal(actor=actor, goal_id=UUID(ids["goal"]), closed_at=_at(ids["closed_at"]))


def _objective(actor: Actor, ids: Ids, now: datetime) -> None:
    reopen_objective(actor=actor, objective_id=UUID(ids["objective"]), closed_at=_at(ids["closed_at"]))


def _intervention(actor: Actor, ids: Ids, now: datetime) -> None:
    resume_intervention(actor=actor, intervention_id=UUID(ids["intervention"]), ended_at=_at(ids["ended_at"]))


def _check_in(actor: Actor, ids: Ids, now: datetime) -> None:
    unsee_check_in(actor=actor, check_in_id=UUID(ids["check_in"]), seen_at=_at(ids["seen_at"]))


def _site(actor: Actor, ids: Ids, now: datetime) -> None:
    saved, before = (SiteTerms(**ids[name]) for name in ("saved", "before"))
    change_site_back(actor=actor, site_id=ids["site"], saved=saved, before=before)


def _arrival(actor: Actor, ids: Ids, now: datetime) -> None:
    take_back_arrival(actor=actor, booking_id=ids["booking"], arrived_at=_at(ids["arrived_at"]), now=now)


def _off_call(actor: Actor, ids: Ids, now: datetime) -> None:
    put_back_on_call(
        actor=actor, stretch_id=ids["stretch"], ends_at=_at(ids["ends_at"]), done_at=_at(ids["done_at"]), now=now
    )


def _followed_up(actor: Actor, ids: Ids, now: datetime) -> None:
    take_back_follow_up(actor=actor, event_id=UUID(ids["event"]), followed_up_at=_at(ids["followed_up_at"]))


def _own_time(actor: Actor, ids: Ids, now: datetime) -> None:
    client_id, ended_at = UUID(ids["client"]), _at(ids["ended_at"])
    hold_own_time_again(actor=actor, client_id=client_id, own_time_id=ids["own_time"], ended_at=ended_at)


def _diet(actor: Actor, ids: Ids, now: datetime) -> None:
    add_diet_label(actor=actor, site_id=ids["site"], name=ids["name"], now=now)


INVERSES: dict[str, Callable[[Actor, Ids, datetime], None]] = {
    "attendance": _attendance,
    "arrival": _arrival,
    "session moved": _moved,
    "make-up booked": _make_up,
    "session canceled": _canceled,
    "session joined": _canceled,
    "session split": _split,
    "own sessions ended": _own_ended,
    "problem closed": _problem,
    "goal closed": _goal,
    "objective closed": _objective,
    "intervention ended": _intervention,
    "check-in seen": _check_in,
    "site changed": _site,
    "taken off call": _off_call,
    "followed up": _followed_up,
    "own time taken back": _own_time,
    "diet taken out": _diet,
}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
