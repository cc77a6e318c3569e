"""What of check-ins stands in a person's timeline."""

from django.db.models import QuerySet

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.checkins.permissions import VIEW_CHECK_INS, visible_check_ins
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind
from stepwell.kernel.hours import in_hours

CHECK_INS = Kind("d", "Check-ins", "chat", "info")


def _check_ins(actor: Actor, client: Client) -> "QuerySet[CheckIn]":
    return CheckIn.objects.filter(visible_check_ins(actor), client=client)


def check_in_words(craving: int, mood: int, slept_minutes: int | None, use: str) -> str:
    """A check-in in a line: "craving 3, mood 6, slept 7 h, told us about use"."""
    said = [f"craving {craving}", f"mood {mood}"]
    if slept_minutes is not None:
        said.append(f"slept {in_hours(slept_minutes)}")
    said.append({"yes": "told us about use", "no": "no use"}.get(use, "use not said"))
    return ", ".join(said)


def _told(row: Row) -> Happened:
    said = row.facts
    return row.told(
        "Check-in",
        value=check_in_words(said["craving"], said["mood"], said["slept"], said["use"]),
        quote=said["words"],
        author="the client",
        state=(f"Seen by {said['seen_by']}", "neutral") if said["seen_by"] else ("", ""),
        leads_to=("check-in", row.key),
    )


_SAID = {
    "craving": "craving", "mood": "mood", "slept": "slept_minutes", "use": "use", "words": "words",
    "seen_by": "seen_by__name",
}  # fmt: skip
SOURCES = (Source("check-in", CHECK_INS, VIEW_CHECK_INS, _check_ins, "said_at", _told, facts=_SAID),)
