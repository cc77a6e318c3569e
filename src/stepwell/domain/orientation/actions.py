"""The packet is written and published; a client reads it and signs, on their phone, in the room or on paper."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.consent.rules.signature import Typed, check_signature
from stepwell.domain.orientation.models import Orientation, Packet
from stepwell.domain.orientation.permissions import EDIT_PACKET, GIVE_ORIENTATION, SIGN_ORIENTATION
from stepwell.domain.orientation.queries import Reading, own_reading, reading_of, site_to_edit
from stepwell.domain.orientation.rules import check_words, digest
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

TASK = "orientation.sign"


@action
def save_packet(*, actor: Actor, site_id: int, words: Mapping[str, str], revision: int, now: datetime) -> Packet:
    """Save the site's draft; no client reads it yet. `revision` is the one that was read."""
    require(actor, EDIT_PACKET)
    site = site_to_edit(actor, site_id, lock=True)
    newest = _newest(site, revision)
    kept = check_words(words)
    draft = newest
    if draft is None or draft.published_at is not None:
        draft = Packet(site=site, number=newest.number + 1 if newest else 1, revision=newest.revision if newest else 0)
    draft.words, draft.saved_at, draft.saved_by_id = kept, now, actor.staff_id
    draft.revision += 1
    draft.save()
    _tell(actor, "packet.saved", draft)
    return draft


@action
def publish_packet(*, actor: Actor, site_id: int, revision: int, now: datetime) -> Packet:
    """Clients read the draft from now on. Who signed an earlier one has signed what they read."""
    require(actor, EDIT_PACKET)
    draft = _newest(site_to_edit(actor, site_id, lock=True), revision)
    if draft is None or draft.published_at is not None:
        raise refuse("There is no draft to publish.", mend="Change something and save first.")
    draft.published_at, draft.published_by_id = now, actor.staff_id
    draft.revision += 1
    draft.save(update_fields=["published_at", "published_by", "revision"])
    _tell(actor, "packet.published", draft)
    return draft


@action
def sign_orientation(*, actor: Actor, typed: Typed, now: datetime) -> Orientation:
    """The client signs what they have read on their own phone. The same words twice on a day is once."""
    require(actor, SIGN_ORIENTATION)
    return _sign(actor, own_reading(actor, now), typed, Orientation.How.PHONE, "", now)


@action
def sign_orientation_here(*, actor: Actor, client_id: UUID, typed: Typed, now: datetime) -> Orientation:
    """The client signs on a device that staff hand over; who handed it over is the witness."""
    reading = reading_of(actor, client_id, now)
    require_at(actor, GIVE_ORIENTATION, reading.client.site_id)
    return _sign(actor, reading, typed, Orientation.How.ROOM, actor.name, now)


@action
def record_signed_paper(
    *, actor: Actor, client_id: UUID, signed_on: date, witness: str, read: str, now: datetime
) -> Orientation:
    """The client has signed the printed packet."""
    reading = reading_of(actor, client_id, now)
    client = reading.client
    require_at(actor, GIVE_ORIENTATION, client.site_id)
    if signed_on > day_at(now, reading.zone):
        raise refuse("It can't have been signed later than today.", "signed_on", "Give the day on the paper.")
    if not witness.strip():
        raise refuse("This doesn't say who saw it signed.", "witness", "Give the name of the witness.")
    typed = Typed(_full_name(client), True, read)
    return _sign(actor, reading, typed, Orientation.How.PAPER, witness.strip(), now, signed_on=signed_on)


@action
def owe_orientation(*, actor: Actor, client: Client, owner: Staff | None, due_at: datetime, now: datetime) -> None:
    """Somebody starts: who hasn't signed the packet in this stay is to be gone through it with."""
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=owner,
        kind=TASK,
        subject_id=client.pk,
        title="Orientation to sign",
        reason="They start, and haven't signed the orientation packet.",
        due_at=due_at,
        now=now,
    )


def _sign(
    actor: Actor,
    reading: Reading,
    typed: Typed,
    how: Orientation.How,
    witness: str,
    now: datetime,
    *,
    signed_on: date | None = None,
) -> Orientation:
    client = reading.client
    # one after the other: a form that is sent twice at once is one signature
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    text = reading.marked(typed.read)
    check_signature(typed, (client.name, _full_name(client)), digest(text))
    said = [[title, words] for title, words in text]
    last = Orientation.objects.filter(client=client).order_by("-recorded_at").first()
    day = signed_on or day_at(now, reading.zone)
    if last is not None and (last.said, last.signed_how, last.signed_on) == (said, how.value, day):
        return last
    made = Orientation.objects.create(
        client=client,
        packet=reading.packet,
        said=said,
        signed_as=" ".join(typed.name.split()),
        signed_how=how.value,
        signed_on=day,
        witness=witness,
        recorded_at=now,
        recorded_by_id=actor.staff_id,
    )
    detail: dict[str, Plain] = {"how": how.value, "edition": reading.packet.number if reading.packet else 0}
    record(actor, "orientation.signed", client_id=client.pk, subject=("orientation", made.pk), detail=detail)
    finish_task(actor=actor, kind=TASK, subject_id=client.pk, now=now)
    return made


def _full_name(client: Client) -> str:
    return f"{client.given_names} {client.family_name}".strip()


def _newest(site: Site, revision: int) -> Packet | None:
    """The draft, or what was published last; refused where somebody saved since it was read."""
    newest = Packet.objects.filter(site=site).select_related("saved_by").order_by("-number").first()
    if newest is None or newest.revision == revision:
        return newest
    name = newest.saved_by.name if newest.saved_by else "Somebody"
    when = date_and_time(newest.published_at or newest.saved_at, ZoneInfo(site.zone))
    mend = "Open the page anew and compare, then save yours."
    raise refuse(f"{name} saved or published this meanwhile ({when}).", mend=mend)


def _tell(actor: Actor, verb: str, packet: Packet) -> None:
    detail: dict[str, Plain] = {"site": packet.site_id, "number": packet.number, "revision": packet.revision}
    record(actor, verb, subject=("packet", packet.pk), detail=detail)
