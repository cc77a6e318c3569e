"""Tracks with their free seats, as the pages of the first day and of the start show them."""

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
        if offer.track.level_code == sheet.level and offer.seats_left:
            return {"track_id": offer.track.pk, day_name: next(d.on for d in offer.dates if d.seats_left)}
    return {}


def _meets(series: OfferedSeries) -> str:
    """`Mon, Tue, Thu 18:00 · Room 2 · Maya Okafor`."""
    days = ", ".join(DAYS[day] for day in series.weekdays)
    return f"{days} {series.starts_at_time:%H:%M} · {series.place} · {series.leader}"
