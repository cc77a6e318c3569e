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
from stepwell.kernel.languages import SPOKEN
from stepwell.kernel.phrase import phrase
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

TASK = "enquiry.online"
LONGEST = {"name": 120, "phone": 40, "email": 254, "words": WORDS_MOST}
LONGEST_OF_REFERRER = {"name": 90, "organization": 100, "phone": 40, "email": 254}
LONGEST_REACH = 300
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
    reach_words: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Referrer:
    """Who refers somebody, and that they say that the person knows and agrees."""

    name: str
    organization: str
    phone: str
    email: str
    says_agreed: bool


@action
def receive_online(
    *,
    actor: Actor,
    site: Site,
    key: UUID,
    asked: Asked,
    held: Held | None,
    now: datetime,
    referrer: Referrer | None = None,
) -> OnlineRequest:
    """Keep it and put it before admissions, with a clock; what is `held` waits on their board without one.

    With a `referrer`, a professional asks for somebody who agreed to it. The same `key` is the same request, however
    often it is sent. Raises `Refused`, with every field that can't be kept.
    """
    require(actor, RECEIVE_ONLINE)
    texts = {name: getattr(asked, name).strip() for name in (*LONGEST, "reach_words")}
    sent_by = {f"referrer_{name}": getattr(referrer, name).strip() for name in LONGEST_OF_REFERRER if referrer}
    _check(texts, sent_by, referrer)
    kept, fresh = OnlineRequest.objects.get_or_create(
        pk=key,
        defaults={
            **texts,
            **sent_by,
            "says_agreed": referrer is not None,
            "site": site,
            "best_time": asked.best_time.value,
            "language": asked.language if asked.language in SPOKEN else "",
            "may_text": asked.may_text,
            "may_voicemail": asked.may_voicemail,
            "is_for_other": asked.is_for_other,
            "received_at": now,
            "held_because": held.value if held else "",
        },
    )
    if not fresh:
        return kept
    detail: dict[str, Plain] = {"site": site.pk, "held": held.name if held else "", "referred": referrer is not None}
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
        source=Source.REFERRAL if found.referred_by else Source.ONLINE,
        source_name=found.referred_by or (found.name if found.is_for_other else ""),
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


def _check(texts: Mapping[str, str], sent_by: Mapping[str, str], referrer: Referrer | None) -> None:
    refusals = _wrong_texts({**texts, **sent_by})
    if not texts["name"]:
        mend = "Write what we may call them." if referrer else "Write what we may call you. A first name is enough."
        refusals.append(Refusal("There is no name.", "name", mend))
    if not texts["phone"] and not texts["email"]:
        what = "There is no way to reach them." if referrer else "There is no way to reach you."
        refusals.append(Refusal(what, "phone", "Write a phone number or an e-mail address."))
    if referrer is not None:
        refusals += _wrong_referrer(sent_by, says_agreed=referrer.says_agreed)
    if refusals:
        raise Refused(*refusals)


def _wrong_referrer(sent_by: Mapping[str, str], *, says_agreed: bool) -> list[Refusal]:
    refusals = []
    if not sent_by["referrer_name"]:
        refusals.append(Refusal("Your name is missing.", "referrer_name", "Write who sends this."))
    if not sent_by["referrer_phone"] and not sent_by["referrer_email"]:
        mend = "Write a phone number or an e-mail address, so that we can ask you."
        refusals.append(Refusal("There is no way to reach you.", "referrer_phone", mend))
    if not says_agreed:
        mend = "Ask them first, then check it. If you can’t, give them our number instead."
        refusals.append(Refusal("They have to know and agree.", "says_agreed", mend))
    return refusals


def _wrong_texts(texts: Mapping[str, str]) -> list[Refusal]:
    """What is no phone number, no e-mail address, too long or no text, at its field."""
    longest = {**LONGEST, "reach_words": LONGEST_REACH}
    longest |= {f"referrer_{name}": most for name, most in LONGEST_OF_REFERRER.items()}
    refusals = []
    for name, text in texts.items():
        if text and name.endswith("phone") and sum(sign.isdigit() for sign in text) < _FEWEST_DIGITS:
            refusals.append(Refusal("This is too short for a phone number.", name, "Write it with its area code."))
        if text and name.endswith("email") and not _is_email(text):
            refusals.append(Refusal("This is no e-mail address.", name, "Write it as name@example.org."))
        if len(text) > longest[name]:
            what = phrase("This is longer than %(most)s letters.", most=longest[name])
            refusals.append(Refusal(what, name, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", name, "Type it again."))
    return refusals


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _check_open(found: OnlineRequest) -> None:
    if found.done_at is not None:
        by = found.done_by.name if found.done_by else "Somebody"
        raise refuse(f"{by} has dealt with this: {found.outcome}.", mend="Open a phone enquiry if they ask again.")


def _owe_an_answer(actor: Actor, request: OnlineRequest, now: datetime) -> None:
    tongue = f", in {request.other_language}" if request.other_language else ""
    raise_task(
        actor=actor,
        site=request.site,
        role=Role.ADMISSIONS,
        kind=TASK,
        subject_id=request.pk,
        title="Answer a referral that came online" if request.referred_by else "Answer somebody who asked online",
        reason=f"They would like to be called: {request.best_time}{tongue}.",
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
