"""Filling in an instrument: opening a sheet, keeping answers, finishing, and what a safety answer sets off at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.measures.actions.earlier import keep_earlier
from stepwell.domain.measures.models import Administration, AlarmReview, Asking, Mode
from stepwell.domain.measures.permissions import ANSWER, REVIEW_ALARM, visible_sheets
from stepwell.domain.measures.queries import due_key, event_key, find_instrument, titles_of_instruments
from stepwell.domain.measures.rules import Answers, Instrument, score
from stepwell.domain.measures.rules.alarms import ALARMS, Alarm, Within, alarm_of, find_alarm, graver
from stepwell.domain.measures.rules.earlier import known_today
from stepwell.domain.measures.rules.merging import Conflict, Stored, check_offered, merge
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import Source
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

# Ours: "this visit" (docs/clinical.md, "Safety") as a time that Today can show.
THIS_VISIT = timedelta(hours=1)
# The kind of task for questions that are due and nobody has answered.
DUE = "measures.due"


@dataclass(frozen=True, slots=True)
class Saved:
    """The sheet as it stands. `conflicts` were not taken over: somebody else answered those differently.

    `alarm_raised` says that this save raised one, or a graver one than before. `is_earlier` says that the questions
    had changed: the sheet is that of the text that was shown, set aside, and today's is still to be answered.
    """

    sheet: Administration
    conflicts: tuple[Conflict, ...] = ()
    alarm_raised: bool = False
    is_earlier: bool = False


@action
def open_sheet(*, actor: Actor, client_id: UUID, code: str, now: datetime, mode: Mode = Mode.STAFF) -> Administration:
    """The open sheet of this instrument, begun now if there is none. Twice is once."""
    client = find_client(actor, client_id, ANSWER)
    return begin_sheet(actor, client, find_instrument(code), None, now, mode)


@action
def save_answers(
    *,
    actor: Actor,
    client_id: UUID,
    code: str,
    answers: Answers,
    version: str,
    now: datetime,
    sheet_id: UUID | None = None,
    seen: Answers | None = None,
    remove: str = "",
    language: str = "",
    sent: Answers | None = None,
) -> Saved:
    """Keep answers, few or all, and raise at once what they establish.

    `version` is the text they were given to. `seen` is what the page showed before: only what differs from it counts
    as changed (None: everything given does). `remove` takes one answer back. `sheet_id` is the page's own sheet, so
    that the same page sent twice is one sheet. `language` is the one the page was read in, if it is another than the
    instrument's first. `sent` is all that the page held, should today's text not know it. Contradictions are kept;
    finishing refuses them.
    """
    client = find_client(actor, client_id, ANSWER)
    instrument = find_instrument(code, language)
    if version != instrument.version:
        own = _locked(actor, client, sheet_id) if sheet_id else None
        given = answers if sent is None else sent
        kept_aside = keep_earlier(actor, client, instrument, version, given, now, sheet=own, sheet_id=sheet_id)
        alarm = alarm_of(instrument, known_today(instrument, kept_aside.answers))
        return Saved(kept_aside, (), raise_alarm(actor, client, kept_aside, alarm, now), is_earlier=True)
    check_offered(instrument, answers)
    sheet = _sheet_to_write(actor, client, instrument, sheet_id, now)
    if sheet.completed_at is not None:
        return _already_finished(sheet, answers)
    stored = Stored(sheet.answers, sheet.answered_by)
    merged = merge(stored, answers, sheet.answers if seen is None else seen, me=actor.staff_id)
    # What was said counts for safety even where it wasn't taken over, and also when it is taken back in the same save.
    raised = raise_alarm(actor, client, sheet, alarm_of(instrument, {**merged.answers, **answers}), now)
    kept = {item: value for item, value in merged.answers.items() if item != remove}
    if kept != sheet.answers:
        by = {**sheet.answered_by, **dict.fromkeys(merged.changed, actor.staff_id)}
        sheet.answers, sheet.answered_by = kept, {item: who for item, who in by.items() if item in kept}
        sheet.saved_at, sheet.language = now, instrument.language
        sheet.save(update_fields=["answers", "answered_by", "saved_at", "language"])
        detail: dict[str, Plain] = {"instrument": code, "answered": len(kept)}
        record(actor, "answers.saved", client_id=client.pk, subject=("administration", sheet.pk), detail=detail)
    return Saved(sheet, merged.conflicts, raised)


@action
def complete_sheet(
    *, actor: Actor, client_id: UUID, code: str, version: str, now: datetime, sheet_id: UUID | None = None
) -> Administration:
    """Score the saved answers and close the sheet for good. Twice is once. Refused while one is missing."""
    client = find_client(actor, client_id, ANSWER)
    instrument = find_instrument(code)
    check_version(instrument, version)
    sheet = _sheet_to_write(actor, client, instrument, sheet_id, now)
    if sheet.completed_at is not None:
        return sheet
    return finish_sheet(actor, client, instrument, sheet, now)


def finish_sheet(
    actor: Actor, client: Client, instrument: Instrument, sheet: Administration, now: datetime
) -> Administration:
    """Score what the open, locked sheet holds and close it; whoever answered it."""
    scored = score(instrument, sheet.answers)
    if scored.missing:
        raise Refused(
            *(Refusal("This has no answer.", item, "Choose one, or save for later.") for item in scored.missing)
        )
    raise_alarm(actor, client, sheet, alarm_of(instrument, sheet.answers), now)
    sheet.total = scored.total
    sheet.parts = {part.code: part.value for part in scored.subscales}
    sheet.band_code = scored.band.code if scored.band else ""
    sheet.band_label = scored.band.label if scored.band else ""
    sheet.flags = [{"code": flag.code, "severity": flag.severity.value, "reason": flag.reason} for flag in scored.flags]
    sheet.rater_id, sheet.saved_at, sheet.completed_at = actor.staff_id, now, now
    sheet.save()
    # whoever finishes it: nothing is left to do on the phone
    open_ones = Asking.objects.filter(client=client, instrument_code=instrument.code, answered_at=None)
    open_ones.filter(Q(sheet=sheet) | Q(sheet=None), taken_back_at=None).update(answered_at=now)
    finish_task(actor=actor, kind=DUE, subject_id=due_key(client.pk, instrument.code), now=now)
    detail: dict[str, Plain] = {"instrument": instrument.code, "version": instrument.version}
    record(actor, "answers.finished", client_id=client.pk, subject=("administration", sheet.pk), detail=detail)
    return sheet


@action
def review_alarm(*, actor: Actor, client_id: UUID, sheet_id: UUID, note: str, now: datetime) -> AlarmReview:
    """A clinician records what was found and done; the task is finished. A safety event is resolved in Crisis."""
    client = find_client(actor, client_id, REVIEW_ALARM)
    sheet = _locked(actor, client, sheet_id)
    if sheet is None or not sheet.alarm_code or actor.staff_id is None:
        raise NotFound("alarm")
    note = note.strip()
    if not note:
        raise refuse("The note is empty.", "note", "Write what you found and did.")
    review, fresh = AlarmReview.objects.get_or_create(
        administration=sheet, by_id=actor.staff_id, alarm_code=sheet.alarm_code, note=note, defaults={"at": now}
    )
    if fresh:
        record(actor, "alarm.reviewed", client_id=client.pk, subject=("administration", sheet.pk))
    for alarm in ALARMS:
        if alarm.task:
            finish_task(actor=actor, kind=alarm.task, subject_id=sheet.pk, now=now)
    return review


def check_version(instrument: Instrument, version: str) -> None:
    """Answers to another text are answers to other questions."""
    if version != instrument.version:
        raise refuse(
            "The questions have changed since this page was opened. Nothing was saved.",
            mend="Your answers are still marked below. Read the questions again with the person, then save.",
        )


def begin_sheet(
    actor: Actor,
    client: Client,
    instrument: Instrument,
    sheet_id: UUID | None,
    now: datetime,
    mode: Mode = Mode.STAFF,
) -> Administration:
    """The one open sheet, locked; a fresh one has the page's own id. One of an earlier version is set aside first."""
    _set_aside_earlier(actor, client, instrument, now)
    sheet, fresh = Administration.objects.get_or_create(
        client=client,
        instrument_code=instrument.code,
        completed_at=None,
        set_aside_at=None,
        defaults={
            "id": sheet_id or uuid4(),
            "instrument_version": instrument.version,
            "language": instrument.language,
            "mode": mode,
            "rater_id": actor.staff_id,
            "started_at": now,
            "saved_at": now,
        },
    )
    if fresh:
        detail: dict[str, Plain] = {"instrument": instrument.code, "version": instrument.version}
        record(actor, "answers.begun", client_id=client.pk, subject=("administration", sheet.pk), detail=detail)
        return sheet
    return Administration.objects.select_for_update().get(pk=sheet.pk)


