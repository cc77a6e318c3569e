"""Tracks that people can be admitted to, and tapers that follow them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.actions.checks import check_site, named
from stepwell.domain.catalog.actions.days import add_day_template, bring_up
from stepwell.domain.catalog.models import DayTemplate, Track, TrackEdition
from stepwell.domain.catalog.queries import TERMS, editions_of_track, segments_of, track_to_set_up, warning_of
from stepwell.domain.catalog.rules import BEGINNING, Segment, TrackWarning, clinical_minutes, standard_by_code
from stepwell.domain.catalog.rules.presets import taper
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import LATEST_ON
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.hours import in_hours
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

# Ours: beyond these a number is a slip of the hand.
MOST_WEEKS, DAYS, MOST_INDIVIDUAL = 104, 7, 20 * 60


@dataclass(frozen=True, slots=True)
class OpenedTrack:
    """A new track, and what is to be known about its week before anybody is admitted to it."""

    track: Track
    warning: TrackWarning | None


@action
def open_track(
    *,
    actor: Actor,
    site: Site,
    name: str,
    level_code: str,
    standard_code: str,
    template: DayTemplate,
    days_a_week: int,
    weeks: int,
    individual_weekly_minutes: int = 0,
    follows: Track | None = None,
) -> OpenedTrack:
    """A track that people can be admitted to. Its prescribed week is the template's clinical time on so many days,
    and individual sessions besides. `follows` is the track that people step down from into this one.

    A week under the chosen standard is opened all the same and warned about: the program chooses its standard.
    """
    check_site(actor, site)
    check_terms(site, level_code, standard_code, template, days_a_week, weeks, individual_weekly_minutes)
    said = {
        "level_code": level_code.strip(),
        "standard_code": standard_code,
        "template": template,
        "days_a_week": days_a_week,
        "weeks": weeks,
        "individual_weekly_minutes": individual_weekly_minutes,
        "prescribed_weekly_minutes": clinical_minutes(segments_of(template)) * days_a_week + individual_weekly_minutes,
    }
    track, fresh = Track.objects.get_or_create(site=site, name=named(name), defaults={**said, "follows": follows})
    if any(getattr(track, column) != value for column, value in said.items()):
        raise refuse(f"There is a track {track.name} already, and it differs.", "name", "Choose another name.")
    if fresh:
        record(actor, "track.opened", subject=("track", track.pk), detail={"standard": standard_code})
    return OpenedTrack(track, warning_of(track))


@action
def open_track_with_day(
    *,
    actor: Actor,
    site: Site,
    template: DayTemplate | None,
    day: tuple[str, Sequence[Segment]] | None,
    **said: Any,
) -> OpenedTrack:
    """A track over a day of the site, or over one that comes with it: both are there, or neither."""
    if template is None:
        if day is None:
            raise refuse("The day is missing.", "template", "Choose one.")
        template = add_day_template(actor=actor, site=site, name=day[0], segments=day[1])
    return open_track(actor=actor, site=site, template=template, **said)


@action
def open_taper(
    *, actor: Actor, track_id: int, weekly_minutes: Sequence[int], weeks: int, template: DayTemplate
) -> list[Track]:
    """The steps down from a track, each a track of its own that follows the one before, over days of the template.

    The steps have fewer hours than the track itself; under 9 h a week they are outpatient, level 1.5.
    """
    before = track_to_set_up(actor, track_id)
    if template.site_id != before.site_id:
        raise refuse("This day belongs to another site.", "template", "Choose one of this site's.")
    steps = taper(weekly_minutes, clinical_minutes(segments_of(template)))
    if steps[0].weekly_minutes >= before.prescribed_weekly_minutes:
        told = f"{before.name} has {in_hours(before.prescribed_weekly_minutes)} a week."
        raise refuse(told, "hours", "Begin the steps with fewer.")
    top, made = before.name, []
    for step in steps:
        hours = in_hours(step.weekly_minutes)
        day = template
        if step.day is not None:
            day = add_day_template(actor=actor, site=before.site, name=f"One group, {hours}", segments=step.day)
        opened = open_track(
            actor=actor,
            site=before.site,
            name=f"{top[:60].rstrip()}, step to {hours}",
            level_code=step.level_code,
            standard_code=step.standard.code,
            template=day,
            days_a_week=step.days_a_week,
            weeks=weeks,
            follows=before,
        )
        before = opened.track
        made.append(before)
    return made


@action
def change_track(
    *,
    actor: Actor,
    track_id: int,
    name: str,
    level_code: str,
    standard_code: str,
    template: DayTemplate,
    days_a_week: int,
    weeks: int,
    individual_weekly_minutes: int,
    from_on: date,
    now: datetime,
) -> Track:
    """Who starts from that day on is offered this; who has started keeps what they were prescribed. The name changes
    at once. An edition of the same day is replaced.
    """
    track = track_to_set_up(actor, track_id)
    check_terms(track.site, level_code, standard_code, template, days_a_week, weeks, individual_weekly_minutes)
    kept = named(name)
    if Track.objects.filter(site_id=track.site_id, name=kept).exclude(pk=track.pk).exists():
        raise refuse(f"There is a track {kept} already.", "name", "Choose another name.")
    editions = editions_of_track(actor, track)
    check_track_from(track, editions, from_on, now)
    if track.name != kept:
        track.name = kept
        track.save(update_fields=["name"])
    if not editions:
        before = {column: getattr(track, column) for column in TERMS}
        TrackEdition.objects.create(track=track, from_on=BEGINNING, **before)
    said = {
        "level_code": level_code.strip(),
        "standard_code": standard_code,
        "template": template,
        "days_a_week": days_a_week,
        "individual_weekly_minutes": individual_weekly_minutes,
        "weeks": weeks,
    }
    TrackEdition.objects.update_or_create(track=track, from_on=from_on, defaults=said)
    detail: dict[str, Plain] = {"from": from_on.isoformat(), "standard": standard_code}
    record(actor, "track.changed", subject=("track", track.pk), detail=detail)
    bring_up(actor=actor, now=now)
    return track_to_set_up(actor, track_id)


def check_track_from(track: Track, editions: Sequence[TrackEdition], from_on: date, now: datetime) -> None:
    """A change begins today or later, and not before one that was planned already."""
    if from_on < day_at(now, ZoneInfo(track.site.zone)):
        raise refuse("The past stays as it was.", "from_on", "Choose today or a later day.")
    if from_on > LATEST_ON:
        raise refuse("This date is too far away.", "from_on")
    if editions and from_on < editions[-1].from_on:
        told = f"The track changes again on {short_day(editions[-1].from_on)}."
        raise refuse(told, "from_on", "Choose that day or a later one.")


@action
def set_track_open(*, actor: Actor, track_id: int, is_open: bool) -> Track:
    """Close a track to new people, or open it again. Who is in it stays, and so do its groups."""
    track = track_to_set_up(actor, track_id)
    if track.is_open != is_open:
        track.is_open = is_open
        track.save(update_fields=["is_open"])
        record(actor, "track.reopened" if is_open else "track.closed", subject=("track", track.pk))
    return track


def check_terms(
    site: Site, level_code: str, standard_code: str, template: DayTemplate, days: int, weeks: int, individual: int
) -> None:
    """What a track's week is made of; everything that is wrong with it at once."""
    standard_by_code(standard_code)
    refusals = []
    if template.site_id != site.pk:
        refusals.append(Refusal("This day belongs to another site.", "template", "Choose one of this site's."))
    if not level_code.strip():
        refusals.append(Refusal("The level of care is missing.", "level_code", "Choose one."))
    if not 1 <= days <= DAYS:
        refusals.append(Refusal("A week has 1 to 7 days.", "days_a_week"))
    if not 1 <= weeks <= MOST_WEEKS:
        refusals.append(Refusal(f"A track runs for 1 to {MOST_WEEKS} weeks.", "weeks"))
    if not 0 <= individual <= MOST_INDIVIDUAL:
        refusals.append(Refusal("That is more than 20 h a week.", "individual_weekly_minutes"))
    if refusals:
        raise Refused(*refusals)
