"""What a check of benefits has to say. Pure. What a plan covers the payer is asked; it is never worked out here."""

from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.admissions.rules.closing import LONGEST
from stepwell.kernel.errors import Refusal, Refused

PAYER_LONGEST = 200


class Pays(StrEnum):
    """Who pays, as far as admissions needs it to go on. Names of payers and plans are words, not a list."""

    INSURANCE = "insurance"
    PUBLIC = "public program"
    SELF = "self-pay"
    NOT_NEEDED = "not needed"

    @property
    def label(self) -> str:
        """For a list to choose from."""
        return _LABELS[self]


_LABELS = {
    Pays.INSURANCE: "A private plan",
    Pays.PUBLIC: "A public program, such as Medicaid, Medicare or the Indian Health Service",
    Pays.SELF: "They pay themselves",
    Pays.NOT_NEEDED: "No check is needed",
}


@dataclass(frozen=True, slots=True)
class Benefits:
    """What was found out. `found` is why no check is needed, where none is."""

    pays: Pays | None
    payer: str = ""
    plan: str = ""
    found: str = ""


def check_benefits(benefits: Benefits) -> Benefits:
    """The same with outer spaces gone. Raises `Refused` with every field that says too little."""
    kept = Benefits(benefits.pays, benefits.payer.strip(), benefits.plan.strip(), benefits.found.strip())
    refusals = []
    if kept.pays is None:
        refusals.append(Refusal("It isn't said who pays.", "pays", "Choose one."))
    if kept.pays in (Pays.INSURANCE, Pays.PUBLIC) and not kept.payer:
        refusals.append(Refusal("The payer has no name.", "payer", "Write it as it stands on the card."))
    if not kept.found:
        what, mend = "It isn't said what was found.", "Write what the payer said, or what was agreed."
        if kept.pays is Pays.NOT_NEEDED:
            what, mend = "It isn't said why no check is needed.", "Write the reason."
        refusals.append(Refusal(what, "found", mend))
    for where, text, length in (
        ("payer", kept.payer, PAYER_LONGEST),
        ("plan", kept.plan, PAYER_LONGEST),
        ("found", kept.found, LONGEST),
    ):
        if len(text) > length:
            refusals.append(Refusal(f"This is longer than {length} characters.", where, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", where, "Type it again."))
    if refusals:
        raise Refused(*refusals)
    return kept
