"""Today: first the one thing now, then what is next, then the week."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.episode import open_episodes, week_number
from stepwell.domain.catalog.queries import closed_days
from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.checkins.queries import own_last_check_in
from stepwell.domain.checkins.rules import TRIGGERS, USE
from stepwell.domain.consent.queries.drafts import own_drafts
from stepwell.domain.feedback.queries import own_to_say
from stepwell.domain.orientation.queries import last_signed
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import own_client
from stepwell.domain.planreview.queries import own_plan_waits
from stepwell.domain.safety.models import Source
from stepwell.domain.safety.queries import own_latest_event
from stepwell.domain.week.models import Booking
from stepwell.domain.week.queries import ClientWeek, Visit, week_of_client
from stepwell.domain.week.queries.arrivals import own_arrival
from stepwell.domain.week.queries.told import own_changes
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.hours import in_hours
from stepwell.look.hours_bar import HoursBar
from stepwell.look.times import clock_words
from stepwell.platform.access.door import Request, page
from stepwell.portal.arrival.words import arriving
from stepwell.portal.consents.words import title_of
from stepwell.portal.feedback.views import ANSWERS
from stepwell.portal.permissions import OPEN_PORTAL
from stepwell.portal.questions.waiting import waiting_questions
from stepwell.portal.today.words import (
    before_words,
    between,
    change_words,
    day_words,
    part_of_day,
    until,
    week_bar,
)
from stepwell.workflows.orientation import is_owed

# From here the next session is the one thing now, and the check-in comes second.
SOON = timedelta(hours=1)

MAYBE_UNSAFE = gettext_noop("You may not be safe")
EVENT_TITLES: dict[str, str] = {
    Source.SAID_UNSAFE: gettext_noop("You told us you don’t feel safe"),
    Source.CRAVING: gettext_noop("You told us the craving is strong"),
}


@page(OPEN_PORTAL)
@require_GET
def today(request: Request) -> HttpResponseBase:
    """What the client needs to know at a glance."""
    now = clock.now()
    actor = request.actor
    client = own_client(actor)
    zone = ZoneInfo(client.site.zone)
    local, day = now.astimezone(zone), day_at(now, zone)
    episode = open_episodes(actor, [client.pk]).get(client.pk)
    week = week_of_client(actor, client, now)
    ahead = _next_visit(actor, client, episode, week, now)
    at_door = own_arrival(actor, client, now)
    last = own_last_check_in(actor)
    checked_in = last if last is not None and day_at(last.said_at, zone) == day else None
    event = own_latest_event(actor)
    context = {
        "name": client.called,
        "to_sign": [(one.pk, title_of(one)) for one in own_drafts(actor)],
        "plan_waits": own_plan_waits(actor, client),
        "is_to_read": is_owed(client, last_signed(actor, client)),
        "asked": waiting_questions(actor, now),
        "to_say": _to_say(own_to_say(actor, client, now), local),
        "answers": [(one.value, gettext(label)) for one, label in ANSWERS.items()],
        "before": before_words(ahead, local) if ahead else "",
        "part": part_of_day(local),
        "day": day_words(day),
        "week": _week_words(episode, day),
        "event": event,
        "event_title": gettext(EVENT_TITLES.get(event.source, MAYBE_UNSAFE)) if event else "",
        "check_in": _what_was_sent(checked_in, zone) if checked_in else None,
        "next": _next_card(ahead, local) if ahead else None,
        "arriving": arriving(at_door) if at_door else None,
        "is_soon": ahead is not None and ahead.starts_at - local <= SOON,
        "starts": day_words(episode.started_on) if episode and episode.started_on > day else "",
        "is_enrolled": episode is not None,
        "changes": [change_words(one) for one in own_changes(actor, client, now)],
        "closed": [f"{day_words(on)}: {name}" for on, name in sorted(_closed(client, week, day).items())],
        "hours": _hours(week, day),
    }
    return render(request, "portal/today.html", context)


def _hours(week: ClientWeek, day: date) -> list[tuple[str, HoursBar, str]]:
    """A bar for each stay that has sessions this week: its track where there are two, and what isn't counted yet."""
    tonight = _is_tonight(week.visits, day)
    return [
        (
            one.track if len(week.stays) > 1 else "",
            week_bar(one.hours, day, tonight=tonight),
            in_hours(one.hours.unrecorded_minutes) if one.hours.unrecorded_minutes else "",
        )
        for one in week.stays
        if one.hours.days
    ]


def _to_say(booking: Booking | None, local: datetime) -> dict[str, object] | None:
    """The session that the card asks about: "Did tonight's session help?"."""
    if booking is None:
        return None
    days = (local.date() - booking.session.on).days
    weekday = str(WEEKDAYS[booking.session.on.weekday()])
    when = gettext("today") if days == 0 else gettext("yesterday") if days == 1 else weekday
    return {"id": booking.session_id, "when": when, "name": booking.session.series.name}


def _closed(client: Client, week: ClientWeek, day: date) -> dict[date, str]:
    """The days of this week, from today on, on which the site is closed. Nothing of anybody."""
    return closed_days(client.site, day, week.end_on + timedelta(days=1))


def _next_visit(actor: Actor, client: Client, episode: Episode | None, week: ClientWeek, now: datetime) -> Visit | None:
    """The session that runs or comes next: of this week, else of the week after it or of the first of the stay."""
    for visit in week.visits:
        if not visit.is_over:
            return visit
    if episode is None:
        return None
    on = max(week.end_on + timedelta(days=1), episode.started_on)
    return next(iter(week_of_client(actor, client, now, on=on).visits), None)


def _next_card(visit: Visit, local: datetime) -> dict[str, str]:
    """Time, place, group and leader."""
    on = visit.starts_at.date()
    return {
        "when": between(visit.starts_at, visit.ends_at),
        "day": ""
        if on == local.date()
        else gettext("Tomorrow")
        if on == local.date() + timedelta(days=1)
        else day_words(on),
        "until": until(visit, local),
        "place": f"{visit.name}, {visit.place}",
        "leader": visit.leader,
    }


def _week_words(episode: Episode | None, day: date) -> str:
    """The week of the stay, "week 5"; nothing before the first day."""
    if episode is None or episode.started_on > day:
        return ""
    return gettext("week %(number)s") % {"number": week_number(episode, day).number}


def _is_tonight(visits: tuple[Visit, ...], day: date) -> bool:
    """Today's first session begins at 5 pm or later."""
    starts = [visit.starts_at for visit in visits if visit.starts_at.date() == day]
    return bool(starts) and min(starts).hour >= 17


def _what_was_sent(check_in: CheckIn, zone: ZoneInfo) -> dict[str, object]:
    """The client's own answers, as they gave them."""
    of_ten = [(gettext("Craving"), check_in.craving), (gettext("Mood"), check_in.mood)]
    answers = [(label, gettext("%(number)s of 10") % {"number": number}) for label, number in of_ten]
    if check_in.triggers:
        answers.append((gettext("Harder"), ", ".join(gettext(TRIGGERS.get(one, one)) for one in check_in.triggers)))
    if check_in.slept_minutes is not None:
        answers.append((gettext("Slept"), in_hours(check_in.slept_minutes)))
    answers.append((gettext("Any use"), gettext(USE[check_in.use])))
    return {
        "at": clock_words(check_in.said_at.astimezone(zone)),
        "answers": answers,
        "words": check_in.words,
        "seen_by": check_in.seen_by.name if check_in.seen_by else "",
    }
