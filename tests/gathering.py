"""What gathers around the week, for tests that try every door: calendars, diets, meetings."""

from typing import Any


def gathering_bodies(it: Any) -> dict[str, list[dict[str, Any]]]:
    """What the doors of calendars and diets take."""
    site = it.world.site.pk
    return {
        "diet": [{"seen": "0", "labels": ["Halal"], "allergies": "Peanuts"}],
        "diets": [
            {"verb": "add", "name": "Low salt", "site": site},
            {"verb": "retire", "name": "No pork", "site": site},
        ],
        "staff_calendar": [{"verb": "make"}, {"verb": "place", "place": "on"}, {"verb": "revoke"}],
        "me_calendar_feed": [{"verb": "make", "place": "on"}, {"verb": "place"}, {"verb": "revoke"}],
    }


def gathering_able() -> dict[str, str]:
    """Who may send them."""
    return {"me_calendar_feed": "client", "diets": "director"}
