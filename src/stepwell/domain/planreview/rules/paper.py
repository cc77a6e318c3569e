"""A signature on the printed version of a plan, as staff record it. Pure."""

from dataclasses import dataclass
from datetime import date

from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.wording import short_date

MOST_LETTERS = {"witness": 200, "kept_in": 300}


@dataclass(frozen=True, slots=True)
class OnPaper:
    """The day that stands beside the signature, who saw it, and where the paper is kept."""

    signed_on: date | None
    witness: str
    kept_in: str

    @property
    def tidy(self) -> "OnPaper":
        """Without spaces that say nothing."""
        return OnPaper(self.signed_on, " ".join(self.witness.split()), " ".join(self.kept_in.split()))


def check_paper(paper: OnPaper, *, version_on: date, today: date) -> None:
    """Raises `Refused` with all that is wrong: nobody signs a version before it was there, or on a day to come."""
    refusals = []
    if paper.signed_on is None:
        refusals.append(Refusal("The day is missing.", "signed_on", "Write the day that stands on the paper."))
    elif paper.signed_on > today:
        refusals.append(Refusal("This day is still to come.", "signed_on", "Write the day that stands on the paper."))
    elif paper.signed_on < version_on:
        what = f"This version was signed by staff on {short_date(version_on)}, after that day."
        refusals.append(Refusal(what, "signed_on", "What was signed before is an earlier version."))
    for name, what, mend in (
        ("witness", "Who saw it is missing.", "Name who was there when it was signed."),
        ("kept_in", "Where the paper is kept is missing.", "Name the folder or the cabinet."),
    ):
        said = getattr(paper, name)
        if not said:
            refusals.append(Refusal(what, name, mend))
        elif len(said) > MOST_LETTERS[name]:
            refusals.append(Refusal(f"This is longer than {MOST_LETTERS[name]} letters.", name, "Shorten it."))
    if refusals:
        raise Refused(*refusals)
