"""A day on which the site is closed: its sessions are canceled, and come back where the day is opened again."""

from datetime import date, datetime

from stepwell.domain.people.models import Site
from stepwell.domain.week.actions.cancel import free_sessions
from stepwell.domain.week.actions.conflicts import refused_in_words
from stepwell.domain.week.actions.remake import Touched, touched_by
from stepwell.domain.week.actions.seats import seat_again
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.models import CancelReason, Session
from stepwell.domain.week.permissions import PLAN_WEEK
from stepwell.domain.week.queries.program import sessions_closed_at, sessions_on
from stepwell.domain.week.queries.sessions import lock_plan
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import action, record


def would_cancel(actor: Actor, site: Site, on: date) -> Touched:
    """What `cancel_closed` would cancel; nothing is changed."""
    return touched_by(sessions_on(actor, site, on))


@action
def cancel_closed(*, actor: Actor, site: Site, on: date, now: datetime) -> Touched:
    """The day's sessions don't take place, but for those whose roll was called. Who was booked is told."""
    lock_plan(actor, site, PLAN_WEEK)
    sessions = sessions_on(actor, site, on)
    with telling(actor, [one.pk for one in sessions], now):
        free_sessions(sessions, CancelReason.CLOSED, actor, now)
    for session in sessions:
        record(actor, "session.canceled", subject=("session", session.pk), detail={"closed": True})
    return touched_by(sessions)


@action
def restore_closed(*, actor: Actor, site: Site, on: date, closed_at: datetime, now: datetime) -> Touched:
    """What was canceled because that day was closed takes place after all, with who belongs to the group now and
    isn't booked elsewhere meanwhile. Where the room or the leader is taken: refused in words.
    """
    lock_plan(actor, site, PLAN_WEEK)
    sessions = sessions_closed_at(actor, site, on, closed_at, now)
    ids = [one.pk for one in sessions]
    with telling(actor, ids, now), refused_in_words(lambda: None):
        Session.objects.filter(pk__in=ids).update(canceled_at=None, canceled_by=None, cancel_reason="")
        seat_again(sessions, closed_at)
    for session in sessions:
        record(actor, "session.restored", subject=("session", session.pk))
    return touched_by(sessions)
