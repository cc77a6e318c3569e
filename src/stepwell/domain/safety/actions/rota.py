"""Putting somebody on call, and taking them off."""

from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Site
from stepwell.domain.safety.models import OnCall
from stepwell.domain.safety.permissions import KEEP_ROTA
from stepwell.domain.safety.queries.rota import find_stretch, may_stand
from stepwell.domain.safety.rules.rota import Asked, Place, faults, stretches
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refused, refuse
from stepwell.kernel.period import Period
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import action, record


@action
def put_on_call(*, actor: Actor, site: Site, staff_id: int, place: Place, asked: Asked, now: datetime) -> list[OnCall]:
    """A stretch, and each time that it comes again; all of them or none. The same again is the one that stands."""
    require_at(actor, KEEP_ROTA, site.pk)
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    zone = ZoneInfo(site.zone)
    if wrong := faults(asked, zone, now):
        raise Refused(*wrong)
    if staff_id not in {one.pk for one in may_stand(actor, site, now)}:
        raise refuse("They don’t answer safety events at this site.", "staff", "Choose somebody of the list.")
    periods = stretches(asked, zone)
    known = _standing(site, periods)
    same = [one for one in known if one.staff_id == staff_id and one.place == place and _period(one) in periods]
    if {_period(one) for one in same} == set(periods):
        return same
    _check_free(known, periods, staff_id, place, zone)
    made = OnCall.objects.bulk_create(
        OnCall(
            site=site,
            staff_id=staff_id,
            place=place.value,
            starts_at=period.started_at,
            ends_at=period.ended_at,
            said_at=now,
            said_by_id=actor.staff_id,
        )
        for period in periods
    )
    detail = {"site": site.pk, "staff": staff_id, "rung": place.value, "times": len(made)}
    record(actor, "on_call.put", subject=("on call", made[0].pk), detail=detail)
    return made


@action
def take_off_call(*, actor: Actor, stretch_id: int, now: datetime) -> OnCall:
    """One that runs ends now; one that is to come doesn't come. What has been stays as it was. Twice is once."""
    stretch = find_stretch(actor, stretch_id)
    if stretch.taken_off_at is not None:
        return stretch
    if stretch.ends_at <= now:
        raise refuse("This is over already.", "", "What has been stays as it was.")
    if stretch.starts_at < now:
        stretch.ends_at = now
        stretch.save(update_fields=["ends_at"])
    else:
        stretch.taken_off_at = now
        stretch.save(update_fields=["taken_off_at"])
    record(actor, "on_call.taken_off", subject=("on call", stretch.pk), detail={"staff": stretch.staff_id})
    return stretch


@action
def put_back_on_call(*, actor: Actor, stretch_id: int, ends_at: datetime, done_at: datetime, now: datetime) -> OnCall:
    """What was taken off by mistake at `done_at` stands as it did, unless somebody else stands there since."""
    stretch = find_stretch(actor, stretch_id)
    if done_at not in (stretch.taken_off_at, stretch.ends_at):
        raise refuse("This was changed again since.", "", "Look at the rota and write down what is wrong.")
    whole = Period(stretch.starts_at, ends_at)
    others = [one for one in _standing(stretch.site, [whole]) if one.pk != stretch.pk]
    _check_free(others, [whole], stretch.staff_id, Place(stretch.place), ZoneInfo(stretch.site.zone))
    stretch.ends_at, stretch.taken_off_at = ends_at, None
    stretch.save(update_fields=["ends_at", "taken_off_at"])
    record(actor, "on_call.put_back", subject=("on call", stretch.pk), detail={"staff": stretch.staff_id})
    return stretch


def _period(row: OnCall) -> Period:
    return Period(row.starts_at, row.ends_at)


def _standing(site: Site, periods: "tuple[Period, ...] | list[Period]") -> list[OnCall]:
    """What stands anywhere between the first of these and the last."""
    begins, ends = min(one.started_at for one in periods), max(one.ended_at for one in periods)
    rows = OnCall.objects.filter(site=site, taken_off_at__isnull=True, starts_at__lt=ends, ends_at__gt=begins)
    return list(rows.select_related("staff"))


def _check_free(
    known: list[OnCall], periods: "tuple[Period, ...] | list[Period]", staff_id: int, place: Place, zone: ZoneInfo
) -> None:
    """Raise `Refused` that names who stands there, or where they stand themselves."""
    for row in known:
        if not any(one.overlaps(_period(row)) for one in periods):
            continue
        until = f"{date_and_time(row.starts_at, zone)} to {date_and_time(row.ends_at, zone)}"
        if row.place == place.value:
            raise refuse(f"{row.staff.name} is on call then: {until}.", "from_on", "Take them off first.")
        if row.staff_id == staff_id:
            raise refuse(f"{row.staff.name} is on call then in the other place: {until}.", "staff", "Choose another.")
