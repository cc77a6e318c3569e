"""The sections of a biopsychosocial assessment, as data: what is asked, in our own words. Pure.

What it covers: SAMHSA TIP 47, chapter 4 (intake: biopsychosocial assessment, docs/clinical.md). The order, the prompts
and the choices are ours. Trauma is offered and never required (SAMHSA TIP 57: ask in a way that leaves the choice).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Need(Enum):
    """What a section needs before a signature."""

    WORDS = "words"  # nobody but the writer can say it, so it can't be declined
    ANSWER = "answer"  # words, a choice, or "prefers not to say"
    OFFERED = "offered"  # may stay empty


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `choices` are (code, label), none where there is nothing to choose."""

    code: str
    label: str
    prompts: tuple[str, ...]
    need: Need = Need.ANSWER
    choices_label: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def choice_label(self, code: str) -> str:
        """The label of a choice; empty for none."""
        return dict(self.choices).get(code, "")


USE: Final = "use"
MEDICAL: Final = "medical"
PSYCHIATRIC: Final = "psychiatric"
RISK: Final = "risk"
HOUSING: Final = "housing"
SUMMARY: Final = "summary"

SECTIONS: Final = (
    Section(
        "presenting",
        "What brings them here",
        ("Their own words first.", "Why now, and what would they like to be different?"),
    ),
    Section(
        USE,
        "Substance use",
        ("How it began and changed, and what helped.", "Each substance has its own part below."),
    ),
    Section(
        MEDICAL,
        "Body and health",
        ("Conditions, pain, pregnancy, allergies, medication.", "Last visit to a doctor. Infections that were tested."),
    ),
    Section(
        PSYCHIATRIC,
        "Mind and mood",
        ("Earlier diagnoses, treatment, hospital stays and medication.", "What is there now, and what came first?"),
    ),
    Section(
        "trauma",
        "Trauma",
        ("Offer it, and leave the choice.", "No details are needed: what helps, what is hard today?"),
        Need.OFFERED,
    ),
    Section(
        RISK,
        "Risk",
        ("Read the results beside this, don't repeat them.", "What raises risk now, what protects, what was agreed?"),
        Need.WORDS,
    ),
    Section(
        "family",
        "Family and relationships",
        ("Who is close, who depends on them, who uses.", "Is home safe? Children and their care."),
    ),
    Section(
        HOUSING,
        "Home and daily life",
        ("Where they sleep, with whom, and for how long.", "Getting here, food, phone."),
        Need.ANSWER,
        "Where they live",
        (
            ("own", "Own or rented home"),
            ("others", "With family or friends"),
            ("sober", "Sober living"),
            ("shelter", "Shelter"),
            ("none", "No place to stay"),
            ("unsafe", "Somewhere that isn't safe"),
        ),
    ),
    Section(
        "work",
        "Work and school",
        ("Hours that must stay free.", "Training, and what they would like to do."),
        Need.ANSWER,
        "Work",
        (
            ("full", "Full time"),
            ("part", "Part time"),
            ("looking", "Looking for work"),
            ("school", "School or training"),
            ("home", "At home with children or others"),
            ("unable", "Not able to work"),
            ("retired", "Retired"),
            ("other", "Something else"),
        ),
    ),
    Section(
        "legal",
        "Legal",
        ("What was ordered, by whom, until when.", "Who may hear from us is said by a consent, never here."),
        Need.ANSWER,
        "Standing",
        (
            ("none", "Nothing open"),
            ("case", "A case is open"),
            ("probation", "Probation or parole"),
            ("ordered", "Treatment was ordered"),
        ),
    ),
    Section("money", "Money", ("Income, debts, benefits, and who pays for this.",)),
    Section(
        "culture",
        "Culture, language and spirituality",
        ("Language to speak and to read, interpreter.", "What should we know and respect? What gives strength?"),
    ),
    Section("strengths", "Strengths, preferences and goals", ("What has worked before? What do they want from us?",)),
    Section("supports", "Supports", ("Who helps, who could. Mutual help, community, faith.",)),
    Section(
        SUMMARY,
        "Summary",
        ("How it hangs together, and what it means for treatment.", "The diagnoses below, and why."),
        Need.WORDS,
    ),
)
BY_CODE: Final = {section.code: section for section in SECTIONS}
