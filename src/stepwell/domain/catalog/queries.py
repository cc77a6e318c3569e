"""Reads of tracks, day templates, services and places. No health information, so no ledger rows."""

from stepwell.domain.catalog.models import DayTemplate, Place, Track
from stepwell.domain.catalog.permissions import VIEW_CATALOG, visible_catalog
from stepwell.domain.catalog.rules import (
    Segment,
    TrackWarning,
    check_track,
    clinical_minutes,
    standard_by_code,
    weekly_shape,
)
from stepwell.domain.people.models import Site
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


def list_places(actor: Actor, site: Site) -> list[Place]:
    """The site's rooms, by name."""
    require(actor, VIEW_CATALOG)
    return list(Place.objects.filter(visible_catalog(actor), site=site).order_by("name"))


def find_place(actor: Actor, place_id: int) -> Place:
    """One room. Raises `NotFound`."""
    require(actor, VIEW_CATALOG)
    place = Place.objects.filter(visible_catalog(actor), pk=place_id).first()
    if place is None:
        raise NotFound("place")
    return place


def segments_of(template: DayTemplate) -> tuple[Segment, ...]:
    """A template's day as values, in order. Prefetch `segments` where several templates are read."""
    return tuple(Segment(row.label, row.minutes, row.is_clinical) for row in template.segments.all())


def warning_of(track: Track) -> TrackWarning | None:
    """Where the track's week doesn't fit its own standard. The template's segments are best prefetched.

    Which weekdays its groups choose doesn't matter here: the days of a week are alike.
    """
    minutes = clinical_minutes(segments_of(track.template))
    week = weekly_shape((weekday, minutes) for weekday in range(track.days_a_week))
    return check_track(week, standard_by_code(track.standard_code))
