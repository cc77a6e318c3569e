"""What a changed track would mean, before it is saved: it spans the catalog, stays and the groups that run."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.catalog.actions.tracks import check_terms, check_track_from
from stepwell.domain.catalog.models import DayTemplate, Track
from stepwell.domain.catalog.queries import as_of, editions_of_track, segments_of
from stepwell.domain.catalog.rules import TrackWarning, clinical_minutes, standard_by_code
from stepwell.domain.catalog.rules.presets import check_week
from stepwell.domain.week.queries.program import groups_in
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at


@dataclass(frozen=True, slots=True)
class TrackChange:
    """Hours before and after, what the standard says, how many people keep theirs, which groups stay as they are."""

    from_on: date
    before_minutes: int
    after_minutes: int
    warning: TrackWarning | None
    people: int
    groups: tuple[str, ...]
    mark: str


def track_change(
    actor: Actor,
    track: Track,
    *,
    level_code: str,
    standard_code: str,
    template: DayTemplate,
    days_a_week: int,
    weeks: int,
    individual_weekly_minutes: int,
    from_on: date,
    now: datetime,
) -> TrackChange:
    """What would change, and from when on; nothing is saved. Refused as the change itself would be."""
    check_terms(track.site, level_code, standard_code, template, days_a_week, weeks, individual_weekly_minutes)
    check_track_from(track, editions_of_track(actor, track), from_on, now)
    daily = clinical_minutes(segments_of(template, from_on))
    after = daily * days_a_week + individual_weekly_minutes
    before = as_of(track, from_on).prescribed_weekly_minutes
    groups = tuple(groups_in(actor, track, day_at(now, ZoneInfo(track.site.zone))))
    return TrackChange(
        from_on,
        before,
        after,
        check_week(daily, days_a_week, individual_weekly_minutes, standard_by_code(standard_code)),
        Episode.objects.filter(track=track, ended_on__isnull=True).count(),
        groups,
        f"{from_on:%Y%m%d}.{before}.{after}.{weeks}.{level_code}.{standard_code}",
    )