def _set_aside_earlier(actor: Actor, client: Client, instrument: Instrument, now: datetime) -> None:
    """Give up unfinished answers to an earlier text: they are kept, never scored, and their alarm stays."""
    sheets = Administration.objects.select_for_update().filter(
        client=client, instrument_code=instrument.code, completed_at__isnull=True, set_aside_at__isnull=True
    )
    for sheet in sheets.exclude(instrument_version=instrument.version):
        sheet.set_aside_at = now
        sheet.save(update_fields=["set_aside_at"])
        record(actor, "answers.set_aside", client_id=client.pk, subject=("administration", sheet.pk))


def _locked(actor: Actor, client: Client, sheet_id: UUID) -> Administration | None:
    """A sheet of this client for the rest of the transaction."""
    return Administration.objects.select_for_update().filter(visible_sheets(actor), client=client, pk=sheet_id).first()


def _sheet_to_write(
    actor: Actor, client: Client, instrument: Instrument, sheet_id: UUID | None, now: datetime
) -> Administration:
    """The page's own sheet, finished or not, where it exists; else the open one, which somebody else may have begun."""
    own = _locked(actor, client, sheet_id) if sheet_id else None
    if own is None:
        if sheet_id and Administration.objects.filter(pk=sheet_id).exists():
            raise NotFound("sheet")
        return begin_sheet(actor, client, instrument, sheet_id, now)
    is_open = own.completed_at is None and own.set_aside_at is None
    if own.instrument_code != instrument.code or own.set_aside_at is not None:
        return begin_sheet(actor, client, instrument, None, now)
    if is_open and own.instrument_version != instrument.version:
        return begin_sheet(actor, client, instrument, None, now)
    return own


