"""Outside of when somebody works, or in a language that they aren't known to lead in: soft conflicts, which a reason
settles. The planner keeps to both in any case.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from stepwell.domain.availability.queries import working_at
from stepwell.domain.availability.rules import ANY_TIME, WorkTimes, first_outside
from stepwell.domain.catalog.queries import loads_at
from stepwell.domain.catalog.rules.load import NO_LIMIT, leads_in, may_lead
from stepwell.domain.people.models import Site, Staff
from stepwell.domain.week.models import LedDespite, Series, Session
from stepwell.domain.week.queries.sessions import period_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.languages import language_key, own_language
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


def check_leading(series: Series, staff: Staff, periods: Iterable[Period], despite: str = "") -> bool:
    """Refused where somebody who is made leader doesn't work at one of these times, or isn't known to lead in the
    group's language, and nobody said why all the same; else whether a reason was needed. Both are named at once. Who
    has what the service asks for, and who is free, is asked elsewhere: no reason lets that pass.
    """
    times = working_at(series.site, [staff.pk]).get(staff.pk, ANY_TIME)
    asked = (asked_of(staff, times, periods, ZoneInfo(series.site.zone)), asked_of_language(series, staff))
    found = [one for one in asked if one is not None]
    if found and not despite.strip():
        raise Refused(*found)
    return bool(found)


def asked_of_language(series: Series, staff: Staff) -> Refusal | None:
    """Why they can't just lead a group in its language; None where they can: the site says that they lead in it, they
    lead such a session here by now, or nobody else who may lead this one is known to speak it, as the planner sees it
    too. At most three queries, and none for the usual language.
    """
    if not own_language(series.language):
        return None
    loads = loads_at(series.site)
    if leads_in(series.language, loads.get(staff.pk, NO_LIMIT)):
        return None
    led = Series.objects.filter(Exists(Session.objects.filter(series=OuterRef("pk"), leader=staff)), site=series.site)
    known = map(language_key, led.exclude(language="").values_list("language", flat=True))
    if language_key(series.language) in known:
        return None
    here = Staff.objects.filter(posts__site=series.site, posts__ended_on__isnull=True).exclude(credentials="")
    speakers = here.filter(pk__in=[pk for pk, load in loads.items() if leads_in(series.language, load)]).distinct()
    needed = series.service.credential
    if not any(may_lead(needed, one.credentials, loads[one.pk]) for one in speakers):
        return None
    what = f"It is held in {series.language}. {staff.name} isn't known to lead in that."
    return Refusal(what, "despite", "Choose somebody who does, or say why all the same.")


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
