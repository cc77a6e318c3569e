"""The program's settings for tests: ids of what a site offers, and what their doors take."""

from datetime import date
from typing import Any

from tests.cast import NOW
from tests.measuring import measuring_bodies


def program_ids(world: Any, clinic: Any) -> dict[str, Any]:
    """A track, a day, a place, a service, a closed day and a curriculum of the site."""
    from stepwell.domain.catalog.actions import take_curriculum
    from stepwell.domain.catalog.models import ClosedDay

    taken = take_curriculum(actor=world.actor("director"), site=world.site, code="matrix-individual")

    closed = ClosedDay.objects.create(site=world.site, on=date(2026, 12, 25), name="Holiday", closed_at=NOW)
    return {
        "closed_id": closed.pk,
        "curriculum_id": taken.pk,
        "track_id": clinic.track.pk,
        "place_id": clinic.other_place.pk,
        "template_id": clinic.template.pk,
        "service_id": clinic.service.pk,
        "site_id": world.site.pk,
    }


def day_rows(*segments: tuple[str, int, bool]) -> dict[str, str]:
    """The fields of a day's form."""
    rows: dict[str, str] = {}
    for row, (label, minutes, clinical) in enumerate(segments, start=1):
        rows |= {f"label_{row}": label, f"minutes_{row}": str(minutes)}
        rows |= {f"clinical_{row}": "on"} if clinical else {}
    return rows


def a_track(clinic: Any, **change: Any) -> dict[str, Any]:
    """The fields of a track's form."""
    return {
        "name": "Day IOP",
        "level_code": "2.1",
        "standard_code": "asam-2.1-adult",
        "template": clinic.template.pk,
        "days_a_week": "3",
        "individual_weekly_minutes": "60",
        "weeks": "12",
        **change,
    }


def program_bodies(it: Any) -> dict[str, list[dict[str, Any]]]:
    """What the doors of the program take."""
    clinic = it.clinic
    return {
        "track_new": [a_track(clinic)],
        "track": [{"verb": "close"}],
        "track_change": [a_track(clinic, name="Evening IOP", from_on="2026-11-02", verb="look")],
        "track_taper": [{"hours": "6, 3, 1.5", "weeks": "4", "template": clinic.template.pk}],
        "day_new": [{"name": "Morning", "verb": "save", **day_rows(("Group", 90, True), ("Break", 10, False))}],
        "services_take": [{}],
        "service_new": [{"name": "Tai chi", "kind": "other"}],
        "service": [{"name": "Evening group", "kind": "group", "code": "H0005", "counts": "on", "is_open": "on"}],
        "day": [{"name": "Other name", "from_on": "2026-11-02", "verb": "look", **day_rows(("Group", 90, True))}],
        "closed_days": [{"on": "2026-11-26", "name": "Thanksgiving", "verb": "look"}],
        "closed_day_open": [{}],
        "curricula": [{"code": "cbt"}],
        "curriculum": [{"topic_1": "Hello", "topic_2": "Half way", "topic_3": "What next"}],
        "curriculum_follow": [{"series": clinic.series.pk, "from_on": "2026-11-02", "verb": "follow"}],
        "place_new": [{"name": "Room 9", "seats": "8"}],
        "place": [
            {"name": "Room 4", "seats": "14", "is_open": "on"},
            {"first_on": "2026-11-02", "last_on": "2026-11-06", "reason": "Painting", "verb": "close"},
        ],
        **measuring_bodies(it),
    }
