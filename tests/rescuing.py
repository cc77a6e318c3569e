"""Who didn't come, for tests: somebody is looked for, and what the doors of hours and rescue take."""

from datetime import timedelta
from typing import Any

from tests.cast import World
from tests.clinic import Clinic

SENT = {"how": "call", "outcome": "no_answer", "verb": "attempt"}


def second_group(clinic: Clinic, *, weekdays: tuple[int, ...] = (2,), capacity: int = 10) -> Any:
    """Another group of the same track, on Wednesdays, led by the supervisor: where a seat is free."""
    from stepwell.domain.week.actions import start_series
    from tests.cast import NOW

    world = clinic.world
    return start_series(
        actor=world.actor("director"),
        track=clinic.track,
        service=clinic.service,
        template=clinic.template,
        name="Day group",
        leader=world.staff["supervisor"],
        place=clinic.other_place,
        weekdays=weekdays,
        starts_at_time=clinic.series.starts_at_time,
        first_on=clinic.session.on,
        weeks=None,
        capacity=capacity,
        now=NOW,
    )


def missed(clinic: Clinic, client: Any, session: Any = None) -> Any:
    """Marked N in a session, and looked for; returns the outreach."""
    from stepwell.domain.week.actions import record_attendance
    from stepwell.domain.week.actions.rescue import look_for_missing
    from stepwell.domain.week.models import Outreach, Status
    from stepwell.kernel.actor import system

    of = session or clinic.session
    now = of.starts_at + timedelta(minutes=20)
    counselor = clinic.world.actor("counselor")
    record_attendance(actor=counselor, session_id=of.pk, client_id=client.pk, status=Status.NO_SHOW, now=now)
    look_for_missing(actor=system("jobs"), now=now)
    return Outreach.objects.get(booking__session=of, booking__client=client)


def rescue_ids(clinic: Clinic) -> dict[str, Any]:
    """Somebody is looked for: the world's client, in the second session; and a seat is free in another group."""
    second_group(clinic)
    return {"outreach_id": missed(clinic, clinic.world.client, clinic.sessions[1]).pk}


def rescue_bodies(world: World) -> dict[str, list[dict[str, Any]]]:
    """What the doors of hours and rescue take."""
    from stepwell.domain.week.models import Session

    seat = Session.objects.filter(series__name="Day group", site=world.site).order_by("-starts_at").first()
    numbers = {"warn_days": 9, "attempts": 3, "in_a_row": 3, "missed": 3, "of_last": 8}
    arranged = {"cause": "transport", "fix": "ride", "verb": "arrange"}
    return {
        "outreach": [SENT, arranged, {"verb": "write"}],
        "make_up": [{"session": seat.pk if seat else "", "why": "1"}],
        "hours_settings": [{**numbers, "site": world.site.pk}],
    }
