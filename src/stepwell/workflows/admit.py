"""Letting a person start: from a decided level of care to a stay, a care team and a week full of groups.

It spans admissions, people, the week and the worklist, and happens in one transaction: all of it or nothing.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.episode import start_episode
from stepwell.domain.admissions.actions.steps import finish_steps
from stepwell.domain.admissions.models import Enquiry, Episode
from stepwell.domain.admissions.permissions import START_EPISODE
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.domain.admissions.rules.targets import end_of_first_day
from stepwell.domain.careplan.actions import TASK as TASK_PLAN
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import find_track
from stepwell.domain.orientation.actions import owe_orientation
from stepwell.domain.orientation.queries import last_signed
from stepwell.domain.people.actions import change_phase, join_care_team
from stepwell.domain.people.models import Client, Function, Phase, Site, Staff
from stepwell.domain.people.queries import find_client, site_staff
from stepwell.domain.thread.queries.days import days_at_site
from stepwell.domain.thread.rules import days_on
from stepwell.domain.week.actions import enroll
from stepwell.domain.week.queries.stays import first_booking, open_series, seat_for
from stepwell.domain.worklist.actions import raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action
from stepwell.workflows.first_day import tell_first_day
from stepwell.workflows.orientation import is_owed

# Who can be named for which place in the care team.
COUNSELORS = (Role.COUNSELOR, Role.THERAPIST)
THERAPISTS = (Role.THERAPIST, Role.SUPERVISOR)
CASE_MANAGERS = (Role.CASE_MANAGER, Role.COUNSELOR)


class StartedAlready(Refused):
    """Somebody let this person start. `episode` is the one stay there is."""

    def __init__(self, refusal: Refusal, episode: Episode) -> None:
        super().__init__(refusal)
        self.episode = episode


@action
def admit(
    *,
    actor: Actor,
    enquiry_id: UUID,
    track_id: int,
    started_on: date,
    counselor_id: int,
    therapist_id: int | None,
    case_manager_id: int,
    now: datetime,
    reason: str = "",
    despite: str = "",
) -> Episode:
    """The person starts in the track: the stay, the care team, a place in every group, and a plan to be written.

    Of two who do it at once, or of a form sent twice, one makes the stay and the other is told (`StartedAlready`).
    """
    require(actor, START_EPISODE)
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    if enquiry.started_at is not None:
        raise _started_already(enquiry)
    client = find_client(actor, enquiry.client_id, START_EPISODE)
    track = find_track(actor, track_id)
    team = _team(actor, enquiry.site, counselor_id, therapist_id, case_manager_id)
    if seat_for(actor, enquiry, track, started_on, now).is_held_for_others:
        mend = "Choose another date or track, or give a held seat back on its enquiry."
        raise refuse("Every free seat is held for somebody whose first day is chosen.", "track_id", mend)
    episode = start_episode(actor=actor, enquiry=enquiry, track=track, started_on=started_on, reason=reason, now=now)
    for function, staff in team:
        join_care_team(actor=actor, client=client, staff=staff, function=function, now=now)
    _enroll_in_all(actor, client, track, episode, despite, now)
    if (booking := first_booking(actor, episode)) is not None:
        tell_first_day(booking, now)
    finish_steps(actor, enquiry, now)
    # asked before the chart is the care team's: admissions wouldn't see any more that they have signed
    if is_owed(client, last_signed(actor, client)):
        due_at = end_of_first_day(started_on, ZoneInfo(client.site.zone))
        owe_orientation(actor=actor, client=client, owner=dict(team)[Function.CASE_MANAGER], due_at=due_at, now=now)
    raise_task(
        actor=actor,
        site=enquiry.site,
        client=client,
        owner=dict(team)[Function.COUNSELOR],
        kind=TASK_PLAN,
        subject_id=episode.pk,
        title="Write the plan",
        reason=f"Starts in {track.name} on {short_day(started_on)}.",
        due_at=now + timedelta(days=days_on(days_at_site(enquiry.site_id), started_on).plan),
        now=now,
    )
    # last: from here on the chart is the care team's, and admissions hands over
    change_phase(actor=actor, client=client, phase=Phase.IN_TREATMENT)
    return episode


def _enroll_in_all(actor: Actor, client: Client, track: Track, episode: Episode, despite: str, now: datetime) -> None:
    """Every group of the track in their language, or where there is none every group, from the first day on.
    `despite`: why, where one meets when they can't come or is held in another language.
    """
    groups = open_series(actor, track, episode.started_on, client.language)
    if not groups:
        raise refuse(f"{track.name} has no group from this day on.", "track_id", "Choose another date or track.")
    for series in groups:
        enroll(
            actor=actor,
            series=series,
            client=client,
            episode=episode,
            joined_on=episode.started_on,
            now=now,
            despite=despite,
        )


def _team(
    actor: Actor, site: Site, counselor_id: int, therapist_id: int | None, case_manager_id: int
) -> list[tuple[Function, Staff]]:
    """Who cares for the person; everybody is somebody who can, or all that are not are refused."""
    asked = [
        (Function.COUNSELOR, counselor_id, COUNSELORS, "counselor_id"),
        (Function.CASE_MANAGER, case_manager_id, CASE_MANAGERS, "case_manager_id"),
    ]
    if therapist_id is not None:
        asked.append((Function.THERAPIST, therapist_id, THERAPISTS, "therapist_id"))
    refusals: list[Refusal] = []
    team: list[tuple[Function, Staff]] = []
    for function, staff_id, roles, where in asked:
        staff = _among(site_staff(actor, site, roles), staff_id)
        if staff is None:
            refusals.append(Refusal(f"This isn't a {function.value} of the site.", where, "Choose one of the list."))
        else:
            team.append((function, staff))
    if refusals:
        raise Refused(*refusals)
    return team


def _among(staff: Collection[Staff], staff_id: int) -> Staff | None:
    return next((one for one in staff if one.pk == staff_id), None)


def _started_already(enquiry: Enquiry) -> Refused:
    """Told to who comes second."""
    episode = Episode.objects.select_related("track").filter(enquiry=enquiry).first()
    if episode is None:
        return refuse("This person has started already.", "", "Open the chart instead.")
    told = f"They start in {episode.track.name} on {short_day(episode.started_on)} already."
    return StartedAlready(Refusal(told), episode)
