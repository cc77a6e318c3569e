"""Writes of the planner: asking, how far it is, and what a person makes of it. Accepting alone changes the week."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import site_staff
from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries import find_proposal, is_gone
from stepwell.domain.week.actions import enroll, lead_session
from stepwell.domain.week.models import Series
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refused, refuse
from stepwell.platform.access.permission import require_at
from stepwell.platform.jobs.job import Job, enqueue
from stepwell.platform.ledger.unit import action, record

# Ours: an absence is planned for a week at most.
MOST_DAYS = 7
# Ours: so much news of a search is kept.
MOST_NEWS = 200
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
    now: datetime,
) -> Proposal:
    """Ask the planner. The answer comes by and by; the week stays as it is."""
    require_at(actor, PROPOSE, site.pk)
    last_on = last_on or first_on
    _check_days(site, kind, first_on, last_on, now)
    away = None
    if kind is Kind.COVER:
        away = next((one for one in site_staff(actor, site) if one.pk == away_id), None)
        if away is None:
            raise refuse("Nobody of this site is named.", "away", "Choose who is away.")
    proposal = Proposal.objects.create(
        site=site,
        kind=kind,
        away=away,
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


@action
def dismiss(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal:
    """Leave the week as it is."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state == State.DISMISSED:
        return proposal
    if proposal.state not in (State.READY, State.NOTHING):
        raise refuse("This proposal isn't open.", "", "Look at the list of proposals.")
    _decide(actor, proposal, State.DISMISSED, now)
    return proposal


@action
def accept_proposal(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal:
    """Do what it says, each change by the action that a person would take. One that is refused undoes them all.

    Every rule is checked against the week as it is now, whatever it was when the planner looked.
    """
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state == State.ACCEPTED:
        return proposal
    if proposal.state != State.READY:
        raise refuse("This proposal isn't open.", "", "Ask the planner again.")
    try:
        _apply(actor, proposal, now)
    except Refused as refused:
        more = refuse("The week has changed since the planner looked.", "", "Ask again; nothing was changed.")
        raise Refused(*more.refusals, *refused.refusals) from refused
    _decide(actor, proposal, State.ACCEPTED, now)
    return proposal


@action
def begin_solving(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal | None:
    """The worker takes it; None where there is nothing to do (any more)."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state != State.WAITING and not is_gone(proposal, now):
        return None
    proposal.state, proposal.seen_at, proposal.progress = State.SOLVING, now, []
    proposal.save(update_fields=["state", "seen_at", "progress"])
    return proposal


@action
def tell_progress(*, actor: Actor, proposal_id: UUID, news: Sequence[Sequence[Any]], now: datetime) -> bool:
    """The worker is at it still, and this is new. Returns whether it should stop."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    proposal.progress = [*proposal.progress, *news][-MOST_NEWS:]
    proposal.seen_at = now
    proposal.save(update_fields=["progress", "seen_at"])
    return proposal.stop_asked or proposal.state != State.SOLVING


@action
def finish_solving(*, actor: Actor, proposal_id: UUID, result: dict[str, Any], now: datetime) -> Proposal:
    """What came of it waits for a person."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state != State.SOLVING:
        return proposal
    proposal.result = result
    proposal.state = State.READY if _changes(proposal) else State.NOTHING
    proposal.seen_at = now
    proposal.save(update_fields=["result", "state", "seen_at"])
    record(actor, "proposal.solved", subject=("proposal", proposal.pk), detail={"state": proposal.state})
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
    if kind is Kind.COVER and (last_on - first_on).days >= MOST_DAYS:
        raise refuse("An absence is planned for a week at a time.", "last_on", "Choose seven days or fewer.")


def _changes(proposal: Proposal) -> bool:
    """Whether there is anything to accept."""
    plan = proposal.result.get("plan") or {}
    return bool(plan.get("seats") if proposal.kind == Kind.PLACE else plan.get("held"))


def _apply(actor: Actor, proposal: Proposal, now: datetime) -> None:
    plan = proposal.result["plan"]
    if proposal.kind == Kind.COVER:
        for one in plan["held"]:
            lead_session(actor=actor, session_id=UUID(one["group"]), staff_id=int(one["leader"]), now=now)
        return
    people, groups = [UUID(one["person"]) for one in plan["seats"]], [UUID(one["group"]) for one in plan["seats"]]
    clients = Client.objects.filter(site=proposal.site).in_bulk(people)
    series = Series.objects.filter(site=proposal.site).in_bulk(groups)
    stays = Episode.objects.filter(client_id__in=people, track__site=proposal.site, ended_on__isnull=True)
    episodes = {(one.client_id, one.track_id): one for one in stays}
    for person, group in zip(people, groups, strict=True):
        episode = episodes.get((person, series[group].track_id)) if group in series else None
        if episode is None or person not in clients:
            raise refuse("Somebody whom it places isn't in that track any more.", "", "")
        enroll(
            actor=actor,
            series=series[group],
            client=clients[person],
            episode=episode,
            joined_on=max(proposal.first_on, episode.started_on),
            now=now,
        )


def _decide(actor: Actor, proposal: Proposal, state: State, now: datetime) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, actor.staff_id, now
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    record(actor, f"proposal.{state.value}", subject=("proposal", proposal.pk), detail={"kind": proposal.kind})
