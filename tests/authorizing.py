"""Authorizations for tests: what a letter says, one that is entered, and what their doors take."""

from datetime import date
from typing import Any

from tests.cast import NOW, World

LETTER = {
    "payer": "Mountain Health Plan",
    "number": "A-2217",
    "units": 12,
    "unit": "day",
    "day_minutes": 180,
    "first_on": "2026-10-05",
    "last_on": "2026-11-06",
    "next_review_on": "2026-10-20",
}


def terms(**change: Any) -> Any:
    """What the letter says."""
    from stepwell.domain.coverage.rules.terms import Terms, Unit

    said = {"payer": "Mountain Health Plan", "number": "A-2217", "unit": Unit.DAY, "units": 12, "day_minutes": 180}
    said |= {"first_on": date(2026, 10, 5), "last_on": date(2026, 11, 6), "next_review_on": date(2026, 10, 20)}
    return Terms(**{**said, **change})


def authorize(world: World, client: Any = None, **change: Any) -> Any:
    """The director entered it."""
    from stepwell.workflows.coverage import enter

    whom = client or world.client
    return enter(actor=world.actor("director"), client_id=whom.pk, terms=terms(**change), now=NOW)


def authorization_ids(world: World) -> dict[str, Any]:
    """One that is entered."""
    return {"authorization_id": authorize(world).pk}


def authorization_bodies() -> dict[str, list[dict[str, Any]]]:
    """What the doors of authorizations take."""
    ended = {"verb": "end", "end-last_on": "2026-10-30", "end-why": "Changed plan."}
    return {
        "client_authorizations": [{**LETTER, "number": "B-1"}],
        "authorization": [{**LETTER, "units": 20, "edition": 1, "verb": "correct"}, ended],
    }
