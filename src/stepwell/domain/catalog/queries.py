"""Reads of tracks, day templates, services and places. No health information, so no ledger rows."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from stepwell.domain.catalog.models import (
    ClosedDay,
    ClosedPlace,
    Curriculum,
    DayTemplate,
    Place,
    Service,
    StaffLoad,
    TemplateSegment,
    Track,
    TrackEdition,
)
from stepwell.domain.catalog.permissions import SET_UP_CATALOG, VIEW_CATALOG, visible_catalog
from stepwell.domain.catalog.rules import (
    BEGINNING,
    DayEditions,
    Segment,
    TrackWarning,
    clinical_minutes,
    standard_by_code,
)
from stepwell.domain.catalog.rules.closing import RoomClosed
from stepwell.domain.catalog.rules.load import Load
from stepwell.domain.catalog.rules.presets import check_week
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import my_sites
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require


def open_tracks(actor: Actor, site: Site) -> list[Track]:
    """What a person can be admitted to at the site, by name, with the segments of its day. Two queries."""
    require(actor, VIEW_CATALOG)
    found = Track.objects.filter(visible_catalog(actor), site=site, is_open=True).select_related("template", "site")
    return list(found.prefetch_related("template__segments").order_by("name"))


def find_track(actor: Actor, track_id: int) -> Track:
    """One track, open or not, with the segments of its day. Raises `NotFound`."""
    require(actor, VIEW_CATALOG)
    found = Track.objects.filter(visible_catalog(actor), pk=track_id).select_related("template", "site")
    track = found.prefetch_related("template__segments").first()
    if track is None:
        raise NotFound("track")
    return track


def list_places(actor: Actor, site: Site, *, keep: int | None = None) -> list[Place]:
    """The site's rooms that are open, by name; `keep` is one where somebody meets already, open or not."""
    require(actor, VIEW_CATALOG)
    rows = Place.objects.filter(visible_catalog(actor), Q(is_open=True) | Q(pk=keep), site=site)
    return list(rows.order_by("name"))


def find_place(actor: Actor, place_id: int) -> Place:
    """One room. Raises `NotFound`."""
    require(actor, VIEW_CATALOG)
    place = Place.objects.filter(visible_catalog(actor), pk=place_id).first()
    if place is None:
        raise NotFound("place")
    return place


def segments_of(template: DayTemplate, on: date | None = None) -> tuple[Segment, ...]:
    """A template's day as values, in order: as it holds on that day, else as it was said last."""
    editions = editions_of(template)
    return editions.last if on is None else editions.on(on)


def editions_of(template: DayTemplate) -> DayEditions:
    """Every edition of a day. Prefetch `segments` where several templates are read."""
    found: dict[date, list[Segment]] = {}
    for row in template.segments.all():
        found.setdefault(row.from_on, []).append(Segment(row.label, row.minutes, row.is_clinical))
    return DayEditions(tuple((from_on, tuple(found[from_on])) for from_on in sorted(found)))


# What a track offers, as its editions have it.
TERMS = ("level_code", "standard_code", "template", "days_a_week", "individual_weekly_minutes", "weeks")


def as_of(track: Track, on: date) -> Track:
    """The track as it is for who starts on that day: its own row, where neither it nor its day was ever changed.

    A value to read, never to save.
    """
    found = copy(track)
    editions = TrackEdition.objects.filter(track=track, from_on__lte=on).select_related("template")
    edition = editions.order_by("-from_on").first()
    for column in TERMS if edition is not None else ():
        setattr(found, column, getattr(edition, column))
    days = editions_of(found.template)
    if edition is not None or len(days.editions) > 1:
        daily = clinical_minutes(days.on(on)) * found.days_a_week
        found.prescribed_weekly_minutes = daily + found.individual_weekly_minutes
    return found


def editions_of_track(actor: Actor, track: Track) -> list[TrackEdition]:
    """How it was, is and will be, in order; none where it was never changed."""
    require(actor, SET_UP_CATALOG)
    rows = TrackEdition.objects.filter(track=track).select_related("template")
    return list(rows.prefetch_related("template__segments"))


