"""Who of the demo's group didn't come: looked for evening by evening, called, and what was arranged."""

from datetime import timedelta
from typing import Any

from stepwell.domain.week.actions.rescue import arrange, look_for_missing, record_attempt, settle_help
from stepwell.domain.week.actions.runway import check_runways
from stepwell.domain.week.models import Booking, Outreach, Session
from stepwell.domain.week.rules.rescue import Cause, Fix, HelpAs, How, Outcome
from stepwell.kernel.actor import system
from stepwell.simulate.group import EVENINGS_AWAY, STAYED_AWAY
from stepwell.simulate.world import Demo, living

CALLED = (10, 15)  # the morning after
RIDE = "The van has a seat again from then on: 17:20, at the library."


def look_after(demo: Demo) -> None:
    """What Stepwell does by itself: who didn't come is looked for; whose authorization runs out is told. Of the last
    evening nobody has been called yet.
    """
    over = Session.objects.filter(series=demo.made["series"], ends_at__lt=demo.now, canceled_at__isnull=True)
    evenings = list(reversed(over.order_by("-ends_at")[:EVENINGS_AWAY]))
    for number, evening in enumerate(evenings):
        with living(evening.ends_at) as now:
            look_for_missing(actor=system("jobs"), now=now)
        if number < len(evenings) - 1:
            _call_them(demo, evening, finds_ride=number == 0)
    with living(demo.now) as now:
        check_runways(actor=system("jobs"), site=demo.site, now=now)


def _call_them(demo: Demo, evening: Session, *, finds_ride: bool) -> None:
    """The case manager reaches each the next morning; who has no way to get here is found a ride."""
    caller = demo.actors["dee"]
    missing = Outreach.objects.filter(booking__session=evening, ended_at__isnull=True).select_related("client")
    for outreach in missing.order_by("client__sort_key"):
        stayed_away = outreach.client_id == demo.clients[STAYED_AWAY].pk
        rides = stayed_away and finds_ride
        with living(demo.at(evening.on + timedelta(days=1), *CALLED)) as now:
            who: dict[str, Any] = {"actor": caller, "outreach_id": outreach.pk, "now": now}
            record_attempt(**who, how=How.CALL, outcome=Outcome.REACHED)
            cause = Cause.TRANSPORT if stayed_away else Cause.ILLNESS
            arrange(**who, cause=cause, fix=Fix.RIDE if rides else Fix.NOTHING)
            if rides:
                settle_help(**who, help_as=HelpAs.ARRANGED, said=RIDE, booking_id=_next_evening(demo, outreach).pk)


def _next_evening(demo: Demo, outreach: Outreach) -> Booking:
    """The first evening of theirs that is still to come when the story ends."""
    ahead = Booking.objects.filter(client_id=outreach.client_id, session__series=demo.made["series"])
    return ahead.filter(starts_at__gt=demo.now, canceled_at__isnull=True).earliest("starts_at")
