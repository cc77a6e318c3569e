"""What is there for somebody who can't start yet: interim services, and early help. Pure.

The first three are the interim services of 45 CFR 96.121, as grant contracts word them (docs/clinical.md, "Waitlist");
the clock of 48 hours asks for one of them. The others are ours: what a program can do before a seat is free.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepwell.domain.admissions.rules.closing import check_text
from stepwell.kernel.errors import Refusal, Refused, refuse


class InterimKind(StrEnum):
    """What was given."""

    INFECTIONS = "infections"
    INFECTION_CARE = "infection care"
    PREGNANCY = "pregnancy"
    SAFETY = "safety"
    NALOXONE = "naloxone"
    MEDICATION = "medication"
    EDUCATION = "education"
    CONTACT = "contact"
    OTHER = "other"

    @property
    def label(self) -> str:
        """For a list to choose from."""
        return _LABELS[self]

    @property
    def is_regulated(self) -> bool:
        """Whether it is one that the clock of 48 hours asks for."""
        return self in (InterimKind.INFECTIONS, InterimKind.INFECTION_CARE, InterimKind.PREGNANCY)


_LABELS = {
    InterimKind.INFECTIONS: "Counseling on HIV, tuberculosis and sharing needles",
    InterimKind.INFECTION_CARE: "Referral for HIV or tuberculosis care",
    InterimKind.PREGNANCY: "Counseling in pregnancy and referral for prenatal care",
    InterimKind.SAFETY: "Safety plan",
    InterimKind.NALOXONE: "Naloxone given",
    InterimKind.MEDICATION: "Medication started or arranged",
    InterimKind.EDUCATION: "Education while they wait",
    InterimKind.CONTACT: "Call or visit while they wait",
    InterimKind.OTHER: "Something else",
}


@dataclass(frozen=True, slots=True)
class Interim:
    """One thing that was given, on which day, in words where the kind doesn't say enough."""

    kind: InterimKind
    given_on: date
    words: str = ""


def check_interim(interim: Interim, *, asked_on: date, today: date) -> None:
    """Raises `Refused` with everything that is wrong with it."""
    refusals: list[Refusal] = []
    if not asked_on <= interim.given_on <= today:
        what = "This is before they asked for help, or still to come."
        refusals.append(Refusal(what, "given_on", f"Choose a day from {asked_on:%Y-%m-%d} to {today:%Y-%m-%d}."))
    try:
        check_text("words", interim.words)
        if interim.kind is InterimKind.OTHER and not interim.words.strip():
            raise refuse("It isn't said what.", "words", "Write what they were given.")
    except Refused as refused:
        refusals += refused.refusals
    if refusals:
        raise Refused(*refusals)
