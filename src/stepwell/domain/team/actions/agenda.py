"""When the team meets, what stands on an agenda, and asking that somebody does."""

from collections.abc import Mapping
from datetime import datetime, time
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import find_client
from stepwell.domain.team.models import AgendaRequest, Meeting, MeetingDay, MeetingItem
from stepwell.domain.team.permissions import KEEP_MINUTES, OPEN_MEETING
from stepwell.domain.team.queries.facts import facts_of_site
from stepwell.domain.team.queries.meetings import find_meeting
from stepwell.domain.team.rules.agenda import Line, Why, agenda
from stepwell.domain.team.rules.minutes import ASK_MOST, check_words
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, NotFound, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import action, record

NOBODY: Mapping[UUID, str] = MappingProxyType({})


@action
def set_meeting_day(*, actor: Actor, site_id: int, weekday: int, starts_at_time: time, now: datetime) -> MeetingDay:
    """The site's team meets on this weekday at this time from now on."""
    site = _site(actor, site_id)
    if not 0 <= weekday <= 6:
        raise refuse("That isn’t a weekday.", "weekday", "Choose Monday to Sunday.")
    told = {"weekday": weekday, "starts_at_time": starts_at_time}
    day, _ = MeetingDay.objects.update_or_create(site=site, defaults=told)
    record(actor, "meeting_day.set", subject=("site", site.pk), detail={"weekday": str(weekday)})
    return day


@action
def open_meeting(*, actor: Actor, site_id: int, now: datetime, off_track: Mapping[UUID, str] = NOBODY) -> Meeting:
    """Today's meeting with its agenda; opened already, it is that one. `off_track`: see `workflows.meeting`."""
    site = _site(actor, site_id)
    today = day_at(now, ZoneInfo(site.zone))
    known = Meeting.objects.filter(site=site, on=today).first()
    if known is not None:
        return known
    if actor.staff_id is None:
        raise NotAllowed(OPEN_MEETING.name)
    meeting = Meeting.objects.create(site=site, on=today, opened_at=now, opened_by_id=actor.staff_id)
    record(actor, "meeting.opened", subject=("meeting", meeting.pk), detail={"site": site.pk})
    _bring_in(actor, meeting, now, off_track)
    return meeting


@action
def refresh_agenda(*, actor: Actor, meeting_id: UUID, now: datetime, off_track: Mapping[UUID, str] = NOBODY) -> int:
    """Whoever has a reason by now and isn't on it comes last; returns how many. Nobody who is on it changes."""
    require(actor, OPEN_MEETING)
    meeting = find_meeting(actor, meeting_id, lock=True)
    require_at(actor, OPEN_MEETING, meeting.site_id)
    check_unsigned(meeting)
    return _bring_in(actor, meeting, now, off_track)


@action
def ask_for_discussion(*, actor: Actor, client_id: UUID, words: str, now: datetime) -> AgendaRequest:
    """The next meeting talks about this person, whatever the rule says. The same words of the same person once."""
    require(actor, KEEP_MINUTES)
    client = find_client(actor, client_id, KEEP_MINUTES)
    if actor.staff_id is None:
        raise NotAllowed(KEEP_MINUTES.name)
    text = " ".join(check_words(words, where="words", most=ASK_MOST).split())
    if not text:
        raise refuse("The reason is missing.", "words", "Say what the team should talk about.")
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    told = {"client": client, "words": text, "asked_by_id": actor.staff_id, "taken_into": None}
    asked, fresh = AgendaRequest.objects.get_or_create(**told, defaults={"asked_at": now})
    if fresh:
        record(actor, "meeting.asked", client_id=client.pk, subject=("agenda request", asked.pk))
    return asked


def check_unsigned(meeting: Meeting) -> None:
    """Raises `Refused` where the minutes are signed."""
    if meeting.signed_at is not None:
        raise refuse("These minutes are signed.", mend="Write an addendum.")


def _bring_in(actor: Actor, meeting: Meeting, now: datetime, off_track: Mapping[UUID, str]) -> int:
    people, last_on = facts_of_site(actor, meeting.site, now, off_track)
    on_it = {*meeting.items.values_list("client_id", flat=True)}
    lines = [line for line in agenda(people, last_on=last_on, today=meeting.on) if line.client_id not in on_it]
    first = len(on_it) + 1
    items = MeetingItem.objects.bulk_create(_item(meeting, line, number) for number, line in enumerate(lines, first))
    asked = [item for item, line in zip(items, lines, strict=True) if any(one.why is Why.ASKED for one in line.reasons)]
    for item in asked:  # few: whom somebody asked for by hand
        AgendaRequest.objects.filter(client_id=item.client_id, taken_into__isnull=True).update(taken_into=item)
    if items:
        of = [str(item.client_id) for item in items]
        record(actor, "meeting.agenda_made", subject=("meeting", meeting.pk), detail={"clients": [*of]})
    return len(items)


def _item(meeting: Meeting, line: Line, number: int) -> MeetingItem:
    reasons = [[one.why.value, one.words] for one in line.reasons]
    return MeetingItem(meeting=meeting, client_id=line.client_id, position=number, reasons=reasons)


def _site(actor: Actor, site_id: int) -> Site:
    """The site, nobody else's meanwhile. Raises `NotFound`."""
    require(actor, OPEN_MEETING)
    rows = Site.objects.select_for_update(no_key=True).filter(pk__in=actor.sites_for(OPEN_MEETING))
    site = rows.filter(pk=site_id).first()
    if site is None:
        raise NotFound("site")
    return site
