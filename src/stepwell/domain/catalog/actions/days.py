"""How a day goes. A change holds from a day on, and what was before stays as it was."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.actions.checks import check_site, named
from stepwell.domain.catalog.models import DayTemplate, TemplateSegment
from stepwell.domain.catalog.queries import (
    TERMS,
    as_of,
    day_to_set_up,
    editions_of,
    segments_of,
    tracks_to_bring_up,
)
from stepwell.domain.catalog.rules import BEGINNING, DEFAULT_DAY, Segment, clinical_minutes
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import LATEST_ON
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

_COLUMNS = (*TERMS, "prescribed_weekly_minutes")


@action
def add_day_template(*, actor: Actor, site: Site, name: str, segments: Sequence[Segment] = DEFAULT_DAY) -> DayTemplate:
    """How a day goes, segment by segment."""
    check_site(actor, site)
    check_segments(segments)
    known = DayTemplate.objects.select_for_update().filter(site=site, name=named(name)).first()
    if known is not None:
        if segments_of(known) != tuple(segments):
            raise refuse("There is a day of this name already.", "name", "Choose another name.")
        return known
    template = DayTemplate.objects.create(site=site, name=named(name))
    _write(template, segments, BEGINNING)
    record(actor, "day_template.added", subject=("day template", template.pk))
    return template


@action
def change_day_template(
    *, actor: Actor, template_id: int, name: str, segments: Sequence[Segment], from_on: date, now: datetime
) -> DayTemplate:
    """The day goes otherwise from `from_on` on. What was before stays; an edition of the same day is replaced.

    Sessions that were made already are the week's (`workflows.program`); stays keep the hours they began with.
    """
    template = day_to_set_up(actor, template_id)
    check_segments(segments)
    kept = named(name)
    if DayTemplate.objects.filter(site_id=template.site_id, name=kept).exclude(pk=template.pk).exists():
        raise refuse("There is a day of this name already.", "name", "Choose another name.")
    check_from(template, from_on, now)
    if template.name != kept:
        template.name = kept
        template.save(update_fields=["name"])
    if segments_of(template) != tuple(segments):
        template.segments.filter(from_on=from_on).delete()
        _write(template, segments, from_on)
    detail: dict[str, Plain] = {"from": from_on.isoformat(), "minutes": clinical_minutes(segments)}
    record(actor, "day_template.changed", subject=("day template", template.pk), detail=detail)
    bring_up(actor=actor, now=now)
    return day_to_set_up(actor, template_id)


@action
def bring_up(*, actor: Actor, now: datetime) -> int:
    """What a track offers to who starts today, where it or its day was changed; returns how many tracks changed."""
    changed = 0
    for track in tracks_to_bring_up(actor):
        today = as_of(track, day_at(now, ZoneInfo(track.site.zone)))
        if any(getattr(track, column) != getattr(today, column) for column in _COLUMNS):
            for column in _COLUMNS:
                setattr(track, column, getattr(today, column))
            track.save(update_fields=_COLUMNS)
            detail: dict[str, Plain] = {"minutes": track.prescribed_weekly_minutes}
            record(actor, "track.brought_up", subject=("track", track.pk), detail=detail)
            changed += 1
    return changed


def check_from(template: DayTemplate, from_on: date, now: datetime) -> None:
    """A change begins today or later, and not before one that was planned already."""
    if from_on < day_at(now, ZoneInfo(template.site.zone)):
        raise refuse("The past stays as it was.", "from_on", "Choose today or a later day.")
    if from_on > LATEST_ON:
        raise refuse("This date is too far away.", "from_on")
    last = editions_of(template).editions[-1:]
    if last and from_on < last[0][0]:
        raise refuse(f"The day changes again on {short_day(last[0][0])}.", "from_on", "Choose that day or a later one.")


def _write(template: DayTemplate, segments: Sequence[Segment], from_on: date) -> None:
    TemplateSegment.objects.bulk_create(
        TemplateSegment(
            template=template,
            from_on=from_on,
            position=position,
            label=one.label,
            minutes=one.minutes,
            is_clinical=one.clinical,
        )
        for position, one in enumerate(segments, start=1)
    )


def check_segments(segments: Sequence[Segment]) -> None:
    """A day of breaks alone counts nothing."""
    if not clinical_minutes(segments):
        raise refuse("A day needs a clinical segment.", "segments", "Breaks and meals alone don't count.")
