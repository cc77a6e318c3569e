"""How somebody may be reached, and an emergency against it: for tests that need one of everything."""

from datetime import timedelta
from typing import Any

from tests.cast import NOW, World


def say_and_override(world: World, said: Any, ids: dict[str, Any]) -> None:
    """The client said how to reach them, and was reached against it yesterday."""
    from stepwell.domain.contact.actions import open_contact_emergency, say_how_to_reach
    from stepwell.domain.contact.rules import Way, Wish, Wishes

    who = {"actor": world.actor("counselor"), "client_id": world.client.pk}
    wishes = Wishes(ways={Way.CALL: Wish(True), Way.VOICEMAIL: Wish(False)})
    ids["seen"] = say_how_to_reach(**who, wishes=wishes, words=said.words, now=NOW).pk
    emergency = open_contact_emergency(**who, reason=f"{said.reason} Nobody answers.", now=NOW - timedelta(days=1))
    ids["emergency_id"] = emergency.pk


def contact_bodies(ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the addresses of safe contact take."""
    return {
        "contact": [{"seen": ids["seen"], "call": "no", "text": "yes", "text_from": "09:00", "text_until": "17:00"}],
        "contact_emergency": [{"reason": "They said that they took pills."}],
        "contact_emergency_review": [{}],
        "me_contact": [{"seen": ids["seen"], "text": "on"}],
    }
