"""The day in words, by the site's clock, in the language that the page speaks."""

from datetime import date, datetime, timedelta

from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext

from stepwell.domain.week.queries import Visit
from stepwell.domain.week.queries.told import Changed
from stepwell.domain.week.rules.hours import WeekHours
from stepwell.look.hours_bar import BarSession, HoursBar, hours_bar
from stepwell.look.times import clock_words


def part_of_day(local: datetime) -> str:
    """morning, afternoon or evening; the small hours belong to the evening before."""
    if 4 <= local.hour < 12:
        return "morning"
    return "afternoon" if 12 <= local.hour < 17 else "evening"


def day_words(day: date) -> str:
    """Tuesday, November 24."""
    said = {"weekday": WEEKDAYS[day.weekday()], "month": MONTHS[day.month], "day": day.day}
    return gettext("%(weekday)s, %(month)s %(day)s") % said


def between(start: datetime, end: datetime) -> str:
    """5:30 - 8:30 pm; both with am or pm where they differ."""
    first, last = clock_words(start), clock_words(end)
    if first.partition(" ")[2] == last.partition(" ")[2]:
        first = first.partition(" ")[0]
    return f"{first} \N{EN DASH} {last}"


def until(visit: Visit, local_now: datetime) -> str:
    """How long until it begins, as a person says it."""
    away = visit.starts_at - local_now
    minutes = int(away.total_seconds() // 60)
    if visit.starts_at <= local_now or not minutes:
        return gettext("now")
    if minutes < 60:
        return gettext("in %(count)s min") % {"count": minutes}
    days = (visit.starts_at.date() - local_now.date()).days
    if days > 1:
        return gettext("in %(count)s days") % {"count": days}
    if days == 1 and away > timedelta(hours=12):
        return gettext("tomorrow")
    hours = round(minutes / 60)
    return gettext("in 1 hour") if hours == 1 else gettext("in %(count)s hours") % {"count": hours}


def before_words(visit: Visit, local_now: datetime) -> str:
    """What comes next, as what is to be done before it: "Tuesday's Evening group"."""
    on = visit.starts_at.date()
    days = (on - local_now.date()).days
    if days == 0:
        when = gettext("tonight") if visit.starts_at.hour >= 17 else gettext("today")
    elif days == 1:
        when = gettext("tomorrow")
    elif days < 7:
        when = str(WEEKDAYS[on.weekday()])
    else:
        when = gettext("%(month)s %(day)s") % {"month": MONTHS[on.month], "day": on.day}
    return gettext("%(when)s’s %(name)s") % {"when": when, "name": visit.name}


def change_words(one: Changed) -> str:
    """That it is canceled, in another place or at another time."""
    if one.starts_at is None:
        assert one.was_at is not None  # a change has one of the two
        return gettext("%(when)s doesn’t take place.") % {"when": _when(one.was_at)}
    if one.was_at is None or one.was_at == one.starts_at:
        return gettext("%(when)s is in %(place)s.") % {"when": _when(one.starts_at), "place": one.place}
    said = {"was": _when(one.was_at), "when": _when(one.starts_at), "place": one.place}
    return gettext("%(was)s is now %(when)s, %(place)s.") % said


def _when(local: datetime) -> str:
    return gettext("%(day)s at %(time)s") % {"day": day_words(local.date()), "time": clock_words(local)}


def week_bar(hours: WeekHours, today: date, *, tonight: bool) -> HoursBar:
    """The week's days as blocks: the same minutes that the chart counts."""
    blocks: list[BarSession] = []
    for one in hours.days:
        label = str(WEEKDAYS_ABBR[one.day.weekday()])
        if one.day == today:
            label = gettext("Tonight") if tonight else gettext("Today")
        if one.delivered_minutes:
            blocks.append({"minutes": one.delivered_minutes, "done": True, "day": label})
        if one.booked_minutes:
            blocks.append({"minutes": one.booked_minutes, "done": False, "day": label})
    return hours_bar(blocks, hours.prescribed_minutes)
