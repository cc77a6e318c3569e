"""Where an enquiry stands, derived from facts, and what it waits for.

The way is Enquiry → Screened → Benefits → Assessed → Placed → Scheduled → Started. Benefits, Assessed
and Scheduled are listed once a part establishes their facts.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """In the order of the way."""

    ENQUIRY = "enquiry"
    SCREENED = "screened"
    PLACED = "placed"
    STARTED = "started"

    @property
    def label(self) -> str:
        """As the board heads its column."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class EnquiryFacts:
    """What is known. `required` and `completed` are titles of instruments, as staff read them.

    `stop` is set while a placement suggestion says to evaluate now.
    """

    required: tuple[str, ...]
    completed: frozenset[str] = frozenset()
    placement_confirmed: bool = False
    admitted: bool = False
    stop: bool = False


def stage_of(facts: EnquiryFacts) -> Stage:
    """The furthest stage whose fact holds. A program that requires no instrument has nothing left to screen."""
    if facts.admitted:
        return Stage.STARTED
    if facts.placement_confirmed:
        return Stage.PLACED
    return Stage.ENQUIRY if _open_screens(facts) else Stage.SCREENED


def blocker(facts: EnquiryFacts) -> str:
    """What stands between this person and the next stage, in words; empty once started. A stop comes before all."""
    stage = stage_of(facts)
    if stage is Stage.STARTED:
        return ""
    if facts.stop:
        return "Evaluate now, before anything else"
    open_screens = _open_screens(facts)
    if open_screens:
        return f"Screening to finish: {', '.join(open_screens)}"
    return "Placement to confirm" if stage is Stage.SCREENED else "Start to arrange"


def _open_screens(facts: EnquiryFacts) -> tuple[str, ...]:
    return tuple(title for title in facts.required if title not in facts.completed)
