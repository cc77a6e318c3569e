"""Which moves between stages are open, why another one isn't, and which page makes it. Pure.

A move never commits anything by itself: it opens the page on which a person does what the stage means (a benefits
check, a placement, a first day), so a card that is dragged and a choice from a list come to the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.route import stands_against_a_start
from stepwell.domain.admissions.rules.stages import EnquiryFacts, Stage, stage_of
from stepwell.kernel.errors import Refusal, Refused


class Step(StrEnum):
    """What is done to reach a stage; each has its page."""

    SCREEN = "screen"
    CHECK_BENEFITS = "check benefits"
    ASSESS = "assess"
    PLACE = "place"
    SCHEDULE = "schedule"
    START = "start"
    HAND_OVER = "hand over"
    TEACH = "teach"

    @property
    def verb(self) -> str:
        """On the button that leads there."""
        return _VERBS[self]


_VERBS = {
    Step.SCREEN: "Screen",
    Step.CHECK_BENEFITS: "Check benefits",
    Step.ASSESS: "Assess",
    Step.PLACE: "Place",
    Step.SCHEDULE: "Choose the first day",
    Step.START: "Start",
    Step.HAND_OVER: "Hand over",
    Step.TEACH: "Education",
}
STEP_TO = {
    Stage.SCREENED: Step.SCREEN,
    Stage.BENEFITS: Step.CHECK_BENEFITS,
    Stage.ASSESSED: Step.ASSESS,
    Stage.PLACED: Step.PLACE,
    Stage.SCHEDULED: Step.SCHEDULE,
    Stage.STARTED: Step.START,
}
_WHO = {
    Step.SCREEN: "Somebody who may open the chart asks these questions.",
    Step.CHECK_BENEFITS: "Admissions checks benefits.",
    Step.ASSESS: "A clinician says that the assessment is finished.",
    Step.PLACE: "A clinician decides on a level of care.",
    Step.SCHEDULE: "Admissions or a supervisor chooses the first day.",
    Step.START: "Admissions or a supervisor lets somebody start.",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is to be moved: the facts, and what stands apart from the way. `may` are the steps this actor can take.

    `level` is the one that was decided, of that edition; empty while none is.
    """

    facts: EnquiryFacts
    may: Collection[Step]
    is_closed: bool = False
    says_died: bool = False
    level: str = ""
    edition: Edition = Edition.THIRD


def move_to(situation: Situation, to: Stage) -> Step:
    """The step that leads to `to`. Raises `Refused` with everything that stands in the way, and how to mend it."""
    _check_open(situation)
    at = stage_of(situation.facts)
    if to is at:
        raise Refused(Refusal(f"They are in {to.label} already.", "to", "Choose the stage that comes next."))
    if to.place < at.place:
        what = f"They are in {at.label}, which comes after {to.label}."
        raise Refused(Refusal(what, "to", "A stage follows from what is known: change that on the enquiry's page."))
    step = STEP_TO[to]
    refusals = _in_the_way(situation, to)
    if not refusals and step not in situation.may:
        refusals = [Refusal(_WHO[step], "to", "Ask one of them, or choose another stage.")]
    if refusals:
        raise Refused(*refusals)
    return step


def next_step(situation: Situation) -> Step | None:
    """The first thing to do that this actor can do now; None where it is somebody else's turn.

    What leads to the next stage comes before what was left out on the way, as in `stages.missing`.
    """
    facts = situation.facts
    if situation.is_closed or situation.says_died or facts.admitted:
        return None
    done = {
        Step.SCREEN: not facts.open_screens,
        Step.CHECK_BENEFITS: facts.benefits_checked,
        Step.ASSESS: facts.assessed,
        Step.PLACE: facts.placement_confirmed,
        Step.SCHEDULE: facts.seat_held,
    }
    at = stage_of(facts)
    if facts.leads_away:
        step = Step.TEACH if facts.is_to_teach else Step.HAND_OVER
        return step if step in situation.may else None
    in_turn = sorted(STEP_TO.items(), key=lambda one: (one[0].place < at.place, one[0].place))
    for stage, step in in_turn:
        if not done.get(step, False) and step in situation.may and not _in_the_way(situation, stage):
            return step
    return None


def _check_open(situation: Situation) -> None:
    if situation.is_closed:
        raise Refused(Refusal("This enquiry is closed.", "to", "Reopen it first, and say why."))
    if situation.says_died:
        raise Refused(Refusal("The referral says that this person has died.", "to", "Ask the sender first."))


def _in_the_way(situation: Situation, to: Stage) -> list[Refusal]:
    """What has to be there before the step to a stage makes sense.

    Screening comes before a level is discussed (docs/clinical.md, "Safety"; ours), a level before a first day. That
    benefits are still to be checked, or the assessment to be finished, holds nobody up who needs to start tomorrow:
    it stays named on the card (ours).
    """
    facts = situation.facts
    refusals: list[Refusal] = []
    # a stop is settled on the placement page, by an evaluation
    if facts.stop and to.place > Stage.PLACED.place:
        refusals.append(Refusal("This person is to be evaluated now.", "to", "Write on the placement who saw them."))
    if facts.open_screens and Stage.SCREENED.place < to.place and not facts.placement_confirmed:
        titles = ", ".join(facts.open_screens)
        refusals.append(Refusal(f"Screening comes first: {titles}.", "to", "Finish it on the enquiry's page."))
    if to.place > Stage.PLACED.place and not facts.placement_confirmed:
        mend = "Let a clinician confirm the placement first."
        refusals.append(Refusal("No level of care is decided yet.", "to", mend))
    if to.place > Stage.PLACED.place and (
        against := stands_against_a_start(situation.level, facts.route, situation.edition)
    ):
        refusals.append(Refusal(against.what, "to", against.mend))
    return refusals
