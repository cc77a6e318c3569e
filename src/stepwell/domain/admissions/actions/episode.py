"""Starting and ending a stay in a track. What it means for the care team and the week, `workflows` do around it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Enquiry, Episode, Placement, PlacementNeed
from stepwell.domain.admissions.permissions import END_EPISODE, START_EPISODE
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.drafting import BEFORE_A_START, EVALUATE_NOW, SAFE_PLACE
from stepwell.domain.admissions.rules.ending import EndReason, first_day_after
from stepwell.domain.admissions.rules.route import stands_against_a_start
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import as_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, Refusal, Refused, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

# Ours: further away a date is a slip of the hand. Back to a week, for a start that is entered late.
LATE, AHEAD = timedelta(days=7), timedelta(days=90)


@action
def start_episode(
    *, actor: Actor, enquiry: Enquiry, track: Track, started_on: date, reason: str, now: datetime
) -> Episode:
    """The stay that comes of an enquiry, whose row the caller has locked. Hours and standard are the track's
    as they are on the first day.

    Somebody starts only where a clinician confirmed a level of care; another level than that needs a reason.
    """
    require(actor, START_EPISODE)
    if track.site_id != enquiry.site_id or track.site_id not in actor.sites_for(START_EPISODE):
        raise NotAllowed(START_EPISODE.name)
    if enquiry.started_at is not None:
        raise refuse("This person has started already.", "", "Open the chart instead.")
    level, track = _placed_level(enquiry), as_of(track, started_on)
    refusals = []
    if against := stands_against_a_start(*decided_route(enquiry)):
        refusals.append(against)
    if not track.is_open:
        refusals.append(Refusal("This track takes nobody new.", "track_id", "Choose another one."))
    if level != track.level_code and not reason.strip():
        told = f"The level that was decided is {level}, and this track is {track.level_code}."
        refusals.append(Refusal(told, "reason", "Say why, or choose another track."))
    today = day_at(now, ZoneInfo(enquiry.site.zone))
    if not today - LATE <= started_on <= today + AHEAD:
        refusals.append(Refusal("This start is too far away.", "started_on", "Choose one of the dates offered."))
    if Episode.objects.filter(client_id=enquiry.client_id, track=track, ended_on__isnull=True).exists():
        refusals.append(Refusal(f"They are in {track.name} already.", "track_id", "Open the chart instead."))
    if refusals:
        raise Refused(*refusals)
    episode = Episode.objects.create(
        client_id=enquiry.client_id,
        enquiry=enquiry,
        track=track,
        level_code=track.level_code,
        level_reason=reason.strip() if level != track.level_code else "",
        prescribed_weekly_minutes=track.prescribed_weekly_minutes,
        standard_code=track.standard_code,
        started_on=started_on,
        planned_end_on=started_on + timedelta(weeks=track.weeks),
    )
    enquiry.started_at = now
    enquiry.save(update_fields=["started_at"])
    detail: dict[str, Plain] = {"track": track.pk, "level": track.level_code, "differs": level != track.level_code}
    record(actor, "episode.started", client_id=enquiry.client_id, subject=("episode", episode.pk), detail=detail)
    return episode


@action
def go_on_in(*, actor: Actor, episode: Episode, track: Track, started_on: date, reason: str, now: datetime) -> Episode:
    """The stay that follows `episode`, whose row the caller has locked, in another track of the site: more care, less,
    or the same at another time. The reason says why; hours and standard are the track's as they are on the first day.
    """
    require(actor, END_EPISODE)
    require_at(actor, END_EPISODE, episode.track.site_id)
    track = as_of(track, started_on)
    refusals = []
    if track.site_id != episode.track.site_id or not track.is_open:
        refusals.append(Refusal("This track takes nobody new.", "goes_on", "Choose another one."))
    if Episode.objects.filter(client_id=episode.client_id, track_id=track.pk, ended_on__isnull=True).exists():
        refusals.append(Refusal(f"They are in {track.name} already.", "goes_on", "Choose another one."))
    if not reason.strip():
        refusals.append(Refusal("Why they go on there is missing.", "why", "Say it in a sentence."))
    if refusals:
        raise Refused(*refusals)
    following = Episode.objects.create(
        client_id=episode.client_id,
        track_id=track.pk,
        level_code=track.level_code,
        level_reason=reason.strip(),
        prescribed_weekly_minutes=track.prescribed_weekly_minutes,
        standard_code=track.standard_code,
        started_on=started_on,
        planned_end_on=started_on + timedelta(weeks=track.weeks),
    )
    detail: dict[str, Plain] = {"track": track.pk, "level": track.level_code, "was": episode.level_code}
    record(actor, "episode.went_on", client_id=episode.client_id, subject=("episode", following.pk), detail=detail)
    return following


@action
def end_episode(*, actor: Actor, episode: Episode, last_on: date, reason: EndReason, now: datetime) -> Episode:
    """The stay ends after `last_on`, for a reason that is counted. The caller has locked its row. Twice is once."""
    require(actor, END_EPISODE)
    require_at(actor, END_EPISODE, episode.track.site_id)
    ended_on = first_day_after(
        last_on, started_on=episode.started_on, today=day_at(now, ZoneInfo(episode.track.site.zone))
    )
    if episode.ended_on is not None:
        if (episode.ended_on, episode.end_reason) == (ended_on, reason.value):
            return episode
        raise refuse("This stay has ended already.", "", "Read in the chart how it ended.")
    episode.ended_on, episode.end_reason = ended_on, reason.value
    episode.save(update_fields=["ended_on", "end_reason"])
    detail: dict[str, Plain] = {"reason": reason.teds}
    record(actor, "episode.ended", client_id=episode.client_id, subject=("episode", episode.pk), detail=detail)
    return episode


def _placed_level(enquiry: Enquiry) -> str:
    """The level that a clinician decided on last, where nothing is left that comes before a start."""
    placements = Placement.objects.filter(enquiry=enquiry, decided_at__isnull=False)
    placement = placements.order_by("-decided_at").first()
    if placement is None:
        raise refuse("No level of care is decided yet.", "", "Let a clinician confirm the placement first.")
    open_needs = PlacementNeed.objects.filter(placement=placement, met_at__isnull=True, kind__in=BEFORE_A_START)
    kinds = set(open_needs.values_list("kind", flat=True))
    if EVALUATE_NOW in kinds:
        raise refuse("This person is to be evaluated now.", "", "A start comes after somebody has seen them.")
    if SAFE_PLACE in kinds:
        mend = "Settle it with them, and write it on the placement."
        raise refuse("Where they stay, with a home that isn’t safe for it, isn’t settled.", "", mend)
    return placement.chosen_level
