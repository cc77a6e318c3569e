"""Questions on the client's phone: asked by staff, answered one by one, sent once. Alarms are those of the room."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from stepwell.domain.measures.actions.earlier import keep_earlier
from stepwell.domain.measures.actions.sheets import (
    Saved,
    begin_sheet,
    check_version,
    finish_sheet,
    raise_alarm,
)
from stepwell.domain.measures.models import Administration, Asking, Mode, PutOff
from stepwell.domain.measures.permissions import ANSWER, ANSWER_OWN, visible_askings
from stepwell.domain.measures.queries import find_instrument, minutes_asked
from stepwell.domain.measures.rules import Instrument, Kind, Rater
from stepwell.domain.measures.rules.alarms import alarm_of
from stepwell.domain.measures.rules.earlier import known_today
from stepwell.domain.measures.rules.merging import check_offered
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client, own_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def ask_on_phone(*, actor: Actor, client_id: UUID, code: str, now: datetime, reason: str = "") -> Asking:
    """Put an instrument on the client's phone. Twice is once; beyond the week's minutes only with a reason."""
    client = find_client(actor, client_id, ANSWER)
    if actor.staff_id is None:
        raise NotFound("staff")
    instrument = find_instrument(code)
    Client.objects.select_for_update().get(pk=client.pk)  # two people asking at once count each other's minutes
    known = Asking.objects.filter(client=client, instrument_code=code, answered_at=None, taken_back_at=None).first()
    if known is not None:
        return known
    _check_askable(client, instrument)
    minutes, reason = minutes_asked(actor, client, now), reason.strip()
    if minutes + instrument.minutes.number > settings.INSTRUMENT_MINUTES_A_WEEK and not reason:
        raise refuse(
            f"With this, {client.called} is asked {minutes + instrument.minutes.number} minutes in seven days; "
            f"{settings.INSTRUMENT_MINUTES_A_WEEK} are meant to be enough.",
            "reason",
            "Write why it can't wait, or ask later.",
        )
    asking = Asking.objects.create(
        client=client,
        instrument_code=code,
        minutes=instrument.minutes.number,
        asked_by_id=actor.staff_id,
        asked_at=now,
        reason=reason,
    )
    detail: dict[str, Plain] = {"instrument": code, "minutes": asking.minutes}
    record(actor, "answers.asked", client_id=client.pk, subject=("asking", asking.pk), detail=detail)
    return asking


@action
def take_back_asking(*, actor: Actor, client_id: UUID, asking_id: UUID, now: datetime) -> Asking:
    """It leaves the phone. What was answered is kept, unfinished and not scored, and its alarm stays."""
    client = find_client(actor, client_id, ANSWER)
    asking = _locked(actor, client, asking_id)
    if asking.answered_at is None and asking.taken_back_at is None:
        asking.taken_back_at = now
        asking.save(update_fields=["taken_back_at"])
        if asking.sheet is not None and asking.sheet.set_aside_at is None:
            asking.sheet.set_aside_at = now
            asking.sheet.save(update_fields=["set_aside_at"])
        record(actor, "answers.asking_taken_back", client_id=client.pk, subject=("asking", asking.pk))
    return asking


@action
def save_own_answer(
    *, actor: Actor, asking_id: UUID, item: str, value: int, version: str, language: str = "", now: datetime
) -> Saved:
    """The client's answer to one question, kept at once. A safety answer calls somebody before anything is sent.

    `language` is the one it was read in, if it is another than the instrument's first.
    """
    client, asking, first = _own(actor, asking_id)
    instrument = find_instrument(first.code, language)
    if version != instrument.version:
        own, given = asking.sheet, {item: value}
        kept = keep_earlier(actor, client, instrument, version, given, now, sheet=own, mode=Mode.SELF)
        alarm = alarm_of(instrument, known_today(instrument, kept.answers))
        return Saved(kept, (), raise_alarm(actor, client, kept, alarm, now), is_earlier=True)
    check_offered(instrument, {item: value})
    sheet = _sheet(actor, client, asking, instrument, now)
    answers = {**sheet.answers, item: value}
    raised = raise_alarm(actor, client, sheet, alarm_of(instrument, answers), now)
    if answers != sheet.answers:
        sheet.answers, sheet.saved_at, sheet.language = answers, now, instrument.language
        sheet.save(update_fields=["answers", "saved_at", "language"])
        detail: dict[str, Plain] = {"instrument": instrument.code, "answered": len(answers)}
        record(actor, "answers.saved", client_id=client.pk, subject=("administration", sheet.pk), detail=detail)
    return Saved(sheet, (), raised)


@action
def put_off_asking(*, actor: Actor, asking_id: UUID, until: datetime, now: datetime) -> PutOff:
    """The client doesn't want a due question now: it comes again at `until`, and stays due for staff. Twice is once; a
    second time is refused, and so is what was begun, what somebody asked, and a safety screen.
    """
    _, asking, instrument = _own(actor, asking_id)
    known = PutOff.objects.filter(asking=asking).first()
    if known is not None and known.until > now:
        return known
    if known is not None or not can_be_put_off(asking, instrument):
        raise refuse("These questions wait for you now.", mend="Stop where you like: every answer is kept.")
    made = PutOff.objects.create(asking=asking, at=now, until=until)
    record(actor, "answers.put_off", client_id=asking.client_id, subject=("asking", asking.pk))
    return made


def can_be_put_off(asking: Asking, instrument: Instrument) -> bool:
    """Once, what a schedule asks and nobody has begun; never a safety screen."""
    is_safety = instrument.kind is Kind.TRIAGE
    return asking.due_on is not None and asking.sheet_id is None and not is_safety and not hasattr(asking, "put_off")


@action
def send_own_answers(*, actor: Actor, asking_id: UUID, version: str, now: datetime) -> Administration:
    """The client sends what was answered: it is scored and stays. Twice is once; refused while one is missing."""
    require(actor, ANSWER_OWN)
    client = own_client(actor)
    asking = _locked(actor, client, asking_id)
    if asking.answered_at is not None and asking.sheet is not None:
        return asking.sheet
    client, asking, instrument = _own(actor, asking_id)
    check_version(instrument, version)
    return finish_sheet(actor, client, instrument, _sheet(actor, client, asking, instrument, now), now)


def _check_askable(client: Client, instrument: Instrument) -> None:
    if instrument.rater is not Rater.SELF:
        raise refuse(f"{instrument.title} is rated by staff.", "code", "Open it here and fill it in with the person.")
    if client.account_id is None:
        raise refuse(f"{client.called} has no login yet.", "code", "Ask in person, or give the person a login first.")
    open_sheets = Administration.objects.filter(client=client, instrument_code=instrument.code)
    if open_sheets.filter(completed_at=None, set_aside_at=None).exists():
        raise refuse(f"{instrument.title} was begun in person.", "code", "Finish that first.")


def _locked(actor: Actor, client: Client, asking_id: UUID) -> Asking:
    found = Asking.objects.select_for_update(of=("self",)).filter(visible_askings(actor), client=client, pk=asking_id)
    asking = found.select_related("sheet").first()
    if asking is None:
        raise NotFound("asking", Asking.objects.filter(pk=asking_id).values_list("client", flat=True).first())
    return asking


def _own(actor: Actor, asking_id: UUID) -> tuple[Client, Asking, Instrument]:
    """The client's own open asking, locked."""
    require(actor, ANSWER_OWN)
    client = own_client(actor)
    asking = _locked(actor, client, asking_id)
    if asking.taken_back_at is not None:
        raise refuse("Your team has taken these questions back.", mend="You have nothing to do.")
    if asking.answered_at is not None:
        raise refuse("You have sent this already, and it stays as it is.", mend="You have nothing more to do.")
    return client, asking, find_instrument(asking.instrument_code)


def _sheet(actor: Actor, client: Client, asking: Asking, instrument: Instrument, now: datetime) -> Administration:
    """The sheet of this asking, locked. One with an earlier text was set aside; a fresh one takes its place."""
    sheet = begin_sheet(actor, client, instrument, None, now, mode=Mode.SELF)
    if asking.sheet_id != sheet.pk:
        asking.sheet = sheet
        asking.save(update_fields=["sheet"])
    return sheet
