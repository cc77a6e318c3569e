"""A proposal of the planner for tests that need one of everything, and what the planner's doors take."""

from datetime import timedelta
from typing import Any

from tests.cast import NOW, TODAY, World

NEXT = (TODAY + timedelta(days=2)).isoformat()


def proposed(world: World) -> Any:
    """The planner was asked and found nothing to change; a person may leave it at that."""
    from stepwell.domain.planner import actions
    from stepwell.domain.planner.jobs import JOBS
    from stepwell.domain.planner.models import Kind

    asked = actions.propose(
        actor=world.actor("director"), site=world.site, kind=Kind.PLACE, first_on=TODAY + timedelta(days=1), now=NOW
    )
    actions.begin_solving(actor=JOBS, proposal_id=asked.pk, now=NOW)
    said = {"plan": None, "why": [[f"[{world.client.pk}] needs more."]], "people": [str(world.client.pk)], "bound": 0}
    return actions.finish_solving(actor=JOBS, proposal_id=asked.pk, result=said, now=NOW)


def planner_bodies(world: World) -> dict[str, list[dict[str, Any]]]:
    """What the doors of the planner take."""
    colleague = world.staff["colleague"].pk
    return {
        "planner": [
            {"kind": "place", "first_on": NEXT},
            {"kind": "cover", "first_on": NEXT, "last_on": NEXT, "away": colleague},
        ],
        "proposal": [{"verb": "dismiss"}],
    }
