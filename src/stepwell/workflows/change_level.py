"""Going on in another track: a step up, a step down, or the same level at another time. The care team stays.

It spans admissions, people, the week and the worklist, and happens in one transaction: all of it or nothing.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from stepwell.domain.admissions.actions.episode import go_on_in
from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.episode import find_episode_to_end
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.careplan.actions import TASK as TASK_PLAN
from stepwell.domain.catalog.queries import find_track
from stepwell.domain.people.models import Function
from stepwell.domain.people.queries import care_team
from stepwell.domain.week.actions import enroll
from stepwell.domain.week.queries.stays import open_series
from stepwell.domain.worklist.actions import raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.unit import action
from stepwell.workflows.discharge import discharge

# Ours: how soon the plan is looked at again, because the groups that carry it are others now.
LOOK_WITHIN = timedelta(days=3)


@action
def change_level(
    *, actor: Actor, episode_id: UUID, track_id: int, last_on: date, reason: str, now: datetime, despite: str = ""
) -> Episode:
    """The stay ends after `last_on`, and the day after the person is in the other track's groups, with the same team.

    A group without a seat, or at a time at which they are booked elsewhere, refuses the whole; one at a time at which
    they told that they can't come asks for a reason (`despite`).
    """
    episode = find_episode_to_end(actor, episode_id, lock=True)
    if episode.ended_on is not None:
        raise refuse("This stay has ended already.", "", "Read in the chart how it ended.")
    track, started_on = find_track(actor, track_id), last_on + timedelta(days=1)
    groups = open_series(actor, track, started_on, episode.client.language)
    if not groups:
        raise refuse(f"{track.name} has no group from that day on.", "goes_on", "Choose another day or track.")
    following = go_on_in(actor=actor, episode=episode, track=track, started_on=started_on, reason=reason, now=now)
    # after it: another stay is open, so the chart stays open to the team
    discharge(actor=actor, episode_id=episode.pk, last_on=last_on, reason=EndReason.TRANSFERRED, now=now)
    client = following.client
    for series in groups:
        enroll(
            actor=actor,
            series=series,
            client=client,
            episode=following,
            joined_on=started_on,
            now=now,
            despite=despite,
        )
    team = {Function(one.function): one.staff for one in care_team(actor, client)}
    raise_task(
        actor=actor,
        site=track.site,
        client=client,
        owner=team.get(Function.COUNSELOR),
        kind=TASK_PLAN,
        subject_id=following.pk,
        title="Look at the plan again",
        reason=f"Goes on in {track.name} from {short_day(started_on)}: other groups carry the plan.",
        due_at=now + LOOK_WITHIN,
        now=now,
    )
    return following