def _already_finished(sheet: Administration, answers: Answers) -> Saved:
    """The same answers again change nothing; other ones are refused, never dropped in silence."""
    if any(sheet.answers.get(item) != value for item, value in answers.items()):
        raise refuse(
            "This was finished in the meantime and stays as it is.",
            mend="Your answers are still marked below. To keep them, ask again: that is a new sheet.",
        )
    return Saved(sheet)


def raise_alarm(actor: Actor, client: Client, sheet: Administration, alarm: Alarm | None, now: datetime) -> bool:
    """Once per level and sheet. What was raised stays raised (software never lowers a risk).

    A graver one takes the place of a lesser one's task, so that one sheet asks for one thing.
    """
    before = find_alarm(sheet.alarm_code)
    if alarm is None or not graver(alarm, before):
        return False
    sheet.alarm_code = alarm.code
    sheet.save(update_fields=["alarm_code"])
    if alarm.within is Within.NOW:
        key = event_key(sheet.pk, alarm.code)
        raise_event(actor=actor, client=client, key=key, source=Source.SCREEN, raised_at=now, now=now)
    else:
        _raise_risk_task(actor, client, sheet, alarm, now)
    if before is not None and before.task:
        finish_task(actor=actor, kind=before.task, subject_id=sheet.pk, now=now)
    return True


def _raise_risk_task(actor: Actor, client: Client, sheet: Administration, alarm: Alarm, now: datetime) -> None:
    title = titles_of_instruments().get(sheet.instrument_code, sheet.instrument_code)
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=None,  # like a safety event: on every clinician's Today who may see this person
        kind=alarm.task,
        subject_id=sheet.pk,
        title=alarm.about,
        reason=alarm.reason.replace("{title}", title),
        is_safety=True,
        due_at=now + THIS_VISIT if alarm.within is Within.VISIT else _end_of_day(client, now),
        now=now,
    )


def _end_of_day(client: Client, now: datetime) -> datetime:
    zone = ZoneInfo(client.site.zone)
    return end_of_day(day_at(now, zone), zone)
