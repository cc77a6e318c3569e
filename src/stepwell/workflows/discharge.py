"""Letting a stay end: the places in its groups, the care team, the work that asked for a plan.

It spans admissions, people, the week and the worklist, and happens in one transaction: all of it or nothing.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from stepwell.domain.admissions.actions.episode import end_episode
from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.episode import find_episode_to_end
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.careplan.actions import TASK as TASK_PLAN
from stepwell.domain.measures.actions.sheets import DUE as TASK_DUE
from stepwell.domain.people.actions import change_phase, leave_care_team
from stepwell.domain.people.models import Function, Phase
from stepwell.domain.people.queries import care_team
from stepwell.domain.planreview.actions import TASKS as TASKS_OF_REVIEWS
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.week.actions import leave_series
from stepwell.domain.week.actions.rescue import TASK_HELP
from stepwell.domain.week.actions.runway import TASK as TASK_RUNWAY
from stepwell.domain.worklist.actions import finish_task, finish_tasks, finish_tasks_of_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action


@action
def discharge(*, actor: Actor, episode_id: UUID, last_on: date, reason: EndReason, now: datetime) -> Episode:
    """The stay ends after `last_on`: its groups have a seat again, and the chart closes to the care team.

    Nobody goes while a safety event of theirs is open. Where another stay goes on, the care team stays.
    """
    episode = find_episode_to_end(actor, episode_id, lock=True)
    client = episode.client
    if SafetyEvent.objects.filter(client=client, resolved_at__isnull=True).exists():
        raise refuse("They may not be safe: a safety event is open.", "", "Resolve it in Crisis first.")
    is_repeat = episode.ended_on is not None
    episode = end_episode(actor=actor, episode=episode, last_on=last_on, reason=reason, now=now)
    if is_repeat or episode.ended_on is None:
        return episode
    stays = Q(left_on__isnull=True) | Q(left_on__gt=episode.ended_on)
    for member in episode.enrollments.filter(stays).order_by("pk"):
        # what they would have joined later they never join
        left_on = max(episode.ended_on, member.joined_on)
        leave_series(actor=actor, enrollment=member, left_on=left_on, now=now)
    finish_tasks(actor=actor, kinds=(TASK_PLAN, *TASKS_OF_REVIEWS), subject_id=episode.pk, now=now)
    if not client.episodes.filter(ended_on__isnull=True).exists():
        for place in care_team(actor, client):
            function = Function(place.function)
            leave_care_team(actor=actor, client=client, staff=place.staff, function=function, now=now)
        finish_task(actor=actor, kind=TASK_RUNWAY, subject_id=client.pk, now=now)
        finish_tasks_of_client(actor=actor, client_id=client.pk, kind=TASK_DUE, now=now)
        finish_tasks_of_client(actor=actor, client_id=client.pk, kind=TASK_HELP, now=now)
        change_phase(actor=actor, client=client, phase=Phase.LEFT)
    return episode
