"""Setting up what a program offers. The same thing twice is once; another thing of the same name is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.domain.catalog.models import DayTemplate, Place, Service, TemplateSegment, Track
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import segments_of, warning_of
from stepwell.domain.catalog.rules import DEFAULT_DAY, Segment, TrackWarning, clinical_minutes, standard_by_code
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotAllowed, Refusal, Refused, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

# Ours: beyond these a number is a slip of the hand.
MOST_SEATS, MOST_WEEKS, DAYS = 200, 104, 7


@dataclass(frozen=True, slots=True)
class OpenedTrack:
    """A new track, and what is to be known about its week before anybody is admitted to it."""

    track: Track
    warning: TrackWarning | None


@action
def add_service(*, actor: Actor, site: Site, name: str) -> Service:
    """A kind of hour."""
    _check(actor, site)
    service, fresh = Service.objects.get_or_create(site=site, name=_named(name))
    if fresh:
        record(actor, "service.added", subject=("service", service.pk))
    return service


@action
def add_place(*, actor: Actor, site: Site, name: str, seats: int = 10) -> Place:
    """A room, or a virtual one."""
    _check(actor, site)
    if not 1 <= seats <= MOST_SEATS:
        raise refuse(f"A place has 1 to {MOST_SEATS} seats.", "seats")
    place, fresh = Place.objects.get_or_create(site=site, name=_named(name), defaults={"seats": seats})
    if place.seats != seats:
        raise refuse(f"There is a {place.name} already, with {place.seats} seats.", "name", "Choose another name.")
    if fresh:
        record(actor, "place.added", subject=("place", place.pk))
    return place


@action
def add_day_template(*, actor: Actor, site: Site, name: str, segments: Sequence[Segment] = DEFAULT_DAY) -> DayTemplate:
    """How a day goes, segment by segment."""
    _check(actor, site)
    if not clinical_minutes(segments):
        raise refuse("A day needs a clinical segment.", "segments", "Breaks and meals alone don't count.")
    known = DayTemplate.objects.select_for_update().filter(site=site, name=_named(name)).first()
    if known is not None:
        if segments_of(known) != tuple(segments):
            raise refuse("There is a day of this name already.", "name", "Choose another name.")
        return known
    template = DayTemplate.objects.create(site=site, name=_named(name))
    TemplateSegment.objects.bulk_create(
        TemplateSegment(
            template=template, position=position, label=one.label, minutes=one.minutes, is_clinical=one.clinical
        )
        for position, one in enumerate(segments, start=1)
    )
    record(actor, "day_template.added", subject=("day template", template.pk))
    return template


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
) -> OpenedTrack:
    """A track that people can be admitted to. Its prescribed week is the template's clinical time on so many days.

    A week under the chosen standard is opened all the same and warned about: the program chooses its standard.
    """
    _check(actor, site)
    standard_by_code(standard_code)
    if template.site_id != site.pk:
        raise refuse("This day belongs to another site.", "template", "Choose one of this site's.")
    refusals = []
    if not level_code.strip():
        refusals.append(Refusal("The level of care is missing.", "level_code", "Choose one."))
    if not 1 <= days_a_week <= DAYS:
        refusals.append(Refusal("A week has 1 to 7 days.", "days_a_week"))
    if not 1 <= weeks <= MOST_WEEKS:
        refusals.append(Refusal(f"A track runs for 1 to {MOST_WEEKS} weeks.", "weeks"))
    if refusals:
        raise Refused(*refusals)
    said = {
        "level_code": level_code.strip(),
        "standard_code": standard_code,
        "template": template,
        "days_a_week": days_a_week,
        "weeks": weeks,
        "prescribed_weekly_minutes": clinical_minutes(segments_of(template)) * days_a_week,
    }
    track, fresh = Track.objects.get_or_create(site=site, name=_named(name), defaults=said)
    if any(getattr(track, column) != value for column, value in said.items()):
        raise refuse(f"There is a track {track.name} already, and it differs.", "name", "Choose another name.")
    if fresh:
        record(actor, "track.opened", subject=("track", track.pk), detail={"standard": standard_code})
    return OpenedTrack(track, warning_of(track))


def _check(actor: Actor, site: Site) -> None:
    """The actor sets up this very site."""
    require(actor, SET_UP_CATALOG)
    if not actor.is_system and site.pk not in actor.sites_for(SET_UP_CATALOG):
        raise NotAllowed(SET_UP_CATALOG.name)


def _named(name: str) -> str:
    """The name as it is stored; refused where there is none."""
    if not name.strip():
        raise refuse("The name is missing.", "name")
    return name.strip()
