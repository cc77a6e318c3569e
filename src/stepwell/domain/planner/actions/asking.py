"""Asking the planner: for what, from when on, and once more where the worker was lost."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import closed_days, open_tracks
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import site_staff
from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries import find_proposal, is_gone
from stepwell.domain.planner.queries.weekly import stays_from
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require_at
from stepwell.platform.jobs.job import Job, enqueue
from stepwell.platform.ledger.unit import action, record

# Ours: an absence, or a closed room, is planned for a week at most.
MOST_DAYS = 7
# Ours: so many people are planned anew at once.
MOST_PEOPLE = 400
# What solves: `jobs` says it, because jobs stand above actions.
_job: list[Job] = []


def solved_by(job: Job) -> None:
    """The job that solves what was asked."""
    _job[:] = [job]


@action
def propose(
    *,
    actor: Actor,
    site: Site,
    kind: Kind,
    first_on: date,
    last_on: date | None = None,
    away_id: int | None = None,
    track_id: int | None = None,
    now: datetime,
) -> Proposal:
    """Ask the planner. The answer comes by and by; the week stays as it is."""
    require_at(actor, PROPOSE, site.pk)
    last_on = last_on or first_on
    _check_days(site, kind, first_on, last_on, now)
    if kind is Kind.CLOSED and first_on not in closed_days(site, first_on, first_on + timedelta(days=1)):
        raise refuse("The site isn't closed on this day.", "first_on", "Choose a closed day.")
    track = _track(actor, site, track_id) if kind is Kind.TERM and track_id is not None else None
    if kind is Kind.TERM:
        _check_size(actor, site, track, first_on)
    away = None
    if kind is Kind.COVER:
        away = next((one for one in site_staff(actor, site) if one.pk == away_id), None)
        if away is None:
            raise refuse("Nobody of this site is named.", "away", "Choose who is away.")
    proposal = Proposal.objects.create(
        site=site,
        kind=kind,
        away=away,
        track=track,
        first_on=first_on,
        last_on=last_on,
        asked_by_id=actor.staff_id,
        asked_at=now,
        seen_at=now,
    )
    _solve(actor, proposal)
    return proposal


@action
def ask_again(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal:
    """The worker was lost: solve it from the start."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if not is_gone(proposal, now):
        raise refuse("The planner is at it, or has answered.", "", "Look again in a moment.")
    proposal.state, proposal.seen_at, proposal.progress, proposal.stop_asked = State.WAITING, now, [], False
    proposal.save(update_fields=["state", "seen_at", "progress", "stop_asked"])
    _solve(actor, proposal)
    return proposal


@action
def ask_to_stop(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal:
    """The search ends within a second or two, and the best plan so far stands."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state in (State.WAITING, State.SOLVING) and not proposal.stop_asked:
        proposal.stop_asked = True
        proposal.save(update_fields=["stop_asked"])
        record(actor, "proposal.stopped", subject=("proposal", proposal.pk))
    return proposal


def _solve(actor: Actor, proposal: Proposal) -> None:
    enqueue(_job[0], proposal_id=str(proposal.pk))
    record(actor, "proposal.asked", subject=("proposal", proposal.pk), detail={"kind": proposal.kind})


def _check_days(site: Site, kind: Kind, first_on: date, last_on: date, now: datetime) -> None:
    if first_on < day_at(now, ZoneInfo(site.zone)):
        raise refuse("This day has passed.", "first_on", "Choose today or later.")
    if first_on > day_at(now, ZoneInfo(site.zone)) + timedelta(days=90):
        raise refuse("This day is too far away.", "first_on", "Choose one within three months.")
    if last_on < first_on:
        raise refuse("The last day is before the first.", "last_on")
    if kind in (Kind.COVER, Kind.ROOM) and (last_on - first_on).days >= MOST_DAYS:
        raise refuse("This is planned for a week at a time.", "last_on", "Choose seven days or fewer.")


def _track(actor: Actor, site: Site, track_id: int) -> Track:
    found = next((one for one in open_tracks(actor, site) if one.pk == track_id), None)
    if found is None:
        raise refuse("This is no open track of the site.", "track", "Choose one of the list.")
    return found


def _check_size(actor: Actor, site: Site, track: Track | None, first_on: date) -> None:
    """A week that the solver would hardly begin with is asked for track by track."""
    stays = [one for one in stays_from(actor, site, first_on) if track is None or one.track_id == track.pk]
    if not stays:
        raise refuse("Nobody has a stay that goes on then.", "first_on", "Choose an earlier day, or another track.")
    if len(stays) > MOST_PEOPLE:
        raise refuse(f"{len(stays)} people are too many at once.", "track", f"Choose a track of up to {MOST_PEOPLE}.")
