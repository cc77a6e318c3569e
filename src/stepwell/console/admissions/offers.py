"""Tracks with their free seats, as the pages of the first day and of the start show them."""

from datetime import date, timedelta

from stepwell.domain.admissions.actions.episode import AHEAD
from stepwell.domain.week.queries import StartSheet
from stepwell.domain.week.queries.stays import OfferedSeries

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def offers_of(sheet: StartSheet, chosen: str) -> dict[str, object]:
    """The offers with what each page marks, and all dates on which somebody can begin."""
    offers = [
        {
            "offer": offer,
            "lines": [_meets(series) for series in offer.series],
            "checked": str(offer.track.pk) == chosen,
            "fits": offer.track.level_code == sheet.level,
        }
        for offer in sheet.offers
    ]
    return {"offers": offers, "dates": sorted({date.on for offer in sheet.offers for date in offer.dates})}


def first_choice(sheet: StartSheet, day_name: str) -> dict[str, object]:
    """What was chosen before, else the track of the decided level with a free seat, from its next session on."""
    if sheet.held is not None:
        return {"track_id": sheet.held.track_id, day_name: sheet.held.start_on}
    for offer in sheet.offers:
        free = [start.on for start in (*offer.dates, offer.earliest) if start and start.seats_left]
        if offer.track.level_code == sheet.level and free:
            return {"track_id": offer.track.pk, day_name: free[0]}
    return {}


def earliest_starts(sheet: StartSheet, today: date) -> list[dict[str, object]]:
    """The first day after today with a free seat, the soonest first, in each track of the decided level. A seat that
    is held for them already isn't offered again, nor a day that is too far away to hold one; a track of another level
    is chosen below, by somebody who sees that it is another.
    """
    held = (sheet.held.track_id, sheet.held.start_on) if sheet.held else None
    found = [
        (offer.earliest.on, offer)
        for offer in sheet.offers
        if offer.earliest
        and offer.earliest.on <= today + AHEAD
        and offer.track.level_code == sheet.level
        and (offer.track.pk, offer.earliest.on) != held
    ]
    return [
        {"offer": offer, "on": on, "is_tomorrow": on == today + timedelta(days=1)}
        for on, offer in sorted(found, key=lambda one: (one[0], one[1].track.name))
    ]


def _meets(series: OfferedSeries) -> str:
    """`Mon, Tue, Thu 18:00 · Room 2 · Maya Okafor`."""
    days = ", ".join(DAYS[day] for day in series.weekdays)
    return f"{days} {series.starts_at_time:%H:%M} · {series.place} · {series.leader}"
