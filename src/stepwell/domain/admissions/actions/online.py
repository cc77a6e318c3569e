"""The public form: taken in whoever sent it, then taken up as an enquiry, or answered, or set aside as spam."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stepwell.domain.admissions.actions.enquiry import Arrival, open_enquiry
from stepwell.domain.admissions.models import OnlineRequest, Source
from stepwell.domain.admissions.permissions import RECEIVE_ONLINE
from stepwell.domain.admissions.queries.online import find_online
from stepwell.domain.admissions.rules.online import WORDS_MOST, BestTime, Held, Outcome
from stepwell.domain.admissions.rules.screening import ANSWER_WITHIN
from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.queries import reaches
from stepwell.domain.contact.rules import Way, Wish, Wishes
from stepwell.domain.people.models import Site
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

TASK = "enquiry.online"
LONGEST = {"name": 120, "phone": 40, "email": 254, "words": WORDS_MOST}
_FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form holds."""

    name: str
    phone: str
    email: str
    best_time: BestTime
    may_text: bool
    may_voicemail: bool
    is_for_other: bool
    words: str


@action
def receive_online(
    *, actor: Actor, site: Site, key: UUID, asked: Asked, held: Held | None, now: datetime
) -> OnlineRequest:
    """Keep it and put it before admissions, with a clock; what is `held` waits on their board without one.

    The same `key` is the same request, however often it is sent. Raises `Refused`, with every field that can't be kept.
    """
    require(actor, RECEIVE_ONLINE)
    texts = {name: getattr(asked, name).strip() for name in LONGEST}
    _check(texts)
    kept, fresh = OnlineRequest.objects.get_or_create(
        pk=key,
        defaults={
            **texts,
            "site": site,
            "best_time": asked.best_time.value,
            "may_text": asked.may_text,
            "may_voicemail": asked.may_voicemail,
            "is_for_other": asked.is_for_other,
            "received_at": now,
            "held_because": held.value if held else "",
        },
    )
    if not fresh:
        return kept
    detail: dict[str, Plain] = {"site": site.pk, "held": held.name if held else ""}
    record(actor, "online_request.received", subject=("online request", kept.pk), detail=detail)
    if held is None:
        _owe_an_answer(actor, kept, now)
    return kept


@action
def release_online(*, actor: Actor, request_id: UUID, now: datetime) -> OnlineRequest:
    """It was held, and somebody sees that a person wrote it: admissions owes an answer from now on. Twice is once."""
    found = find_online(actor, request_id, lock=True)
    if found.held_because and found.done_at is None:
        found.held_because = ""
        found.save(update_fields=["held_because"])
        record(actor, "online_request.released", subject=("online request", found.pk))
        _owe_an_answer(actor, found, now)
    return found


@action
def take_up_online(
    *,
    actor: Actor,
    request_id: UUID,
    details: Mapping[str, object],
    now: datetime,
    same_as: UUID | None = None,
    is_new: bool = False,
) -> Arrival:
    """An enquiry comes of it. `details` as `open_enquiry` takes them; where others look like this person nothing is
    saved, and the arrival names them. Taken up twice it is the same enquiry.
    """
    found = find_online(actor, request_id, lock=True)
    if found.enquiry is not None:
        return Arrival(None, found.enquiry, is_repeat=True)
    _check_open(found)
    arrival = open_enquiry(
        actor=actor,
        site=found.site,
        details=details,
        source=Source.ONLINE,
        source_name=found.name if found.is_for_other else "",
        key=found.pk,
        same_as=same_as,
        is_new=is_new,
        now=now,
    )
    if arrival.enquiry is not None:
        found.enquiry = arrival.enquiry
        _keep_wishes(actor, found, arrival.enquiry.client_id, now)
        _finish(actor, found, Outcome.ENQUIRY, now)
    return arrival


@action
def close_online(*, actor: Actor, request_id: UUID, outcome: Outcome, now: datetime) -> OnlineRequest:
    """No enquiry comes of it: they were answered, or nobody wrote it. It stays, and can be read."""
    found = find_online(actor, request_id, lock=True)
    if outcome is Outcome.ENQUIRY:
        raise ValueError("an enquiry comes of it by `take_up_online`")
    if found.outcome == outcome.value:
        return found
    _check_open(found)
    _finish(actor, found, outcome, now)
    return found


def _check(texts: Mapping[str, str]) -> None:
    refusals = []
    if not texts["name"]:
        refusals.append(Refusal("There is no name.", "name", "Write what we may call you. A first name is enough."))
    if not texts["phone"] and not texts["email"]:
        refusals.append(Refusal("There is no way to reach you.", "phone", "Write a phone number or an e-mail address."))
    if texts["phone"] and sum(sign.isdigit() for sign in texts["phone"]) < _FEWEST_DIGITS:
        refusals.append(Refusal("This is too short for a phone number.", "phone", "Write it with its area code."))
    if texts["email"]:
        try:
            validate_email(texts["email"])
        except ValidationError:
            refusals.append(Refusal("This is no e-mail address.", "email", "Write it as name@example.org."))
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            refusals.append(Refusal(f"This is longer than {LONGEST[name]} letters.", name, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", name, "Type it again."))
    if refusals:
        raise Refused(*refusals)


def _check_open(found: OnlineRequest) -> None:
    if found.done_at is not None:
        by = found.done_by.name if found.done_by else "Somebody"
        raise refuse(f"{by} has dealt with this: {found.outcome}.", mend="Open a phone enquiry if they ask again.")


def _owe_an_answer(actor: Actor, request: OnlineRequest, now: datetime) -> None:
    raise_task(
        actor=actor,
        site=request.site,
        role=Role.ADMISSIONS,
        kind=TASK,
        subject_id=request.pk,
        title="Answer somebody who asked online",
        reason=f"They would like to be called: {request.best_time}.",
        due_at=request.received_at + ANSWER_WITHIN,
        now=now,
    )


def _keep_wishes(actor: Actor, found: OnlineRequest, client_id: UUID, now: datetime) -> None:
    """What they said in the form about texts and voicemail holds, unless it was asked since, or is somebody else's."""
    if found.is_for_other or reaches(actor, [client_id], now)[client_id].said is not None:
        return
    ways = {Way.TEXT: Wish(found.may_text), Way.VOICEMAIL: Wish(found.may_voicemail)}
    say_how_to_reach(actor=actor, client_id=client_id, wishes=Wishes(ways=ways), words="As they wrote online.", now=now)


def _finish(actor: Actor, found: OnlineRequest, outcome: Outcome, now: datetime) -> None:
    found.outcome, found.done_at, found.done_by_id = outcome.value, now, actor.staff_id
    found.save(update_fields=["outcome", "done_at", "done_by", "enquiry"])
    detail = {"outcome": outcome.name}
    record(actor, "online_request.done", subject=("online request", found.pk), detail=detail)
    finish_task(actor=actor, kind=TASK, subject_id=found.pk, now=now)
