"""Answers that call for somebody now, and what that somebody does: see docs/clinical.md, "Safety".

An alarm looks at each answer as it is given: not at a total, not at what is missing, and not at whether two answers
contradict each other. Nothing here ever lowers one.
"""

from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.measures.rules.asking import Answers
from stepwell.domain.measures.rules.definitions import FlagSeverity, Instrument, Kind, Triage
from stepwell.domain.measures.rules.triage import triage


class Within(StrEnum):
    """How soon. NOW is a safety event; the others are tasks."""

    NOW = "now"
    VISIT = "visit"
    DAY = "day"


# A safety answer that asks about suicide carries this code; whatever else an instrument calls a safety answer (an
# overdose, a home that isn't safe) is an alarm too, and is never called suicide.
SUICIDE_FLAG = "suicide-risk"
SUICIDE = "Suicide risk"


@dataclass(frozen=True, slots=True)
class Alarm:
    """`code` is kept with the sheet; `task` is the kind of its task, `reason` what the task says of "{title}", `about`
    what it is called on Today.
    """

    code: str
    within: Within
    heading: str
    do_now: tuple[str, ...]
    task: str = ""
    reason: str = ""
    about: str = SUICIDE


# From the least to the gravest; each instrument knows its own.
ALARMS: tuple[Alarm, ...] = (
    Alarm(
        "safety-answer",
        Within.VISIT,
        "A safety answer: review before they leave",
        ("A clinician reviews safety during this visit, whatever the total.",),
        "measures.risk_answer",
        "{title}, a safety question. A clinician reviews safety during this visit.",
        "Safety",
    ),
    Alarm(
        "item-9",
        Within.VISIT,
        "Suicide risk: review before they leave",
        (
            "A clinician reviews safety during this visit, whatever the total.",
            "Ask the C-SSRS Screener now.",
            "Offer a safety plan.",
        ),
        "measures.risk_item_9",
        "{title}, a safety question. A clinician reviews safety during this visit; offer a safety plan.",
    ),
    Alarm(
        "low",
        Within.VISIT,
        "C-SSRS low: review before they leave",
        ("A clinician reviews this during the visit.", "Offer a safety plan."),
        "measures.risk_low",
        "C-SSRS Screener, low. A clinician reviews it during this visit; offer a safety plan.",
    ),
    Alarm(
        "moderate",
        Within.DAY,
        "C-SSRS moderate: a clinician assesses today",
        (
            "A clinician assesses the person today.",
            "Write a safety plan together.",
            "Agree on a contact within 24 to 72 hours.",
        ),
        "measures.risk_moderate",
        "C-SSRS Screener, moderate. A clinician assesses today; safety plan; contact within 24 to 72 hours.",
    ),
    Alarm(
        "high",
        Within.NOW,
        "C-SSRS high: act now",
        (
            "Do not leave the person alone.",
            "Call the on-call clinician this minute. Stepwell pages them too; don’t wait for it.",
            "An evaluation comes before they leave: emergency department, 911 or mobile crisis.",
            "Make the surroundings safer with them: medication, firearms, anything they named.",
            "Contact them again tomorrow.",
        ),
    ),
)
_BY_CODE = {alarm.code: alarm for alarm in ALARMS}
_BY_TRIAGE = {Triage.LOW: "low", Triage.MODERATE: "moderate", Triage.HIGH: "high"}


def alarm_of(instrument: Instrument, answers: Answers) -> Alarm | None:
    """The gravest alarm that these answers establish, complete or not."""
    if instrument.kind is Kind.TRIAGE:
        level = triage(instrument, answers, ()).level
        return _BY_CODE.get(_BY_TRIAGE.get(level, ""))
    raised = {
        flag.code
        for flag in instrument.item_flags
        if flag.severity is FlagSeverity.SAFETY and any(answers.get(item, 0) >= flag.at_least for item in flag.items)
    }
    if SUICIDE_FLAG in raised:
        return _BY_CODE["item-9"]
    return _BY_CODE["safety-answer"] if raised else None


def find_alarm(code: str) -> Alarm | None:
    """The alarm that was kept under this code."""
    return _BY_CODE.get(code)


def graver(alarm: Alarm | None, than: Alarm | None) -> bool:
    """Whether an alarm goes beyond the one that was raised before."""
    if alarm is None:
        return False
    return than is None or ALARMS.index(alarm) > ALARMS.index(than)
