"""What a site asks, of whom and how often; and asking it by itself within the week's minutes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from stepwell.domain.catalog.models import Track
from stepwell.domain.measures.models import Administration, Asking, MeasureSchedule, ScheduleEdition
from stepwell.domain.measures.permissions import ASK_DUE, SET_SCHEDULES
from stepwell.domain.measures.queries import schedules_to_set, shelf, sites_to_ask_at, spent_minutes
from stepwell.domain.measures.rules import Kind, Rater
from stepwell.domain.measures.rules.schedules import (
    PRESETS,
    Audience,
    Condition,
    Draft,
    Due,
    Edition,
    Preset,
    check_schedule,
    within_minutes,
)
from stepwell.domain.people.models import Client, Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class AskedByItself:
    """What was put on the phone now, and what the week's minutes leave out."""

    askings: tuple[Asking, ...]
    left_out: tuple[Due, ...]


@action
def set_schedule(*, actor: Actor, site_id: int, draft: Draft, now: datetime) -> ScheduleEdition:
    """From a day on, today or later, these people are asked so. The same twice is once; a day that has passed is
    refused, so that nothing that was due changes.
    """
    site = _site(actor, site_id)
    draft = replace(draft, condition=_only_what_counts(draft.condition))
    _check(site, draft, now)
    condition = draft.condition
    schedule, _ = MeasureSchedule.objects.get_or_create(
        site=site,
        instrument_code=draft.code,
        audience=condition.audience.value,
        track=Track.objects.filter(site=site, pk=condition.track_id).first() if condition.track_id else None,
        diagnosis=condition.diagnosis,
        result_of=condition.result_of,
        at_least=condition.at_least,
    )
    return _set_edition(actor, schedule, draft.edition, now)


@action
def take_presets(*, actor: Actor, site_id: int, now: datetime) -> int:
    """Every preset that the site has no schedule for begins today; how many those are. Twice is once."""
    site = _site(actor, site_id)
    today, known = day_at(now, ZoneInfo(site.zone)), shelf().instruments
    has = {(row.instrument_code, row.audience, row.at_least) for row in schedules_to_set(actor, site)}
    came = 0
    for preset in PRESETS:
        draft = draft_of(preset, Edition(today))
        if preset.code in known and (preset.code, draft.condition.audience.value, preset.at_least) not in has:
            set_schedule(actor=actor, site_id=site.pk, draft=draft, now=now)
            came += 1
    return came


def draft_of(preset: Preset, begins: Edition) -> Draft:
    """A preset that begins as `begins` does."""
    asks = Condition(Audience.RESULT, None, "", preset.result_of, preset.at_least) if preset.result_of else Condition()
    often = replace(
        begins, at_start=preset.at_start, every_days=preset.every_days, at_review=preset.at_review, at_end=preset.at_end
    )
    return Draft(preset.code, asks, often)


@action
def ask_due(*, actor: Actor, client_id: UUID, due: Sequence[Due], now: datetime) -> AskedByItself:
    """Put what is due on the phone of who has a login, the latest first, within the week's minutes."""
    require(actor, ASK_DUE)
    client = Client.objects.select_for_update().filter(pk=client_id).first()
    if client is None:
        raise NotFound("client")
    known = shelf().instruments
    open_ones = Asking.objects.filter(client=client, answered_at=None, taken_back_at=None)
    begun = Administration.objects.filter(client=client, completed_at=None, set_aside_at=None)
    taken = {*open_ones.values_list("instrument_code", flat=True), *begun.values_list("instrument_code", flat=True)}
    wanted = [one for one in due if one.code not in taken and is_for_the_phone(one.code)]
    if client.account_id is None or not wanted:
        return AskedByItself((), ())
    minutes = {code: known[code].minutes.number for code in known}
    spent = spent_minutes(client, now)
    decided = within_minutes(wanted, minutes, asked=spent, most=settings.INSTRUMENT_MINUTES_A_WEEK)
    made = Asking.objects.bulk_create(
        Asking(client=client, instrument_code=one.code, minutes=minutes[one.code], asked_at=now, due_on=one.due_on)
        for one in decided.now
    )
    for asking in made:
        detail: dict[str, Plain] = {"instrument": asking.instrument_code, "minutes": asking.minutes}
        record(actor, "answers.asked", client_id=client.pk, subject=("asking", asking.pk), detail=detail)
    return AskedByItself(tuple(made), decided.left_out)


def is_for_the_phone(code: str) -> bool:
    """Whether a person may answer it alone."""
    instrument = shelf().instruments.get(code)
    return instrument is not None and instrument.rater is Rater.SELF


def _site(actor: Actor, site_id: int) -> Site:
    site = next((one for one in sites_to_ask_at(actor) if one.pk == site_id), None)
    if site is None:
        raise NotFound("site")
    return site


def _check(site: Site, draft: Draft, now: datetime) -> None:
    known = shelf().instruments
    check_schedule(
        draft,
        today=day_at(now, ZoneInfo(site.zone)),
        codes=[*known],
        scored={code: (one.minimum, one.maximum) for code, one in known.items() if one.kind is Kind.SUM},
        tracks=[*Track.objects.filter(site=site).values_list("pk", flat=True)],
    )


def _only_what_counts(condition: Condition) -> Condition:
    """What the audience doesn't ask for was left in the form, and counts for nothing."""
    match condition.audience:
        case Audience.EVERYBODY:
            return Condition()
        case Audience.TRACK:
            return Condition(Audience.TRACK, condition.track_id)
        case Audience.DIAGNOSIS:
            return Condition(Audience.DIAGNOSIS, None, condition.diagnosis.strip().upper())
        case Audience.RESULT:
            return Condition(Audience.RESULT, None, "", condition.result_of, condition.at_least)


def _set_edition(actor: Actor, schedule: MeasureSchedule, edition: Edition, now: datetime) -> ScheduleEdition:
    told = {
        "is_asked": edition.is_asked,
        "at_start": edition.at_start,
        "every_days": edition.every_days,
        "at_review": edition.at_review,
        "at_end": edition.at_end,
    }
    known = ScheduleEdition.objects.filter(schedule=schedule, from_on=edition.from_on).first()
    if known is not None and all(getattr(known, name) == value for name, value in told.items()):
        return known
    if actor.staff_id is None:
        raise NotAllowed(SET_SCHEDULES.name)
    kept, _ = ScheduleEdition.objects.update_or_create(
        schedule=schedule, from_on=edition.from_on, defaults={**told, "set_by_id": actor.staff_id, "set_at": now}
    )
    detail: dict[str, Plain] = {"instrument": schedule.instrument_code, "from": edition.from_on.isoformat()}
    record(actor, "schedule.set", subject=("schedule", schedule.pk), detail=detail)
    return kept
