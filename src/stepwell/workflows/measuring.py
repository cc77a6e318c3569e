"""Which questions are due for whom: asked on the phone before the session, and work for staff where nobody answers.

Spans measures, whose schedules know no stays, with admissions, assessment, careplan, team and the week. When is
`measures.rules.schedules`'s to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from stepwell.domain.admissions.models import Episode
from stepwell.domain.contact.queries import message_way
from stepwell.domain.measures.actions import ask_due, put_off_asking
from stepwell.domain.measures.actions.schedules import is_for_the_phone
from stepwell.domain.measures.actions.sheets import DUE
from stepwell.domain.measures.models import Asking, PutOff
from stepwell.domain.measures.permissions import ANSWER_OWN, VIEW_DUE, visible_due
from stepwell.domain.measures.queries import asked_now, due_key, schedules_at, shelf, spent_minutes, times_put_off
from stepwell.domain.measures.rules.schedules import Due, Standing, due_of, within_minutes
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import counselor_of, own_client
from stepwell.domain.thread.queries.stays import stays_to_measure
from stepwell.domain.week.models import Booking
from stepwell.domain.worklist.actions import finish_tasks_of_client, raise_task
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import clock_12
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record_list_read
from stepwell.platform.notify.actions import send_message
from stepwell.platform.notify.words import register_template

A_FEW_MINUTES = register_template(
    "a_few_minutes",
    takes=("when", "minutes", "link"),
    subject="Before your appointment",
    body="Please take about $minutes minutes $when: $link",
    sms="Please take about $minutes minutes $when: $link",
)
# Ours: nobody is asked at night. The site's clock, from the first hour to before the second.
HOURS = (9, 20)
# Ours: who has no session ahead is asked again in a week.
AGAIN_AFTER = timedelta(days=7)
_SYSTEM = system("measuring")


@dataclass(frozen=True, slots=True)
class Row:
    """One due instrument of a person, for staff. `asked_at` is set while it waits on the phone; `is_left_out` says
    that the week's minutes don't reach for it, and `put_off` how often they said "not this time" to it.
    """

    due: Due
    title: str
    minutes: int
    standing: Standing
    asked_at: datetime | None
    is_left_out: bool
    put_off: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody of a group who has questions due, in words: "PHQ-9, GAD-7, 5 min"."""

    client_id: UUID
    name: str
    words: str
    is_overdue: bool


def due_measures(actor: Actor, client_ids: Iterable[UUID], today: date) -> dict[UUID, tuple[Due, ...]]:
    """What each of these clients is to answer next, the earliest day first; nothing for who isn't in treatment or
    can't be seen. At most six queries, however many they are; written down as a list read.
    """
    require(actor, VIEW_DUE)
    rows = Episode.objects.filter(visible_due(actor), client_id__in={*client_ids}, ended_on__isnull=True)
    # the latest stay of who is in two tracks
    episodes = {one.client_id: one for one in rows.select_related("track__site", "client").order_by("started_on", "pk")}
    schedules = schedules_at(actor, {one.track.site_id for one in episodes.values()}) if episodes else {}
    asked = {pk: one for pk, one in episodes.items() if one.track.site_id in schedules}
    if not asked:
        return {}
    stays = stays_to_measure(asked, [one for some in schedules.values() for one in some])
    found = {pk: due_of(schedules[asked[pk].track.site_id], stay, today) for pk, stay in stays.items()}
    if not actor.is_system:
        record_list_read(actor, "due questions", [*found])
    return {pk: due for pk, due in found.items() if due}


def due_now(actor: Actor, client_ids: Iterable[UUID], today: date) -> dict[UUID, tuple[Due, ...]]:
    """The same without what is still to come."""
    found = due_measures(actor, client_ids, today)
    still = {pk: tuple(one for one in due if one.standing(today) is not Standing.COMING) for pk, due in found.items()}
    return {pk: due for pk, due in still.items() if due}


def due_rows(actor: Actor, client: Client, now: datetime) -> list[Row]:
    """What one person is to answer next, and where it stands."""
    today = day_at(now, ZoneInfo(client.site.zone))
    known = _known(due_measures(actor, [client.pk], today).get(client.pk, ()))
    if not known:
        return []
    waiting = asked_now(actor, [client.pk])
    minutes = {one.code: shelf().instruments[one.code].minutes.number for one in known}
    to_ask = [
        one
        for one in known
        if one.standing(today) is not Standing.COMING
        and (client.pk, one.code) not in waiting
        and client.account_id is not None
        and is_for_the_phone(one.code)
    ]
    spent = spent_minutes(client, now)
    left_out = within_minutes(to_ask, minutes, asked=spent, most=settings.INSTRUMENT_MINUTES_A_WEEK).left_out
    titles, put_off = shelf().instruments, times_put_off(actor, [client.pk])
    return [
        Row(
            one,
            titles[one.code].title,
            minutes[one.code],
            one.standing(today),
            waiting.get((client.pk, one.code)),
            one in left_out,
            put_off.get((client.pk, one.code), 0),
        )
        for one in known
    ]


def waiting_in(actor: Actor, names: Mapping[UUID, str], today: date) -> list[Waiting]:
    """Of the people of a group those who have questions due, by name as the group shows them."""
    found = due_now(actor, names, today)
    instruments = shelf().instruments
    rows = []
    for client_id, name in names.items():
        if due := _known(found.get(client_id, ())):
            minutes = sum(instruments[one.code].minutes.number for one in due)
            words = f"{', '.join(instruments[one.code].title for one in due)}, {minutes} min"
            late = any(one.standing(today) is Standing.OVERDUE for one in due)
            rows.append(Waiting(client_id, name, words, late))
    return rows


