"""Reads of filled-in instruments."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import get_language_info

from stepwell.domain.measures.models import Administration, AlarmReview, Asking, MeasureSchedule, ScheduleEdition
from stepwell.domain.measures.permissions import (
    ANSWER_OWN,
    SET_SCHEDULES,
    VIEW_ANSWERS,
    VIEW_DUE,
    visible_askings,
    visible_due,
    visible_sheets,
)
from stepwell.domain.measures.rules import Instrument, Shelf, read_shelf
from stepwell.domain.measures.rules.schedules import Audience, Condition, Edition, Schedule
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.safety.models import SafetyEvent
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

# Seven days back from now, not a calendar week: asking much on a Saturday counts on Monday too.
WEEK = timedelta(days=7)


def shelf() -> Shelf:
    """Every instrument there is: those shipped and the program's own."""
    return read_shelf(settings.INSTRUMENTS_FOLDER)


def titles_of_instruments() -> dict[str, str]:
    """What staff call each of them, by code."""
    return {code: instrument.title for code, instrument in shelf().instruments.items()}


def find_instrument(code: str, language: str = "") -> Instrument:
    """The instrument of that code, in that language where it is there in it; else in its first one.

    Raises `NotFound`, also for one that is withheld.
    """
    found = shelf().instruments.get(code)
    if found is None:
        raise NotFound("instrument")
    return next((one for one in shelf().translations.get(code, ()) if one.language == language), found)


def languages_of(code: str) -> list[tuple[str, str]]:
    """The languages an instrument may be asked in, each with the name that its speakers give it."""
    texts = (find_instrument(code), *shelf().translations.get(code, ()))
    return [(text.language, name[:1].upper() + name[1:]) for text in texts for _, name in [_names(text.language)]]


def language_for(client: Client, code: str, sheet: Administration | None, chosen: str = "") -> str:
    """The language that the last answer was given in; before the first the one that was chosen for
    all pages, else the one the person speaks, as far as known.
    """
    if sheet is not None and sheet.answers:
        return sheet.language
    spoken = (chosen or client.language).casefold()
    for language, _ in languages_of(code):
        names = {name.casefold() for name in _names(language)}
        if spoken in names or spoken.partition("-")[0] == language.partition("-")[0]:
            return language
    return ""


def _names(language: str) -> tuple[str, str]:
    """In English and in itself; a language that Django doesn't know is called by its code."""
    try:
        known = get_language_info(language.partition("-")[0])
    except KeyError:
        return language, language
    return known["name"], known["name_local"]


def shown_sheet(actor: Actor, client: Client, code: str, sheet_id: UUID | None = None) -> Administration | None:
    """The sheet to show: the one named, else the open one, else the last finished one. None before the first.

    Written down as a look at one person's record. The client is one the actor has found.
    """
    require(actor, VIEW_ANSWERS)
    sheets = Administration.objects.filter(visible_sheets(actor), client=client, instrument_code=code)
    sheets = sheets.select_related("rater", "client__site")
    if sheet_id is not None:
        sheet = sheets.filter(pk=sheet_id).first()
        if sheet is None:
            raise NotFound("sheet", Administration.objects.filter(pk=sheet_id).values_list("client", flat=True).first())
    else:
        # NULLs come first in PostgreSQL when descending: the open sheet stands before every finished one
        sheet = sheets.filter(set_aside_at__isnull=True).order_by("-completed_at").first()
    record_read(actor, "answers", client.pk, ("administration", sheet.pk) if sheet else ("instrument", code))
    return sheet


def sheet_code(actor: Actor, client: Client, sheet_id: UUID) -> str:
    """Which instrument a sheet belongs to: where it is shown is where it is written down. Raises `NotFound`."""
    require(actor, VIEW_ANSWERS)
    sheets = Administration.objects.filter(visible_sheets(actor), client=client, pk=sheet_id)
    code = sheets.values_list("instrument_code", flat=True).first()
    if code is None:
        raise NotFound("sheet", Administration.objects.filter(pk=sheet_id).values_list("client", flat=True).first())
    return code