def warning_of(track: Track) -> TrackWarning | None:
    """Where the track's week doesn't fit its own standard. The template's segments are best prefetched.

    Which weekdays its groups choose doesn't matter here: the days of a week are alike.
    """
    standard = standard_by_code(track.standard_code)
    minutes = clinical_minutes(segments_of(track.template))
    return check_week(minutes, track.days_a_week, track.individual_weekly_minutes, standard)


def closed_days(site: Site, from_on: date, until: date) -> dict[date, str]:
    """The days on which the site is closed, with their names; `until` isn't among them. No secret of anybody's."""
    rows = ClosedDay.objects.filter(site=site, on__gte=from_on, on__lt=until)
    return dict(rows.values_list("on", "name"))


def rooms_closed(site: Site, from_on: date, until: date) -> list[RoomClosed]:
    """Which rooms of the site are closed on some of these days; `until` isn't among them. No secret of anybody's."""
    rows = ClosedPlace.objects.filter(place__site=site, last_on__gte=from_on, first_on__lt=until)
    return [one.said for one in rows.select_related("place")]


def closures_ahead(actor: Actor, place: Place, today: date) -> list[ClosedPlace]:
    """Of one room that was found, those that aren't over."""
    require(actor, SET_UP_CATALOG)
    return list(ClosedPlace.objects.filter(place=place, last_on__gte=today))


def credentials_asked(site: Site) -> list[str]:
    """What the site's services ask of who leads them, in its own words. No secret of anybody's."""
    asked = Service.objects.filter(site=site, is_open=True).exclude(credential="")
    return list(asked.order_by("credential").values_list("credential", flat=True).distinct())


def loads_at(site: Site) -> dict[int, Load]:
    """What those who work at the site take on, by staff; who isn't here has no limits. One query."""
    return {one.staff_id: one.said for one in StaffLoad.objects.filter(site=site)}


@dataclass(frozen=True, slots=True)
class Program:
    """What a site offers, open and closed, for who sets it up."""

    site: Site
    tracks: Sequence[Track]
    days: Sequence[DayTemplate]
    places: Sequence[Place]
    services: Sequence[Service]


def program_sites(actor: Actor) -> list[Site]:
    """The sites that one sets up, by name."""
    require(actor, SET_UP_CATALOG)
    return [site for site in my_sites(actor) if site.pk in actor.sites_for(SET_UP_CATALOG)]


def site_to_set_up(actor: Actor, site_id: int) -> Site:
    """Raises `NotFound`."""
    require(actor, SET_UP_CATALOG)
    site = Site.objects.filter(pk__in=actor.sites_for(SET_UP_CATALOG), pk=site_id).first()
    if site is None:
        raise NotFound("site")
    return site


def program_of(actor: Actor, site_id: int) -> Program:
    """Everything of one site, by name. Seven queries, however much it is. Raises `NotFound`."""
    site = site_to_set_up(actor, site_id)
    tracks = (
        Track.objects.filter(site=site)
        .select_related("template", "follows")
        .order_by("-is_open", "-prescribed_weekly_minutes", "name")
    )
    return Program(
        site,
        list(tracks.prefetch_related("template__segments")),
        list(DayTemplate.objects.filter(site=site).prefetch_related("segments").order_by("name")),
        list(Place.objects.filter(site=site).order_by("-is_open", "name")),
        list(Service.objects.filter(site=site).order_by("-is_open", "name")),
    )


def track_to_set_up(actor: Actor, track_id: int) -> Track:
    """A track to change, with its site and day. Raises `NotFound`."""
    require(actor, SET_UP_CATALOG)
    rows = Track.objects.filter(_set_up(actor), pk=track_id).select_related("site", "template", "follows")
    track = rows.prefetch_related("template__segments").first()
    if track is None:
        raise NotFound("track")
    return track


