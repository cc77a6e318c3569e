"""A proposal of the planner and an own time of the client, for tests that need one of everything, and what the doors
of both take.
"""

from datetime import time, timedelta
from typing import Any

from tests.cast import NOW, TODAY, World

NEXT = (TODAY + timedelta(days=2)).isoformat()


def proposed(world: World) -> Any:
    """The planner was asked and found nothing to change; a person may leave it at that. The client told of a shift."""
    from stepwell.domain.availability.actions import say_own_time
    from stepwell.domain.availability.rules import Kind as For
    from stepwell.domain.availability.rules import OwnTime, Sense
    from stepwell.domain.planner import actions
    from stepwell.domain.planner.jobs import JOBS
    from stepwell.domain.planner.models import Kind

    shift = OwnTime(Sense.CANNOT, For.WORK, frozenset({5}), time(7), time(15), TODAY)
    say_own_time(actor=world.actor("counselor"), client_id=world.client.pk, own=shift, now=NOW)
    asked = actions.propose(
        actor=world.actor("director"), site=world.site, kind=Kind.PLACE, first_on=TODAY + timedelta(days=1), now=NOW
    )
    actions.begin_solving(actor=JOBS, proposal_id=asked.pk, now=NOW)
    said = {"plan": None, "why": [[f"[{world.client.pk}] needs more."]], "people": [str(world.client.pk)], "bound": 0}
    return actions.finish_solving(actor=JOBS, proposal_id=asked.pk, result=said, now=NOW)


def planner_bodies(world: World) -> dict[str, list[dict[str, Any]]]:
    """What the doors of the planner take."""
    colleague = world.staff["colleague"].pk
    own = {"sense": "cannot", "kind": "school", "weekdays": ["5"], "from_time": "08:00", "until_time": "10:00"}
    back = {"verb": "take_back", "time": world.client.own_times.latest("pk").pk}
    return {
        "own_times": [{**own, "first_on": NEXT, "verb": "say"}, back],
        "me_own_times": [{**own, "verb": "say"}, back],
        "planner": [
            {"kind": "place", "first_on": NEXT},
            {"kind": "term", "first_on": NEXT},
            {"kind": "room", "first_on": NEXT, "last_on": NEXT},
            {"kind": "cover", "first_on": NEXT, "last_on": NEXT, "away": colleague},
        ],
        "proposal": [{"verb": "dismiss"}],
    }
