"""A device at the door for tests: its id, and what arriving and joining take."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.cast import NOW, World


def arriving_ids(world: World) -> dict[str, Any]:
    """A device that stands at the site's door."""
    from stepwell.domain.week.actions import set_up_kiosk

    made = set_up_kiosk(actor=world.actor("director"), site_id=world.site.pk, place_id=None, now=NOW)
    return {"kiosk_id": made.pk}


def arriving_bodies() -> dict[str, list[dict[str, Any]]]:
    """What the doors of arriving take. No device is set up: a session that is one sees nothing else."""
    return {
        "kiosks": [{"where": ""}],
        "kiosk": [{"code": "204716"}],
        "kiosk_end": [{}],
        "group_meeting": [{"url": ""}, {"url": "meet.example"}],
        "me_here": [{"code": "204716"}],
        "me_join": [{}],
    }


def near_first(clinic: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """What is sent so that a session of the client begins in a few minutes, on a screen too."""
    session = clinic.sessions[9].pk
    soon = (NOW + timedelta(minutes=5)).astimezone(ZoneInfo(clinic.world.site.zone))
    moved = {"on": f"{soon:%Y-%m-%d}", "time": f"{soon:%H:%M}", "place": clinic.other_place.pk}
    meets = {"url": "https://meet.example/41"}
    return [
        ("director", f"/app/schedule/sessions/{session}/move/", moved),
        ("director", f"/app/groups/{session}/meeting/", meets),
    ]


def code_at_the_door(ids: dict[str, Any]) -> str:
    """What the device shows now."""
    from stepwell.domain.week.models import Kiosk
    from stepwell.domain.week.queries.arrivals import secret_of
    from stepwell.domain.week.rules.arrival import door_code

    return door_code(secret_of(Kiosk.objects.get(pk=ids["kiosk_id"])), NOW)