def steps_of(actor: Actor, track: Track) -> list[Track]:
    """The tracks that people step down into from this one, the most hours first."""
    require(actor, SET_UP_CATALOG)
    return list(Track.objects.filter(_set_up(actor), follows=track).order_by("-prescribed_weekly_minutes"))


def days_to_set_up(actor: Actor, site: Site) -> list[DayTemplate]:
    """The site's days, by name, with their segments."""
    require(actor, SET_UP_CATALOG)
    rows = DayTemplate.objects.filter(_set_up(actor), site=site).prefetch_related("segments")
    return list(rows.order_by("name"))


def day_to_set_up(actor: Actor, template_id: int) -> DayTemplate:
    """A day to change, with its segments. Raises `NotFound`."""
    require(actor, SET_UP_CATALOG)
    rows = DayTemplate.objects.filter(_set_up(actor), pk=template_id).select_related("site")
    template = rows.prefetch_related("segments").first()
    if template is None:
        raise NotFound("day template")
    return template


def tracks_over(actor: Actor, template: DayTemplate) -> list[Track]:
    """The tracks whose days go like this, by name."""
    require(actor, SET_UP_CATALOG)
    return list(Track.objects.filter(_set_up(actor), template=template).order_by("name"))


def tracks_to_bring_up(actor: Actor) -> list[Track]:
    """The tracks that were changed, or whose day was: what they offer may be another by now."""
    require(actor, SET_UP_CATALOG)
    changed = TemplateSegment.objects.filter(from_on__gt=BEGINNING).values("template_id")
    theirs = Q(template_id__in=changed) | Q(pk__in=TrackEdition.objects.values("track_id"))
    rows = Track.objects.filter(_set_up(actor), theirs).select_related("site", "template")
    return list(rows.prefetch_related("template__segments").order_by("pk"))


def place_to_set_up(actor: Actor, place_id: int) -> Place:
    """A room to change. Raises `NotFound`."""
    require(actor, SET_UP_CATALOG)
    place = Place.objects.filter(_set_up(actor), pk=place_id).select_related("site").first()
    if place is None:
        raise NotFound("place")
    return place


def service_to_set_up(actor: Actor, service_id: int) -> Service:
    """A kind of hour to change. Raises `NotFound`."""
    require(actor, SET_UP_CATALOG)
    service = Service.objects.filter(_set_up(actor), pk=service_id).select_related("site").first()
    if service is None:
        raise NotFound("service")
    return service


def closed_days_ahead(actor: Actor, site: Site, today: date) -> list[ClosedDay]:
    """From today on, in order."""
    require(actor, SET_UP_CATALOG)
    return list(ClosedDay.objects.filter(_set_up(actor), site=site, on__gte=today).order_by("on"))


def closed_day_to_set_up(actor: Actor, closed_id: int) -> ClosedDay:
    """Raises `NotFound`."""
    require(actor, SET_UP_CATALOG)
    closed = ClosedDay.objects.filter(_set_up(actor), pk=closed_id).select_related("site").first()
    if closed is None:
        raise NotFound("closed day")
    return closed


def curricula_of(actor: Actor, site: Site) -> list[Curriculum]:
    """What the site has taken, by title, with how many topics each has (`topics`)."""
    require(actor, SET_UP_CATALOG)
    rows = Curriculum.objects.filter(_set_up(actor), site=site).annotate(topics=Count("sessions"))
    return list(rows.order_by("title"))


def curriculum_to_set_up(actor: Actor, curriculum_id: int) -> Curriculum:
    """With its topics. Raises `NotFound`."""
    require(actor, SET_UP_CATALOG)
    rows = Curriculum.objects.filter(_set_up(actor), pk=curriculum_id).select_related("site")
    curriculum = rows.prefetch_related("sessions").first()
    if curriculum is None:
        raise NotFound("curriculum")
    return curriculum


def _set_up(actor: Actor) -> Q:
    """Rows of the sites that one sets up."""
    return Q() if actor.is_system else Q(site_id__in=actor.sites_for(SET_UP_CATALOG))
