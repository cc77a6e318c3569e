"""Sending a check-in, by login or by a link, and having seen it."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from stepwell.domain.checkins.models import CheckIn, CheckInLink, Way
from stepwell.domain.checkins.permissions import CHECK_IN
from stepwell.domain.checkins.queries import find_check_in, is_unsafe
from stepwell.domain.checkins.rules import LATE_LASTS, Answers, can_be_used, check_answers, digest_of, follow_up
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import counselor_of, own_client
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.domain.safety.rules import said_when
from stepwell.domain.week.models import Kiosk
from stepwell.domain.worklist.actions import finish_task, raise_task, reopen_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

TASK = "checkin.look"


@action
def send_check_in(
    *,
    actor: Actor,
    key: UUID,
    answers: Answers,
    now: datetime,
    said_at: datetime | None = None,
    sent_at: datetime | None = None,
    came_by: Way = Way.PHONE,
    kiosk: Kiosk | None = None,
) -> CheckIn:
    """The client's own check-in. The same `key` again is the same one; with other answers both are kept, the second
    as an amendment of the first.

    `said_at` and `sent_at` are the phone's own times of filling in and of sending; see `safety.rules.said_when`.
    `kiosk` is the device at the door, where it came by one.
    """
    require(actor, CHECK_IN)
    client = own_client(actor)
    check_answers(answers)
    said_at = said_when(said_at, sent_at, now)
    check_in, fresh = _keep(client, key, answers, came_by, said_at, now)
    if not fresh and _said(check_in) != answers:
        check_in, fresh = _keep(client, uuid5(key, answers.mark), answers, came_by, said_at, now, amends=check_in)
    if fresh:
        record(actor, "check_in.sent", client_id=client.pk, subject=("check-in", check_in.pk))
        _ask_for_a_look(actor, client, check_in, answers, kiosk, now)
    return check_in


@action
def see_check_in(*, actor: Actor, check_in_id: UUID, now: datetime) -> CheckIn:
    """A clinician has read it; the first one stands."""
    check_in = find_check_in(actor, check_in_id)
    if check_in.seen_at is None:
        check_in.seen_at, check_in.seen_by_id = now, actor.staff_id
        check_in.save(update_fields=["seen_at", "seen_by"])
        record(actor, "check_in.seen", client_id=check_in.client_id, subject=("check-in", check_in.pk))
        finish_task(actor=actor, kind=TASK, subject_id=check_in.pk, now=now)
    return check_in


@action
def unsee_check_in(*, actor: Actor, check_in_id: UUID, seen_at: datetime) -> CheckIn:
    """Marked as read by mistake at `seen_at`: it waits for somebody to read it again."""
    check_in = find_check_in(actor, check_in_id)
    if check_in.seen_at != seen_at or check_in.seen_by_id != actor.staff_id:
        raise refuse("Somebody else has read this check-in.", "", "Nothing needs to be undone.")
    check_in.seen_at = check_in.seen_by = None
    check_in.save(update_fields=["seen_at", "seen_by"])
    record(actor, "check_in.unseen", client_id=check_in.client_id, subject=("check-in", check_in.pk))
    reopen_task(actor=actor, kind=TASK, subject_id=check_in.pk, done_at=seen_at)
    return check_in


def _keep(
    client: Client,
    key: UUID,
    answers: Answers,
    came_by: Way,
    said_at: datetime,
    now: datetime,
    *,
    amends: CheckIn | None = None,
) -> tuple[CheckIn, bool]:
    """The check-in of this key, and whether it is new."""
    return CheckIn.objects.get_or_create(
        client=client,
        key=key,
        defaults={
            "said_at": said_at,
            "received_at": now,
            "craving": answers.craving,
            "mood": answers.mood,
            "triggers": list(answers.triggers),
            "slept_minutes": answers.slept_minutes,
            "use": answers.use,
            "words": answers.words,
            "came_by": came_by.value,
            "amends": amends,
        },
    )


def _said(check_in: CheckIn) -> Answers:
    """What a stored check-in says."""
    return Answers(
        craving=check_in.craving,
        mood=check_in.mood,
        use=check_in.use,
        triggers=tuple(check_in.triggers),
        slept_minutes=check_in.slept_minutes,
        words=check_in.words,
    )


def _ask_for_a_look(
    actor: Actor, client: Client, check_in: CheckIn, answers: Answers, kiosk: Kiosk | None, now: datetime
) -> None:
    """A task for the counselor where the answers ask for one, and a safety event for a craving that opens Help."""
    follows = follow_up(answers, amends=check_in.amends_id is not None)
    if not follows.needs_a_look:
        return
    zone = ZoneInfo(client.site.zone)
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=counselor_of(client),
        kind=TASK,
        subject_id=check_in.pk,
        title="Check-in",
        reason=f"{follows.reason}. Read it and talk with {client.called}.",
        due_at=end_of_day(day_at(now, zone), zone),
        now=now,
    )
    if follows.opens_help:
        raise_event(
            actor=actor,
            client=client,
            key=uuid5(check_in.key, "craving"),
            source=Source.CRAVING,
            raised_at=check_in.said_at,
            now=now,
            at_door=check_in.came_by == Way.DOOR,
            place=kiosk.place if kiosk else None,
        )


@action
def make_check_in_link(
    *, actor: Actor, client: Client, came_by: Way, lasts: timedelta, now: datetime, kiosk: Kiosk | None = None
) -> tuple[CheckInLink, str]:
    """A fresh address for one check-in, and its token, which is kept nowhere. An earlier one of its kind ends.

    The caller has found the client and says by which right, and at the door which device it is for.
    """
    assert actor.staff_id is not None  # staff ask for one, or hand a device over
    CheckInLink.objects.filter(client=client, came_by=came_by, used_at__isnull=True, ends_at__gt=now).update(
        ends_at=now
    )
    token = token_urlsafe(32)
    link = CheckInLink.objects.create(
        client=client,
        digest=digest_of(token),
        came_by=came_by.value,
        kiosk=kiosk,
        made_at=now,
        made_by_id=actor.staff_id,
        ends_at=now + lasts,
    )
    detail: dict[str, Plain] = {"by": came_by.value}
    record(actor, "check_in.link_made", client_id=client.pk, subject=("check-in link", link.pk), detail=detail)
    return link, token


@action
def use_check_in_link(
    *, token: str, key: UUID, now: datetime, said_at: datetime | None = None, sent_at: datetime | None = None
) -> tuple[Actor, CheckInLink] | None:
    """Use it up: as whom its check-in is sent, and the link. None for one that is used, over or unknown.

    The check-in that used it may come again under its own key: a phone that heard no answer sends twice. What was
    filled in while it was open and waited for a connection is taken late (`rules.can_be_used`).
    """
    rows = CheckInLink.objects.select_for_update(of=("self",)).select_related("client", "kiosk__place")
    link = rows.filter(digest=digest_of(token)).first()
    if link is None or is_unsafe(link):
        return None
    told_at = said_when(said_at, sent_at, now)
    if link.used_at is None and can_be_used(said_at=told_at, ends_at=link.ends_at, now=now):
        link.used_at = now
        link.save(update_fields=["used_at"])
    elif link.used_at is None or not CheckIn.objects.filter(client_id=link.client_id, key=key).exists():
        return None
    return _in_its_name(link), link


@action
def say_unsafe_at_door(
    *, token: str, key: UUID, now: datetime, pressed_at: datetime | None = None, sent_at: datetime | None = None
) -> SafetyEvent | None:
    """Whoever arrived at the door doesn't feel safe. The same `key` is the same event. None for a token that no door
    gave out within the day.

    It uses nothing up, and a link that is used or over takes it: nothing stands in the way of a call for help.
    """
    links = CheckInLink.objects.select_related("client", "kiosk__place").filter(
        came_by=Way.DOOR, made_at__gt=now - LATE_LASTS
    )
    link = links.filter(digest=digest_of(token)).first()
    if link is None:
        return None
    return raise_event(
        actor=_in_its_name(link),
        client=link.client,
        key=key,
        source=Source.SAID_UNSAFE,
        raised_at=said_when(pressed_at, sent_at, now),
        now=now,
        at_door=True,
        place=link.kiosk.place if link.kiosk else None,
    )


def _in_its_name(link: CheckInLink) -> Actor:
    """Under the link's own name: the ledger tells it from somebody who is signed in."""
    return Actor(f"check-in link:{link.pk}", "a check-in link", client_id=link.client_id)
