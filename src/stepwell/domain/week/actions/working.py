"""Outside of when somebody works: a soft conflict, which a reason settles. The planner keeps to it in any case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.availability.queries import working_at
from stepwell.domain.availability.rules import ANY_TIME, WorkTimes, first_outside
from stepwell.domain.people.models import Site, Staff
from stepwell.domain.week.models import LedDespite, Series, Session
from stepwell.domain.week.queries.sessions import period_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.period import Period
from stepwell.kernel.wording import short_day


def check_working(site: Site, staff: Staff, periods: Iterable[Period], despite: str = "") -> bool:
    """Refused where one of these isn't within their hours and nobody said why; else whether a reason was needed."""
    return bool(check_all_working(site, {staff: periods}, despite))


def check_all_working(site: Site, led: Mapping[Staff, Iterable[Period]], despite: str = "") -> tuple[Staff, ...]:
    """The same of everybody who leads some of it: those for whom a reason was needed. One query."""
    zone = ZoneInfo(site.zone)
    times = working_at(site, [one.pk for one in led]) if led else {}
    every = {staff: asked_of(staff, times.get(staff.pk, ANY_TIME), periods, zone) for staff, periods in led.items()}
    asked = {staff: why for staff, why in every.items() if why is not None}
    if asked and not despite.strip():
        raise Refused(*asked.values())
    return tuple(asked)


def check_taking_in(site: Site, sessions: Sequence[Session], despite: str = "") -> tuple[Staff, ...]:
    """The same of sessions that take people in and stay when and with whom they are. Why somebody leads them is asked
    for once: what is kept beside the group, or beside that session, holds on.
    """
    kept = LedDespite.objects.filter(Q(session__isnull=True) | Q(session__in=sessions))
    kept = kept.filter(series__in={one.series_id for one in sessions})
    said = set(kept.values_list("series_id", "session_id", "staff_id"))
    led: dict[Staff, list[Period]] = {}
    for one in sessions:
        if said.isdisjoint((one.series_id, about, one.leader_id) for about in (None, one.pk)):
            led.setdefault(one.leader, []).append(period_of(one))
    return check_all_working(site, led, despite)


def asked_of(staff: Staff, times: WorkTimes, periods: Iterable[Period], zone: ZoneInfo) -> Refusal | None:
    """The first of these that isn't within their hours, in words; None where all are."""
    found = first_outside(times, periods, zone)
    if found is None:
        return None
    meeting, words = found
    starts_at = meeting.started_at.astimezone(zone)
    when = f"{short_day(starts_at.date())}, {starts_at:%H:%M}"
    mend = "Choose another time or leader, or say why all the same."
    return Refusal(f"{staff.name} {words}. It meets {when}.", "despite", mend)


def keep_reason(
    actor: Actor, series: Series, staff: Staff, despite: str, now: datetime, session: Session | None = None
) -> None:
    """Why they lead it all the same, beside the group, or beside one session of it."""
    LedDespite.objects.create(
        series=series, session=session, staff=staff, reason=despite.strip(), said_at=now, said_by_id=actor.staff_id
    )
