"""What makes some charts of the demo whole and leaves a gap in others: instruments, and what is missing."""

from datetime import date, timedelta

from stepwell.domain.careplan.actions import end_intervention, set_goal
from stepwell.domain.careplan.models import Intervention, Objective, Problem
from stepwell.domain.people.models import Client
from stepwell.domain.thread.actions import answer_finding, show_by_instrument
from stepwell.simulate.people import CLIENTS
from stepwell.simulate.world import Demo, living


def hang_together(demo: Demo) -> None:
    """One chart leaves a diagnosis out with a reason; one misses a measure, one a group and one an objective."""
    _leave_out(demo, CLIENTS[2].given)
    _measure(demo, CLIENTS[3].given, demo.today - timedelta(days=35))
    _lose_group(demo, CLIENTS[4].given)
    _begin_goal(demo, CLIENTS[5].given)


def _leave_out(demo: Demo, name: str) -> None:
    """The plan says why it leaves a diagnosis out."""
    client = demo.clients[name]
    found = client.assessments.get().diagnoses.order_by("-position")[0]
    with living(demo.at(demo.today - timedelta(days=9), 11)) as now:
        answer_finding(
            actor=demo.actors["maya"],
            client_id=client.pk,
            diagnosis_id=found.pk,
            problem_id=None,
            reason="Treated by the family doctor; looked at again at the review.",
            now=now,
        )


def _measure(demo: Demo, name: str, day: date) -> None:
    """PHQ-9 shows the objective, and nobody asked it since."""
    with living(demo.at(day, 11)) as now:
        show_by_instrument(actor=demo.actors["maya"], objective_id=_step(demo.clients[name]).pk, code="phq-9", now=now)


def _lose_group(demo: Demo, name: str) -> None:
    """What served the objective has ended, and nothing took its place."""
    served = Intervention.objects.get(objective=_step(demo.clients[name]))
    with living(demo.at(demo.today - timedelta(days=2), 11)) as now:
        end_intervention(actor=demo.actors["maya"], intervention_id=served.pk, now=now)


def _begin_goal(demo: Demo, name: str) -> None:
    """A second goal that has no step yet."""
    problem = Problem.objects.get(client=demo.clients[name])
    with living(demo.at(demo.today - timedelta(days=3), 11)) as now:
        set_goal(
            actor=demo.actors["maya"],
            problem_id=problem.pk,
            in_their_words="Be somebody my brother can count on.",
            clinical="Keeps what was agreed with the family",
            now=now,
        )


def _step(client: Client) -> Objective:
    return Objective.objects.get(goal__problem__client=client)
