"""Who is on call in a story: week by week, in turns, Monday morning to Monday morning."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from stepwell.domain.safety.actions import put_on_call
from stepwell.domain.safety.rules.rota import Asked, Place
from stepwell.simulate.world import Scene, living

WEEKS_AHEAD = 8
CHANGES_AT = time(8)


def keep_rota(scene: Scene, by: str, first: Sequence[str], second: Sequence[str], begins_on: date) -> None:
    """From the day on which the story begins until weeks after it ends; people by their key."""
    monday = begins_on - timedelta(days=begins_on.weekday())
    last_on = scene.today + timedelta(weeks=WEEKS_AHEAD)
    with living(scene.at(begins_on, 9)) as now:
        for place, people in ((Place.FIRST, first), (Place.SECOND, second)):
            for turn, key in enumerate(people):
                from_on = monday + timedelta(weeks=turn)
                asked = Asked(from_on, CHANGES_AT, from_on + timedelta(weeks=1), CHANGES_AT, len(people), last_on)
                put_on_call(
                    actor=scene.actors[by],
                    site=scene.site,
                    staff_id=scene.staff[key].pk,
                    place=place,
                    asked=asked,
                    now=now,
                )
