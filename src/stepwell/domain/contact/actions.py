"""Writing down how somebody may be reached, and contacting them all the same in an emergency."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.contact.models import ContactEmergency, SafeContact, SafeContactWay
from stepwell.domain.contact.permissions import CONTACT_IN_EMERGENCY, KEEP_CONTACT, REVIEW_CONTACT
from stepwell.domain.contact.queries import get_emergency, reach_of
from stepwell.domain.contact.rules import REASON_LEAST, WORDS_MOST, Wishes, faults
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.people.queries import site_staff
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Permission, Role
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused, refuse
from stepwell.kernel.phrase import phrase
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

TASK = "contact.emergency"


@action
def say_how_to_reach(
    *,
    actor: Actor,
    client_id: UUID,
    wishes: Wishes,
    now: datetime,
    call_as: str = "",
    words: str = "",
    seen: int | None = None,
) -> SafeContact:
    """What holds from now on. `seen` is the row that stood before whoever wrote this (0: none); None: don't ask.

    The same again changes nothing. Raises `Refused` with every fault, or where somebody was faster.
    """
    client = _locked(actor, client_id, KEEP_CONTACT)
    call_as, words = call_as.strip(), words.strip()
    if found := faults(wishes, call_as=call_as, words=words):
        raise Refused(*found)
    before = reach_of(actor, client, now)
    if before.said is not None and (before.wishes, before.said.call_as, before.said.words) == (wishes, call_as, words):
        return before.said
    _check_seen(before.said, seen, client)
    if before.said is not None:
        before.said.ended_at = now
        before.said.save(update_fields=["ended_at"])
    said = SafeContact.objects.create(
        client=client,
        is_unsafe=wishes.is_unsafe,
        call_as=call_as,
        words=words,
        said_at=now,
        written_by_id=actor.staff_id,
    )
    SafeContactWay.objects.bulk_create(
        [
            SafeContactWay(
                safe_contact=said,
                way=way.value,
                is_allowed=wish.is_allowed,
                from_time=wish.from_time,
                until_time=wish.until_time,
            )
            for way, wish in wishes.ways.items()
        ]
    )
    record(actor, "safe_contact.said", client_id=client.pk, subject=("safe contact", said.pk))
    return said


@action
def open_contact_emergency(*, actor: Actor, client_id: UUID, reason: str, now: datetime) -> ContactEmergency:
    """Reach somebody whatever they said, for the site's hours of an emergency. While one goes on, twice is once."""
    client = _locked(actor, client_id, CONTACT_IN_EMERGENCY)
    if len(reason.strip()) < REASON_LEAST:
        raise refuse("This says too little.", "reason", "Write in a sentence what is happening.")
    if len(reason) > WORDS_MOST:
        raise refuse(f"This is longer than {WORDS_MOST} letters.", "reason", "Shorten it.")
    going_on = ContactEmergency.objects.filter(client=client, until__gt=now).first()
    if going_on is not None:
        return going_on
    assert actor.staff_id is not None  # only staff hold the permission
    emergency = ContactEmergency.objects.create(
        client=client,
        staff_id=actor.staff_id,
        reason=reason.strip(),
        opened_at=now,
        until=now + timedelta(hours=client.site.emergency_hours),
    )
    record(actor, "contact.emergency", client_id=client.pk, subject=("contact emergency", emergency.pk))
    _ask_for_review(actor, emergency, client, now)
    return emergency


@action
def review_contact_emergency(*, actor: Actor, emergency_id: UUID, now: datetime) -> ContactEmergency:
    """Somebody who answers for privacy has looked at it. The first one stands; twice is once."""
    require(actor, REVIEW_CONTACT)
    emergency = get_emergency(actor, emergency_id, lock=True)
    if emergency.staff_id == actor.staff_id:
        raise refuse("You declared this yourself.", "", "Ask somebody else who answers for privacy to look at it.")
    if emergency.reviewed_at is not None:
        return emergency
    emergency.reviewed_by_id, emergency.reviewed_at = actor.staff_id, now
    emergency.save(update_fields=["reviewed_by", "reviewed_at"])
    client_id, subject = emergency.client_id, ("contact emergency", emergency.pk)
    record(actor, "contact.emergency_reviewed", client_id=client_id, subject=subject)
    finish_task(actor=actor, kind=TASK, subject_id=emergency.pk, now=now)
    return emergency


def _locked(actor: Actor, client_id: UUID, permission: Permission) -> Client:
    """The client, so that two who write at once come one after the other. Raises `NotFound`."""
    require(actor, permission)
    seen = Client.objects.select_for_update(no_key=True, of=("self",)).select_related("site")
    mine = seen if actor.is_system else seen.filter(visible_clients(actor, permission))
    client = mine.filter(pk=client_id).first()
    if client is None:
        raise NotFound("client", client_id if Client.objects.filter(pk=client_id).exists() else None)
    return client


def _check_seen(said: SafeContact | None, seen: int | None, client: Client) -> None:
    if seen is None or seen == (said.pk if said else 0):
        return
    who = said.written_by.name if said and said.written_by else phrase("The person themselves")
    at = f"{said.said_at.astimezone(ZoneInfo(client.site.zone)):%H:%M}" if said else ""
    what = phrase("%(who)s wrote this down anew at %(at)s, while you were writing.", who=who, at=at)
    raise refuse(what, "", "Look at what holds now, and save again.")


def _ask_for_review(actor: Actor, emergency: ContactEmergency, client: Client, now: datetime) -> None:
    """A task for the site's privacy officers, or its directors where there is none. It names nobody."""
    zone = ZoneInfo(client.site.zone)
    officers = site_staff(actor, client.site, [Role.PRIVACY_OFFICER])
    raise_task(
        actor=actor,
        site=client.site,
        role=Role.PRIVACY_OFFICER if officers else Role.DIRECTOR,
        kind=TASK,
        subject_id=emergency.pk,
        title="Somebody was to be reached against their wish",
        reason="An emergency was declared. Look at why.",
        due_at=end_of_day(day_at(now, zone) + timedelta(days=1), zone),
        now=now,
    )
