"""The day in words, by the site's clock. Pure."""

from datetime import date, datetime, timedelta

from stepwell.domain.week.queries import Visit
from stepwell.domain.week.queries.told import Changed
from stepwell.domain.week.rules.hours import WeekHours
from stepwell.look.hours_bar import BarSession, HoursBar, hours_bar


def part_of_day(local: datetime) -> str:
    """morning, afternoon or evening; the small hours belong to the evening before."""
    if 4 <= local.hour < 12:
        return "morning"
    return "afternoon" if 12 <= local.hour < 17 else "evening"


def day_words(day: date) -> str:
    """Tuesday, November 24."""
    return f"{day:%A, %B} {day.day}"


def between(start: datetime, end: datetime) -> str:
    """5:30 - 8:30 pm; both with am or pm where they differ."""
    first, last = _clock(start), _clock(end)
    if first[-2:] == last[-2:]:
        first = first[:-3]
    return f"{first} \N{EN DASH} {last}"


def _clock(local: datetime) -> str:
    """5:30 pm."""
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def until(visit: Visit, local_now: datetime) -> str:
    """How long until it begins, as a person says it."""
    if visit.starts_at <= local_now:
        return "now"
    away = visit.starts_at - local_now
    minutes = int(away.total_seconds() // 60)
    if minutes < 60:
        return f"in {minutes} min" if minutes else "now"
    days = (visit.starts_at.date() - local_now.date()).days
    if days > 1:
        return f"in {days} days"
    if days == 1 and away > timedelta(hours=12):
        return "tomorrow"
    hours = round(minutes / 60)
    return "in 1 hour" if hours == 1 else f"in {hours} hours"


def before_words(visit: Visit, local_now: datetime) -> str:
    """What comes next, as what is to be done before it: "Tuesday's Evening group"."""
    days = (visit.starts_at.date() - local_now.date()).days
    if days == 0:
        when = "tonight" if visit.starts_at.hour >= 17 else "today"
    elif days == 1:
        when = "tomorrow"
    else:
        when = f"{visit.starts_at:%A}" if days < 7 else f"{visit.starts_at:%B} {visit.starts_at.day}"
    return f"{when}\N{RIGHT SINGLE QUOTATION MARK}s {visit.name}"


def change_words(one: Changed) -> str:
    """That it is canceled, in another place or at another time."""
    if one.starts_at is None:
        assert one.was_at is not None  # a change has one of the two
        return f"{_when(one.was_at)} doesn\N{RIGHT SINGLE QUOTATION MARK}t take place."
    if one.was_at is None or one.was_at == one.starts_at:
        return f"{_when(one.starts_at)} is in {one.place}."
    return f"{_when(one.was_at)} is now {_when(one.starts_at)}, {one.place}."


def _when(local: datetime) -> str:
    return f"{day_words(local.date())} at {_clock(local)}"


def week_bar(hours: WeekHours, today: date, *, tonight: bool) -> HoursBar:
    """The week's days as blocks: the same minutes that the chart counts."""
    blocks: list[BarSession] = []
    for one in hours.days:
        label = f"{one.day:%a}"
        if one.day == today:
            label = "Tonight" if tonight else "Today"
        if one.delivered_minutes:
            blocks.append({"minutes": one.delivered_minutes, "done": True, "day": label})
        if one.booked_minutes:
            blocks.append({"minutes": one.booked_minutes, "done": False, "day": label})
    return hours_bar(blocks, hours.prescribed_minutes)
