"""What a plan's parts are: areas of a life, stages of change, kinds of intervention, whose part something is. Pure.

The ten areas are mission.md's part 4: all are offered, none is owed. The five stages of change are those of Prochaska,
DiClemente and Norcross ("In search of how people change", American Psychologist 47(9), 1992), as SAMHSA's TIP 35 uses
them; a stage is of one problem, since nobody is at the same one in everything. Their plain wordings, and the
kinds of intervention, are ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stepwell.kernel.coding import ICD_10_CM
from stepwell.kernel.errors import Refusal, Refused


class Area(StrEnum):
    """What a plan may touch, in the order in which it is offered."""

    CRAVINGS = "cravings"
    RETURN_TO_USE = "return to use"
    SELF_CARE = "self-care"
    PEER_SUPPORT = "peer support"
    LEGAL_FINANCIAL = "legal and financial"
    FAMILY = "family and couple"
    HEALTH = "medical and psychological"
    WORK_SCHOOL = "work and school"
    SELF_WORTH = "self-worth"
    AFTERCARE = "aftercare"

    @property
    def label(self) -> str:
        """As a page says it."""
        return _AREAS[self]


_AREAS = {
    Area.CRAVINGS: "Cravings",
    Area.RETURN_TO_USE: "Relapse prevention, and after a return to use",
    Area.SELF_CARE: "Self-care",
    Area.PEER_SUPPORT: "Peer support",
    Area.LEGAL_FINANCIAL: "Legal and financial matters",
    Area.FAMILY: "Family and couple",
    Area.HEALTH: "Medical and psychological care",
    Area.WORK_SCHOOL: "Work and school",
    Area.SELF_WORTH: "Self-worth",
    Area.AFTERCARE: "Aftercare",
}


class Stage(StrEnum):
    """How ready somebody is to change one thing."""

    PRECONTEMPLATION = "precontemplation"
    CONTEMPLATION = "contemplation"
    PREPARATION = "preparation"
    ACTION = "action"
    MAINTENANCE = "maintenance"

    @property
    def label(self) -> str:
        """The published word, and what it comes to."""
        return f"{self.value.capitalize()}: {_STAGES[self]}"


_STAGES = {
    Stage.PRECONTEMPLATION: "doesn’t see it as something to change now",
    Stage.CONTEMPLATION: "thinks about it, with reasons for and against",
    Stage.PREPARATION: "means to, soon, and makes ready",
    Stage.ACTION: "is changing it",
    Stage.MAINTENANCE: "keeps up what has changed",
}


class Means(StrEnum):
    """By what an intervention comes to the person. Those in a group need one that carries them."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    MEDICATION = "medication"
    CASEWORK = "casework"
    PEER = "peer"

    @property
    def label(self) -> str:
        """As a page says it."""
        return _MEANS[self]


_MEANS = {
    Means.GROUP: "Group",
    Means.INDIVIDUAL: "Individual session",
    Means.FAMILY: "Family or couple session",
    Means.MEDICATION: "Medication",
    Means.CASEWORK: "Casework",
    Means.PEER: "Peer support",
}


class Part(StrEnum):
    """Whose part of the plan something is, by what they are to the client: a care team's functions but for leading a
    group, which carries a part and doesn't own it.
    """

    PRESCRIBER = "prescriber"
    THERAPIST = "therapist"
    COUNSELOR = "counselor"
    CASE_MANAGER = "case manager"
    NURSE = "nurse"
    PEER = "peer"

    @property
    def label(self) -> str:
        """As a page says it."""
        return "Psychiatrist or prescriber" if self is Part.PRESCRIBER else self.value.capitalize()


class Ending(StrEnum):
    """How a problem, a goal or an objective ended. Ours, along FHIR's states of a goal: completed, cancelled, entered
    in error (https://hl7.org/fhir/R4/valueset-goal-status.html).
    """

    REACHED = "reached"
    SET_ASIDE = "set aside"
    MISTAKE = "written by mistake"

    @property
    def label(self) -> str:
        """As a page says it."""
        return _ENDINGS[self]


_ENDINGS = {
    Ending.REACHED: "Reached",
    Ending.SET_ASIDE: "Set aside: not wanted, or not now",
    Ending.MISTAKE: "Written by mistake",
}


def check_ending(said: str, where: str, what: str = "This doesn’t say how it ended.") -> None:
    """Raises `Refused` for a word that is none of ours; `what` is said where there is none."""
    if not said:
        raise Refused(Refusal(what, where, "Choose how it ended."))
    if said not in {one.value for one in Ending}:
        raise Refused(Refusal("This is no choice.", where, "Choose one of those that are shown."))


class Condition(StrEnum):
    """What kind of condition a problem is named after."""

    SUBSTANCE = "substance use"
    MENTAL_HEALTH = "mental health"
    OTHER = "another condition"


# ICD-10-CM, chapter 5: F01-F99 are mental, behavioral and neurodevelopmental disorders, F10-F19 of them those that
# come of using a substance.
_CHAPTER_5 = re.compile(r"F(\d\d)(?:\.|$)", re.ASCII)


def condition_of(system: str, code: str) -> Condition | None:
    """By its ICD-10-CM code; None for what has another code or none."""
    if system != ICD_10_CM or not code:
        return None
    found = _CHAPTER_5.match(code)
    if found is None:
        return Condition.OTHER
    return Condition.SUBSTANCE if 10 <= int(found[1]) <= 19 else Condition.MENTAL_HEALTH


def is_co_occurring(conditions: Iterable[Condition | None]) -> bool:
    """Whether a plan holds both a substance use and a mental health condition."""
    return {Condition.SUBSTANCE, Condition.MENTAL_HEALTH} <= {*conditions}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a problem stands: the areas it touches, whose part it is, and how ready they are to change it."""

    areas: tuple[str, ...] = ()
    part: str = ""
    stage: str = ""


NOWHERE = Placed()


def check_placed(placed: Placed) -> Placed:
    """The same with its areas in order, each once. Raises `Refused` for a word that is none of ours."""
    areas = check_areas(placed.areas)
    refusals = [
        Refusal("This is no choice.", where, "Choose one of those that are shown, or none.")
        for where, said, known in (("part", placed.part, Part), ("stage", placed.stage, Stage))
        if said and said not in {one.value for one in known}
    ]
    if refusals:
        raise Refused(*refusals)
    return Placed(areas, placed.part, placed.stage)


def check_areas(areas: Iterable[str]) -> tuple[str, ...]:
    """In their order, each once. Raises `Refused` for one that is unknown."""
    chosen = {*areas}
    if chosen - {area.value for area in Area}:
        raise Refused(Refusal("This is no area.", "areas", "Choose those that are shown, or none."))
    return tuple(area.value for area in Area if area.value in chosen)


def check_service(means: str, part: str) -> None:
    """How an intervention comes and whose it is. Raises `Refused` for a word that is none of ours."""
    if means not in {one.value for one in Means}:
        raise Refused(Refusal("This is no kind of intervention.", "means", "Choose one of those that are shown."))
    check_placed(Placed(part=part))
