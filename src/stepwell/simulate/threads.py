"""What makes some charts of the demo whole and leaves a gap in others: assessments, instruments, what is missing."""

from datetime import date, timedelta

from stepwell.domain.assessment.actions import save_assessment, sign_assessment
from stepwell.domain.assessment.queries import token_of
from stepwell.domain.assessment.rules.content import Answer, Condition, Content, Use
from stepwell.domain.assessment.rules.sections import SECTIONS
from stepwell.domain.assessment.rules.substances import SUBSTANCES
from stepwell.domain.careplan.actions import end_intervention, set_goal
from stepwell.domain.careplan.models import Intervention, Objective, Problem
from stepwell.domain.people.models import Client
from stepwell.domain.thread.actions import answer_finding, show_by_instrument
from stepwell.simulate.people import CLIENTS
from stepwell.simulate.world import Demo, living

# The last two came without an assessment that anybody signed.
ASSESSED = len(CLIENTS) - 2
_TOLD = "Talked through in the first meeting."
_CRITERIA = ("more", "stopping", "time", "craving")
_SLEEP = Condition("F32.A", "provisional", "Low since the spring.")


def hang_together(demo: Demo, started: dict[str, date]) -> None:
    """Assessments, and then one chart misses a problem, one a measure, one a group and one an objective."""
    for number, person in enumerate(CLIENTS[:ASSESSED]):
        also = (_SLEEP,) if number in (1, 2) else ()
        _assess(demo, person.given, person.problem[1], also, started[person.given])
    _leave_out(demo, CLIENTS[2].given)
    _measure(demo, CLIENTS[3].given, demo.today - timedelta(days=35))
    _lose_group(demo, CLIENTS[4].given)
    _begin_goal(demo, CLIENTS[5].given)


def _assess(demo: Demo, name: str, code: str, also: tuple[Condition, ...], started_on: date) -> None:
    """The supervisor asks, writes and signs, the day after they started."""
    who, enquiry = demo.actors["ingrid"], demo.made[f"enquiry {name}"]
    substance = next(one for one in SUBSTANCES if one.category == code.partition(".")[0])
    used = Use(substance.code, pattern="weekly", criteria=_CRITERIA, diagnosis="moderate")
    content = Content({section.code: Answer(_TOLD) for section in SECTIONS}, (used,), also)
    with living(demo.at(started_on + timedelta(days=1), 9)) as now:
        kept = save_assessment(actor=who, enquiry_id=enquiry.pk, content=content, token=token_of(None), now=now)
        sign_assessment(actor=who, enquiry_id=enquiry.pk, assessment_id=kept.pk, revision=kept.revision, now=now)


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
