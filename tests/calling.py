"""Somebody on call in a test world."""

from datetime import date, time, timedelta
from typing import Any

from stepwell.domain.safety.rules.rota import Asked, Place
from tests.cast import NOW, World

DAY = date(2026, 10, 6)


def asked(from_on: date = DAY, days: int = 1, at: time = time(8), **more: Any) -> Asked:
    """From eight in the morning for some days."""
    return Asked(from_on, at, from_on + timedelta(days=days), at, **more)


def put(world: World, who: str = "colleague", place: Place = Place.FIRST, by: str = "director", **given: Any) -> Any:
    """Somebody of the world on call; today, where nothing else is said."""
    from stepwell.domain.safety.actions import put_on_call

    now = given.pop("now", NOW)
    staff_id = world.staff[who].pk
    when = given.pop("when", None) or asked(**given)
    return put_on_call(actor=world.actor(by), site=world.site, staff_id=staff_id, place=place, asked=when, now=now)


def calling_bodies(world: World, ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the rota and the Page button take."""
    here = {"site": world.site.pk}
    more = {"verb": "put", "staff": world.staff["supervisor"].pk, "place": "2", "every_weeks": "0"}
    more |= {"from_on": "2026-10-07", "from_time": "08:00", "until_on": "2026-10-14", "until_time": "08:00"}
    told = [{"verb": "take_off", "stretch": ids["stretch_id"]}, more, {"verb": "reach", "phone": "612 555 0142"}]
    return {"crisis_page": [{}], "rota": [here | one for one in told]}
