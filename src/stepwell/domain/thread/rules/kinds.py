"""The kinds of links, in the order in which a missing one matters, and what each counts, in words.

The order and the days are ours where no source is named. The golden thread is no law's word: what it rests on is that a
plan is individualized and reviewed (Medicare IOP, 42 CFR 410.44 and 424.24(d), docs/clinical.md "Payers").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from stepwell.domain.thread.rules.days import OURS


class Kind(StrEnum):
    """What a link leads to. The first of these matters most when it is missing."""

    ASSESSED = "assessed"
    PLANNED = "planned"
    REVIEWED = "reviewed"
    ADDRESSED = "addressed"
    GOAL = "goal"
    OBJECTIVE = "objective"
    INTERVENTION = "intervention"
    GROUP = "group"
    NOTE = "note"
    MEASURED = "measured"
    SIGNED = "signed"
    NAMED = "named"

    @property
    def rank(self) -> int:
        """Its place in the order."""
        return list(Kind).index(self)


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of link in words: what it joins, what a missing one is called, what is needed, when it is there, what
    isn't counted and why, and where its days come from.
    """

    label: str
    missing: str
    needed: str
    there: str
    not_counted: str
    source: str


_OURS = "Ours."

TERMS: Mapping[Kind, Term] = MappingProxyType(
    {
        Kind.ASSESSED: Term(
            "Stay to assessment",
            "No signed assessment",
            "One for each open stay.",
            "An assessment of the person is signed.",
            "A draft isn’t there yet: nobody answers for it.",
            _OURS,
        ),
        Kind.PLANNED: Term(
            "Stay to plan",
            "No plan yet",
            "One for each open stay.",
            "The plan has a problem.",
            "The first days of a stay without a plan, as many as the site says: it isn’t due yet.",
            f"The site’s own days (Settings, Plan reviews). Ours: {OURS.plan} days.",
        ),
        Kind.REVIEWED: Term(
            "Plan to review",
            "Review overdue",
            "One for each plan.",
            "The day of the next review hasn’t passed.",
            "Stays without a plan: there is nothing to review.",
            "The site’s own days, and the days that payers set (Settings, Plan reviews).",
        ),
        Kind.ADDRESSED: Term(
            "Diagnosis to problem",
            "No problem addresses it",
            "One for each diagnosis of the latest signed assessment.",
            "A problem has the same code, open or closed since the assessment, or somebody said which problem it "
            "belongs to or why the plan leaves it out.",
            "What a referrer sent and no clinician signed: it is somebody else’s word. The first days after the "
            "assessment, if the site gives any.",
            f"The site’s own days (Settings, Plan reviews). Ours: {OURS.finding} days.",
        ),
        Kind.GOAL: Term(
            "Problem to goal",
            "No goal",
            "One for each open problem of the plan.",
            "The problem has a goal, open or closed.",
            "Closed problems, and plans of stays that have ended: nothing is mended there any more.",
            _OURS,
        ),
        Kind.OBJECTIVE: Term(
            "Goal to objective",
            "No objective",
            "One for each open goal.",
            "The goal has an objective, open or closed.",
            "Closed goals: they are reached or set aside.",
            _OURS,
        ),
        Kind.INTERVENTION: Term(
            "Objective to intervention",
            "Nothing serves it",
            "One for each open objective.",
            "An intervention serves it that hasn’t ended.",
            "Closed objectives: they are reached or given up.",
            _OURS,
        ),
        Kind.GROUP: Term(
            "Intervention to group",
            "No group carries it",
            "One for each intervention in a group that goes on.",
            "A group carries it; whoever leads the group answers for it.",
            "Interventions that have ended, whose objective is closed, or that need no group: sessions alone or with "
            "family, medication, casework, peer support.",
            _OURS,
        ),
        Kind.NOTE: Term(
            "Objective to note",
            "No note for too long",
            "One for each open objective that a group, or sessions alone or with family, serve.",
            "A signed note names it that is younger than the days that the site says.",
            "As many first days without a note: it isn’t due yet. Medication, casework and peer support, which write "
            "no session note.",
            f"The site’s own days (Settings, Plan reviews). Ours: {OURS.note} days, as groups meet every week: two "
            "weeks without a word mean that nobody works on it.",
        ),
        Kind.MEASURED: Term(
            "Objective to measure",
            "Measure overdue",
            "One for each open objective that an instrument shows.",
            "The instrument was answered in this stay, and no later answer is overdue.",
            "Objectives whose measure is counted another way, and instruments without an answer that aren’t due yet or "
            "that the site asks of nobody like them.",
            "The site’s schedules of questions (Settings, Questions).",
        ),
        Kind.SIGNED: Term(
            "Session to signed note",
            "Note not signed",
            "One for each session of the stay that the person attended.",
            "Their note of it is signed.",
            "Sessions that ended less than 24 hours ago, those without a roll, and those that were missed.",
            "Ours: 24 hours, as for a note that was written late.",
        ),
        Kind.NAMED: Term(
            "Note to objective",
            "Note names no objective",
            "One for each signed note of the stay since the first objective was set.",
            "The note names an objective, or somebody said afterwards which it served.",
            "Notes from before the first objective: there was none to name.",
            _OURS,
        ),
    }
)
