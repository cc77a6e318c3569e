"""Where an enquiry stands, derived from facts, and what it waits for.

The way is Enquiry → Screened → Benefits → Assessed → Placed → Scheduled → Started. Nobody sets a stage: a benefits
check, an assessment, a placement and a held seat are facts, and the stage follows from them.
"""

from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.admissions.rules.education import NO_EDUCATION, Taught
from stepwell.domain.admissions.rules.route import Route, leads_away


class Stage(StrEnum):
    """In the order of the way."""

    ENQUIRY = "enquiry"
    SCREENED = "screened"
    BENEFITS = "benefits"
    ASSESSED = "assessed"
    PLACED = "placed"
    SCHEDULED = "scheduled"
    STARTED = "started"

    @property
    def label(self) -> str:
        """As the board heads its column."""
        return self.value.capitalize()

    @property
    def place(self) -> int:
        """How far along the way."""
        return list(Stage).index(self)


@dataclass(frozen=True, slots=True)
class EnquiryFacts:
    """What is known. `required` and `completed` are titles of instruments, as staff read them.

    `stop` is set while a placement suggestion says to evaluate now. `benefits_checked` holds also where no check is
    needed and somebody said why. `route` is where the level that was decided leads,
    `taught` where their early-intervention education is.
    """

    required: tuple[str, ...]
    completed: frozenset[str] = frozenset()
    placement_confirmed: bool = False
    admitted: bool = False
    stop: bool = False
    benefits_checked: bool = False
    assessed: bool = False
    seat_held: bool = False
    route: Route = Route.HERE
    taught: Taught = NO_EDUCATION

    @property
    def leads_away(self) -> bool:
        """Whether a level is decided, nothing is to be evaluated first, and it leads somewhere else than here."""
        return self.placement_confirmed and not self.stop and leads_away(self.route, seat_held=self.seat_held)

    @property
    def is_to_teach(self) -> bool:
        """Whether it leads to early-intervention education here first: to less care, and they haven't said no to it."""
        return self.leads_away and self.route is Route.LESS and not self.taught.is_over

    @property
    def open_screens(self) -> tuple[str, ...]:
        """Titles of what is still to be asked."""
        return tuple(title for title in self.required if title not in self.completed)


def stage_of(facts: EnquiryFacts) -> Stage:
    """The furthest stage whose fact holds. A program that requires no instrument has nothing left to screen.

    Benefits that were checked, or an assessment that was held, on the first call carry nobody past screening.
    """
    if facts.admitted:
        return Stage.STARTED
    if facts.placement_confirmed:
        return Stage.SCHEDULED if facts.seat_held and facts.route is not Route.MORE else Stage.PLACED
    if facts.open_screens:
        return Stage.ENQUIRY
    if facts.assessed:
        return Stage.ASSESSED
    return Stage.BENEFITS if facts.benefits_checked else Stage.SCREENED


_NEXT_FOR = {
    Route.HERE: "First day to choose",
    Route.MORE: "More care to find, and a warm handover",
}


def missing(facts: EnquiryFacts) -> tuple[str, ...]:
    """Everything between here and a start: what the next stage needs first, then what was left out on the way."""
    if facts.admitted:
        return ()
    at = stage_of(facts)
    open_screens = facts.open_screens
    first = [(facts.stop, "Evaluate now, before anything else")]
    first += [(bool(open_screens), f"Screening to finish: {', '.join(open_screens)}")]
    steps = (
        (Stage.BENEFITS, facts.benefits_checked, "Benefits to check"),
        (Stage.ASSESSED, facts.assessed, "Assessment to finish"),
        (Stage.PLACED, facts.placement_confirmed, "Placement to confirm"),
        (Stage.SCHEDULED, at is Stage.SCHEDULED, _NEXT_FOR.get(facts.route, facts.taught.words)),
        (Stage.STARTED, False, "Start to arrange"),
    )
    ahead = [words for stage, is_done, words in steps if not is_done and stage.place > at.place]
    behind = [words for stage, is_done, words in steps if not is_done and stage.place < at.place]
    return (*(words for is_open, words in first if is_open), ahead[0], *behind, *ahead[1:-1])


def blocker(facts: EnquiryFacts) -> str:
    """What stands between this person and the next stage, in words; empty once started. A stop comes before all."""
    return next(iter(missing(facts)), "")
