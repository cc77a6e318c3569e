"""What the addresses of the way to a start and of the ways out take by POST."""

from typing import Any
from uuid import uuid4

from tests.cast import World

HOURS = ("screen_hours", "benefits_hours", "assess_hours", "place_hours", "schedule_hours")


def way_bodies(world: World, clinic: Any) -> dict[str, list[dict[str, Any]]]:
    """By the name of the address, with the ids of this world."""
    staff = world.staff
    numbers = dict.fromkeys((*HOURS, "attempts", "attempt_days"), 5)
    tried = {"tried_on": "2026-10-06", "tried_time": "09:00", "channel": "phone", "outcome": "no answer"}
    return {
        "enquiry_move": [{"to": "scheduled"}, {"to": "benefits"}],
        "enquiry_benefits": [{"pays": "self-pay", "found": "Pays by the week."}],
        "enquiry_assessed": [{}],
        "enquiry_schedule": [{"track_id": clinic.track.pk, "start_on": "2026-10-08"}, {"verb": "release"}],
        "enquiry_attempts": [tried],
        "enquiry_close": [{"way": "declined", "reason": "Not now."}],
        "stays": [
            {
                **{"verb": "record", "kind": "sober living", "place": "Harbor House"},
                **{"since_on": "2026-10-01", "key": str(uuid4())},
            },
        ],
        "enquiry_meanwhile": [{"kind": "naloxone", "given_on": "2026-10-06", "key": str(uuid4())}],
        "enquiry_education": [{"verb": "offer", "answer": "declined", "key": str(uuid4())}],
        "enquiry_handover": [
            {
                **{"verb": "call", "place": "Northside Hospital", "answer": "takes them", "room_on": "2026-10-06"},
                **{"spoke": "Ty with Lee", "called_on": "2026-10-06", "called_time": "09:00"},
            },
            {"verb": "go", "call_id": 987_654_321, "arrives_on": "2026-10-06", "how": "By taxi.", "agreed": "on"},
        ],
        "enquiry_arrival": [{"arrived": "yes"}],
        "enquiry_wait": [
            {"verb": "join", "track_id": clinic.track.pk, "group": "injects"},
            {"verb": "offer"},
        ],
        "enquiry_reopen": [{"reason": "They called."}],
        "enquiry_owner": [{"owner": staff["director"].pk, "seen": staff["admissions"].pk}],
        "admissions_protocol": [{**numbers, "revision": 0, "edition": "asam-4", "site": world.site.pk}],
    }


def placement_bodies(ids: dict[str, Any]) -> list[dict[str, Any]]:
    """What the placement page takes, in either edition, and from one to the other."""
    fourth = {"edition": "asam-4", "codes_1": "A", "minimum_1": "1.5", "evidence_1": "Told so.", "token": ids["token"]}
    return [
        {"verb": "save", "dimension_1": "3", "evidence_1": "Told so.", "token": ids["token"]},
        {"verb": "save", **fourth},
        {"verb": "asam-4", "dimension_1": "3", "token": ids["token"]},
        {"verb": "meet", "need": ids["need_id"], "note": "Was seen."},
    ]