def people_to_tend(site: Site, now: datetime) -> list[UUID]:
    """Whose questions have to be put on the phone, become work for staff, or are no work any more."""
    zone = ZoneInfo(site.zone)
    today = day_at(now, zone)
    if not HOURS[0] <= now.astimezone(zone).hour < HOURS[1]:
        return []
    staying = Episode.objects.filter(track__site=site, ended_on__isnull=True)
    logins = dict(staying.values_list("client_id", "client__account_id"))
    found = due_now(_SYSTEM, logins, today)
    waiting = asked_now(_SYSTEM, logins)
    tasks = {*Task.objects.filter(site=site, kind=DUE, done_at=None).values_list("client_id", "subject_id")}
    wanted = {
        (pk, str(due_key(pk, one.code)))
        for pk, due in found.items()
        for one in _known(due)
        if _is_work(one, today, by_phone=logins[pk] is not None)
    }
    to_ask = {
        pk
        for pk, due in found.items()
        for one in _known(due)
        if logins[pk] is not None and is_for_the_phone(one.code) and (pk, one.code) not in waiting
    }
    return sorted(to_ask | {pk for pk, _ in wanted ^ tasks if pk is not None})


@action
def tend_due(*, client_id: UUID, now: datetime) -> Sequence[Asking]:
    """Ask one person on the phone what is due, say so without saying what, and make work of what nobody answers."""
    client = Client.objects.select_related("site").get(pk=client_id)
    zone = ZoneInfo(client.site.zone)
    today = day_at(now, zone)
    due = _known(due_now(_SYSTEM, [client.pk], today).get(client.pk, ()))
    made = ask_due(actor=_SYSTEM, client_id=client.pk, due=due, now=now).askings
    work = [one for one in due if _is_work(one, today, by_phone=client.account_id is not None)]
    put_off = times_put_off(_SYSTEM, [client.pk]) if work else {}
    for one in work:
        _raise(client, one, put_off.get((client.pk, one.code), 0), now)
    still = [str(due_key(client.pk, one.code)) for one in work]
    finish_tasks_of_client(actor=_SYSTEM, client_id=client.pk, kind=DUE, but=still, now=now)
    if made:
        _remind(client, made, now)
    return made


@action
def not_this_time(*, actor: Actor, asking_id: UUID, now: datetime) -> PutOff:
    """The client puts a due question off, once: it comes again after their next session, or after a week."""
    require(actor, ANSWER_OWN)
    ahead = Booking.objects.filter(
        client=own_client(actor), canceled_at__isnull=True, session__canceled_at__isnull=True, ends_at__gt=now
    )
    ends_at = ahead.order_by("ends_at").values_list("ends_at", flat=True).first()
    return put_off_asking(actor=actor, asking_id=asking_id, until=ends_at or now + AGAIN_AFTER, now=now)


def put_off_words(times: int) -> str:
    """How often somebody said "not this time", for staff."""
    return f"Put off {'once' if times == 1 else f'{times} times'}"


def _is_work(due: Due, today: date, *, by_phone: bool) -> bool:
    """Somebody has to ask in person: nobody answered in time, or it can't be answered alone."""
    return due.standing(today) is Standing.OVERDUE or not (by_phone and is_for_the_phone(due.code))


def _raise(client: Client, due: Due, put_off: int, now: datetime) -> None:
    zone = ZoneInfo(client.site.zone)
    instrument = shelf().instruments[due.code]
    how = "Ask in person."
    if is_for_the_phone(due.code):
        how = "Not answered on the phone: ask in person." if client.account_id else "No login: ask in person."
    if put_off:
        how = f"{put_off_words(put_off)}. {how}"
    raise_task(
        actor=_SYSTEM,
        site=client.site,
        client=client,
        owner=counselor_of(client),
        kind=DUE,
        subject_id=due_key(client.pk, due.code),
        title="Questions due",
        reason=f"{instrument.title}, {due.reason}, {instrument.minutes.number} min. {how}",
        due_at=end_of_day(due.due_on, zone),
        now=now,
    )


def _remind(client: Client, asked: Sequence[Asking], now: datetime) -> None:
    """By a way that is safe; else they see it on the phone when they open it."""
    if (channel := message_way(client, now)) is None or client.account_id is None:
        return
    zone = ZoneInfo(client.site.zone)
    coming = Booking.objects.filter(
        client=client, canceled_at__isnull=True, session__canceled_at__isnull=True, starts_at__gt=now
    )
    starts_at = coming.order_by("starts_at").values_list("starts_at", flat=True).first()
    when = "when you can"
    if starts_at is not None:
        when = f"before {starts_at.astimezone(zone):%A}, {clock_12(starts_at, zone)}"
    minutes = str(sum(one.minutes for one in asked))
    context = {"when": when, "minutes": minutes, "link": settings.PUBLIC_URL + reverse("me_today")}
    send_message(
        actor=_SYSTEM,
        account_id=client.account_id,
        channel=channel,
        template=A_FEW_MINUTES.name,
        context=context,
        now=now,
    )


def _known(due: Iterable[Due]) -> list[Due]:
    """Without instruments that a program has taken away since."""
    return [one for one in due if one.code in shelf().instruments]
