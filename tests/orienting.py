"""The orientation packet for tests: its mark, a signature under it, and what its doors take."""

from dataclasses import replace
from typing import Any

from tests.cast import NOW, TODAY, World


def mark_of(world: World) -> str:
    """The mark of what the world's client reads now, as the page holds it."""
    from stepwell.domain.orientation.queries import own_reading

    return own_reading(world.actor("client"), NOW).read


def signature_of(world: World, **change: Any) -> Any:
    """The client's name under the packet."""
    from stepwell.domain.consent.rules.signature import Typed

    return replace(Typed(f"Ana {world.client.family_name}", True, mark_of(world)), **change)


def orientation_bodies(world: World) -> dict[str, list[dict[str, Any]]]:
    """What the doors of orientation take."""
    read = mark_of(world)
    signature = {"name": f"Ana {world.client.family_name}", "agrees": "on", "read": read}
    return {
        "orientation": [{"signed_on": TODAY.isoformat(), "witness": "Bea Lund", "read": read}],
        "orientation_here": [signature],  # not handed over: a session that is sees nothing else
        "packet": [{"revision": 0, "day": "We begin at nine.", "verb": "save"}],
        "me_orientation": [signature],
    }
