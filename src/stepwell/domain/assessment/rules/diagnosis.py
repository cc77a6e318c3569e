"""From criteria to a severity, a remission and an ICD-10-CM code. Suggested, never decided. Pure.

Sources. DSM-5-TR (American Psychiatric Association, 2022), Substance-Related and Addictive Disorders: eleven criteria
within the same 12 months; 2-3 mild, 4-5 moderate, 6 or more severe; tolerance and withdrawal don't count for a
medication that is taken as prescribed under medical supervision; early remission is at least 3 and under 12 months
without a criterion, sustained 12 months or more, and craving may remain throughout; "in a controlled environment" and
"on maintenance therapy" stand beside it. Numbers as in Hasin et al., Am J Psychiatry 2013;170:834-851. Its text is the
association's: the labels here are our own.

Codes: ICD-10-CM (NCHS and CMS, public domain), the inclusion terms of the tabular list of April 2026.
`tests/domain/assessment/rules/test_icd.py` looks every code up in that list.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from stepwell.domain.assessment.rules.substances import Substance

CRITERIA: Final[tuple[tuple[str, str], ...]] = (
    ("more", "More, or for longer, than meant"),
    ("stopping", "Wants to use less, or tried and couldn't"),
    ("time", "Much time goes into getting it, using it, getting over it"),
    ("craving", "Craving"),
    ("duties", "Work, school or home suffer"),
    ("people", "Goes on though it causes trouble with others"),
    ("given up", "Gave up things that mattered"),
    ("danger", "Uses where it is physically dangerous"),
    ("harm", "Goes on though it harms body or mind"),
    ("tolerance", "Tolerance: needs more, or feels less"),
    ("withdrawal", "Withdrawal, or uses to avoid it"),
)
CRITERION_CODES: Final = tuple(code for code, _ in CRITERIA)
# What a medication does to anybody who takes it as prescribed.
OF_A_MEDICATION: Final = frozenset({"tolerance", "withdrawal"})
NONE: Final = "none"


class Severity(StrEnum):
    """How many criteria: the value is what is stored and said."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Remission(StrEnum):
    """How long without a criterion."""

    EARLY = "early"
    SUSTAINED = "sustained"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A use disorder with its remission, or none where `severity` is None."""

    severity: Severity | None = None
    remission: Remission | None = None

    def __str__(self) -> str:
        """`moderate.early`, `mild`, `none`: as a form sends it."""
        return ".".join(filter(None, (self.severity, self.remission))) or NONE


# Every disorder that can be chosen, in the order of the list.
DISORDERS: Final = tuple(
    Verdict(severity, remission) for severity in Severity for remission in (None, Remission.EARLY, Remission.SUSTAINED)
)
_BY_NAME: Final = {str(verdict): verdict for verdict in (Verdict(), *DISORDERS)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the criteria come to. `left_out` were met and don't count."""

    count: int
    left_out: tuple[str, ...]
    verdict: Verdict


def criteria_of(substance: Substance) -> tuple[tuple[str, str], ...]:
    """The criteria that are asked for this substance."""
    return tuple(one for one in CRITERIA if substance.has_withdrawal or one[0] != "withdrawal")


def severity_of(count: int) -> Severity | None:
    """None below two."""
    if count < 2:
        return None
    if count < 4:
        return Severity.MILD
    return Severity.MODERATE if count < 6 else Severity.SEVERE


def remission_of(free_since: date | None, on: date) -> Remission | None:
    """`free_since` is the day since when no criterion but craving was met."""
    if free_since is None:
        return None
    months = (on.year - free_since.year) * 12 + on.month - free_since.month - (on.day < free_since.day)
    if months < 3:
        return None
    return Remission.EARLY if months < 12 else Remission.SUSTAINED


def suggest(
    substance: Substance, met: Collection[str], *, as_prescribed: bool, free_since: date | None, on: date
) -> Suggestion:
    """What the criteria that were met within the same 12 months come to on this day."""
    asked = [code for code, _ in criteria_of(substance) if code in met]
    left_out = [code for code in asked if as_prescribed and substance.is_prescribed and code in OF_A_MEDICATION]
    count = len(asked) - len(left_out)
    severity = severity_of(count)
    return Suggestion(count, tuple(left_out), Verdict(severity, remission_of(free_since, on) if severity else None))


def find_verdict(name: str) -> Verdict | None:
    """What a form sent; None for nothing, and for what there isn't."""
    return _BY_NAME.get(name)


def label_of(substance: Substance, verdict: Verdict) -> str:
    """`Alcohol use disorder, moderate, in early remission`."""
    if verdict.severity is None:
        return "No use disorder"
    remission = f", in {verdict.remission} remission" if verdict.remission else ""
    return f"{substance.disorder}, {verdict.severity}{remission}"


def code_of(substance: Substance, verdict: Verdict, product: str = "") -> str:
    """The ICD-10-CM code; empty where there is no disorder.

    Mild is `.10`, moderate and severe `.20`, in remission `.11` and `.21`. For tobacco the list knows the product
    (F17.20- unspecified) and the remission, and no severity. F13.20 has no inclusion term in the list, unlike the nine
    others: that moderate and severe belong there is read from F13.21, which names them.
    """
    if verdict.severity is None:
        return ""
    last = "1" if verdict.remission else "0"
    if substance.category == "F17":
        kind = {"cigarettes": "1", "chewing": "2", "other": "9"}.get(product, "0")
        return f"F17.2{kind}{last}"
    return f"{substance.category}.{'1' if verdict.severity is Severity.MILD else '2'}{last}"