def finished_sheets(actor: Actor, client: Client, code: str, *, most: int = 20) -> Sequence[Administration]:
    """What was finished before, or set aside with answers, newest first. Part of the page that `shown_sheet` writes
    down.
    """
    require(actor, VIEW_ANSWERS)
    sheets = Administration.objects.filter(visible_sheets(actor), client=client, instrument_code=code)
    kept = sheets.filter(Q(completed_at__isnull=False) | Q(set_aside_at__isnull=False) & ~Q(answers={}))
    return list(kept.select_related("rater").order_by("-saved_at")[:most])


def reviews_of(actor: Actor, sheet: Administration) -> Sequence[AlarmReview]:
    """What clinicians recorded about this sheet's alarm, oldest first."""
    require(actor, VIEW_ANSWERS)
    return list(sheet.reviews.select_related("by").order_by("at", "pk"))


def settled_words(actor: Actor, sheet: Administration, reviews: Sequence[AlarmReview]) -> str:
    """Who settled the alarm that stands, in words; empty while nobody has. A high one is settled in its event."""
    require(actor, VIEW_ANSWERS)
    event = SafetyEvent.objects.filter(key=event_key(sheet.pk, sheet.alarm_code), resolved_at__isnull=False)
    if resolved := event.select_related("resolved_by").first():
        return f"Resolved by {resolved.resolved_by.name}" if resolved.resolved_by else "Resolved"
    review = next((each for each in reviews if each.alarm_code == sheet.alarm_code), None)
    return f"Reviewed by {review.by.name}" if review else ""


def event_key(sheet_id: UUID, alarm_code: str) -> UUID:
    """The key of the safety event that a sheet's alarm raises: the same alarm is the same event."""
    return uuid5(sheet_id, alarm_code)


def last_sheets(actor: Actor, client: Client, codes: Iterable[str]) -> dict[str, Administration]:
    """The last sheet of each instrument, an open one before a finished one. Written down as one look."""
    require(actor, VIEW_ANSWERS)
    sheets = Administration.objects.filter(
        visible_sheets(actor), client=client, instrument_code__in=[*codes], set_aside_at__isnull=True
    )
    found = sheets.select_related("rater").order_by("instrument_code", "-completed_at").distinct("instrument_code")
    record_read(actor, "answers", client.pk)
    return {sheet.instrument_code: sheet for sheet in found}


def completed_codes(actor: Actor, client_ids: Iterable[UUID], *, since: datetime | None = None) -> dict[UUID, set[str]]:
    """Which instruments each client has finished (since then): codes alone, no answers. For stages and blockers."""
    require(actor, VIEW_ANSWERS)
    sheets = Administration.objects.filter(
        visible_sheets(actor), client_id__in=[*client_ids], completed_at__isnull=False
    )
    if since is not None:
        sheets = sheets.filter(completed_at__gte=since)
    found: dict[UUID, set[str]] = {}
    for client_id, code in sheets.values_list("client_id", "instrument_code").distinct():
        found.setdefault(client_id, set()).add(code)
    return found


def minutes_asked(actor: Actor, client: Client, now: datetime) -> int:
    """How many minutes of questions the client was asked on the phone in the last seven days."""
    require(actor, VIEW_ANSWERS)
    return spent_minutes(client, now)


def spent_minutes(client: Client, now: datetime) -> int:
    """The same, of a client whom the caller has found."""
    asked = Asking.objects.filter(client=client, taken_back_at__isnull=True, asked_at__gt=now - WEEK)
    return asked.aggregate(minutes=Sum("minutes"))["minutes"] or 0


def open_askings(actor: Actor, client: Client) -> Sequence[Asking]:
    """What is still to be answered on the phone, oldest first."""
    require(actor, VIEW_ANSWERS)
    return list(_open(Asking.objects.filter(visible_askings(actor), client=client).select_related("asked_by")))


def own_askings(actor: Actor, now: datetime) -> Sequence[Asking]:
    """What the client who is logged in was asked and hasn't answered, oldest first; what can't be asked any more, or
    was put off beyond now, stays away.
    """
    require(actor, ANSWER_OWN)
    known = [*shelf().instruments]
    mine = Asking.objects.filter(visible_askings(actor), instrument_code__in=known).exclude(put_off__until__gt=now)
    return list(_open(mine).select_related("put_off"))


def times_put_off(actor: Actor, client_ids: Iterable[UUID]) -> dict[tuple[UUID, str], int]:
    """How often each of these people said "not this time" to an instrument, by person and instrument."""
    require(actor, VIEW_DUE)
    seen = Asking.objects.filter(visible_due(actor), client_id__in=[*client_ids], put_off__isnull=False)
    counted = seen.values("client_id", "instrument_code").annotate(times=Count("pk")).order_by()
    return {(one, code): times for one, code, times in counted.values_list("client_id", "instrument_code", "times")}


