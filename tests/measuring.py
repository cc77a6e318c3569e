"""Schedules of questions and words about sessions, for tests: what their doors take."""

from datetime import timedelta
from typing import Any

from tests.cast import NOW, TODAY, World

A_SCHEDULE = {
    "code": "gad-7",
    "audience": "everybody",
    "every_days": "14",
    "at_start": "on",
    "from_on": TODAY.isoformat(),
}


def asked_every(world: World, code: str, every_days: int, *, begun: int = 30) -> Any:
    """A schedule for everybody, set so many days ago."""
    from stepwell.domain.measures.actions import set_schedule
    from stepwell.domain.measures.rules.schedules import Condition, Draft, Edition

    began = timedelta(days=begun)
    draft = Draft(code, Condition(), Edition(TODAY - began, every_days=every_days))
    return set_schedule(actor=world.actor("director"), site_id=world.site.pk, draft=draft, now=NOW - began)


def measuring_bodies(it: Any) -> dict[str, list[dict[str, Any]]]:
    """What the doors of schedules take."""
    by_track = {**A_SCHEDULE, "audience": "track", "track": it.clinic.track.pk}
    return {"schedules": [{}], "schedule_set": [by_track]}
