"""Another leader for one session: somebody is ill, on leave, or two change places.

Whatever gives a session another leader goes through here, because it opens charts.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from stepwell.domain.catalog.models import Service
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Client, Function, Site, Staff
from stepwell.domain.people.queries import site_staff
from stepwell.domain.week.actions.conflicts import check_free, check_may_lead, refused_in_words
from stepwell.domain.week.actions.working import check_leading, keep_reason
from stepwell.domain.week.models import Session, Status
from stepwell.domain.week.permissions import LEAD_INSTEAD
from stepwell.domain.week.queries.sessions import find_session, lock_plan, period_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action, record


@action
def lead_session(*, actor: Actor, session_id: UUID, staff_id: int, now: datetime, despite: str = "") -> Session:
    """Somebody else leads this one session; the group keeps its leader. Twice is once. Where it is outside of when they
    work, or in a language that they aren't known to lead in, `despite` says why all the same.

    They join the care team of everybody who is booked, so that the charts open to them, as a group's leader does.
    """
    session = find_session(actor, session_id, LEAD_INSTEAD)
    lock_plan(actor, session.site, LEAD_INSTEAD)
    if session.leader_id == staff_id:
        return session
    staff = stand_in(actor, session.site, session.series.service, staff_id)
    _check_ahead(session, now)

    def check() -> None:
        # the room is the session's own, so only the leader can be in the way
        check_free([period_of(session)], place=session.place, leader=staff, besides=session.pk)

    check()
    asked = check_leading(session.series, staff, [period_of(session)], despite)
    session.leader = staff
    with refused_in_words(check):
        session.save(update_fields=["leader"])
    if asked:
        keep_reason(actor, session.series, staff, despite, now, session)
    open_charts(actor, [session.pk], staff, now)
    record(actor, "session.led_instead", subject=("session", session.pk), detail={"staff": staff.pk})
    return session


def stand_in(actor: Actor, site: Site, service: Service, staff_id: int) -> Staff:
    """Who may lead a session here in somebody's place: works here, and has what the service asks for."""
    staff = next((one for one in site_staff(actor, site) if one.pk == staff_id), None)
    if staff is None:
        raise refuse("This leader doesn't work at this site.", "leader", "Choose somebody who does.")
    if not staff.credentials:
        raise refuse(f"{staff.name} has no credential on file.", "leader", "Choose somebody who may lead a group.")
    check_may_lead(site.pk, service, staff)
    return staff


def open_charts(actor: Actor, session_ids: Collection[UUID], leader: Staff, now: datetime) -> None:
    """The leader cares for everybody who is booked in these. Who led before leaves by the nightly job."""
    booked = Client.objects.filter(bookings__session__in=session_ids, bookings__canceled_at__isnull=True)
    for client in booked.distinct().order_by("pk"):
        join_care_team(actor=actor, client=client, staff=leader, function=Function.GROUP_LEADER, now=now)


def _check_ahead(session: Session, now: datetime) -> None:
    if session.ends_at <= now or session.bookings.exclude(status=Status.BOOKED.value).exists():
        raise refuse("This session has taken place.", "", "Its leader stays as the roll says.")