def own_asking(actor: Actor, asking_id: UUID) -> Asking:
    """One of them, open or answered; a look at one's own answers, written down. Raises `NotFound`."""
    require(actor, ANSWER_OWN)
    mine = Asking.objects.filter(visible_askings(actor), pk=asking_id, taken_back_at__isnull=True)
    asking = mine.select_related("sheet", "client__site").first()
    if asking is None:
        raise NotFound("asking", Asking.objects.filter(pk=asking_id).values_list("client", flat=True).first())
    record_read(actor, "answers", asking.client_id, ("asking", asking.pk))
    return asking


def _open(askings: QuerySet[Asking]) -> QuerySet[Asking]:
    return askings.filter(answered_at__isnull=True, taken_back_at__isnull=True).order_by("asked_at", "pk")


def trends(actor: Actor, client: Client, *, most: int = 200) -> dict[str, list[Administration]]:
    """The finished sheets by instrument, newest first: forms are instruments, so no form stands in another's trend.

    Written down as a look.
    """
    require(actor, VIEW_ANSWERS)
    sheets = Administration.objects.filter(visible_sheets(actor), client=client, completed_at__isnull=False)
    found: dict[str, list[Administration]] = {}
    for sheet in sheets.order_by("-completed_at")[:most]:
        found.setdefault(sheet.instrument_code, []).append(sheet)
    record_read(actor, "answers", client.pk)
    return found


def names_of(actor: Actor, staff_ids: Iterable[int | None]) -> dict[int, str]:
    """What those who answered are called, for "Maya Okafor answered this"."""
    require(actor, VIEW_ANSWERS)
    wanted = {each for each in staff_ids if each is not None}
    return dict(Staff.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def schedules_at(actor: Actor, site_ids: Iterable[int]) -> dict[int, list[Schedule]]:
    """What each of these sites asks, with all editions. Two queries."""
    require(actor, VIEW_DUE)
    found: dict[int, list[Schedule]] = {}
    for row in MeasureSchedule.objects.filter(site_id__in={*site_ids}).prefetch_related("editions").order_by("pk"):
        found.setdefault(row.site_id, []).append(schedule_of(row))
    return found


def schedule_of(row: MeasureSchedule) -> Schedule:
    """A stored schedule as values. Its editions were fetched with it."""
    condition = Condition(Audience(row.audience), row.track_id, row.diagnosis, row.result_of, row.at_least)
    editions = tuple(edition_of(one) for one in row.editions.all())
    return Schedule(row.instrument_code, condition, editions)


def edition_of(row: ScheduleEdition) -> Edition:
    """A stored edition as values."""
    return Edition(row.from_on, row.is_asked, row.at_start, row.every_days, row.at_review, row.at_end)


def sites_to_ask_at(actor: Actor) -> Sequence[Site]:
    """Where the actor says which questions are asked, by name."""
    require(actor, SET_SCHEDULES)
    return list(Site.objects.filter(pk__in=actor.sites_for(SET_SCHEDULES)).order_by("name"))


def schedules_to_set(actor: Actor, site: Site) -> Sequence[MeasureSchedule]:
    """The schedules of one of those sites, with their editions and tracks."""
    require(actor, SET_SCHEDULES)
    rows = MeasureSchedule.objects.filter(site=site, site_id__in=actor.sites_for(SET_SCHEDULES))
    return list(rows.select_related("track").prefetch_related("editions__set_by").order_by("instrument_code", "pk"))


def asked_now(actor: Actor, client_ids: Iterable[UUID]) -> dict[tuple[UUID, str], datetime]:
    """What waits on the phones of these people, by person and instrument, and since when."""
    require(actor, VIEW_DUE)
    waiting = _open(Asking.objects.filter(visible_due(actor), client_id__in=[*client_ids]))
    return {(one, code): at for one, code, at in waiting.values_list("client_id", "instrument_code", "asked_at")}


def due_key(client_id: UUID, code: str) -> UUID:
    """The subject of the task for one person's due questions: one task, however often it is looked at."""
    return uuid5(client_id, f"due {code}")
