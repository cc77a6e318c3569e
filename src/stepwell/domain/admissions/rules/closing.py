"""The ways out of an enquiry, what each needs, and when nobody can be reached. Pure.

A program that says "unreachable" after one call loses people who were in the shower: so many attempts, over so many
days, are the site's protocol, and the default is ours (`rules.targets`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stepwell.kernel.errors import Refusal, Refused

LONGEST = 2000


class Way(StrEnum):
    """How an enquiry ends without a start."""

    DECLINED = "declined"
    REFERRED = "referred elsewhere"
    UNREACHABLE = "unreachable"
    EDUCATED = "educated"

    @property
    def label(self) -> str:
        """For a list to choose from."""
        return _LABELS[self]


_LABELS = {
    Way.DECLINED: "They decided not to start",
    Way.REFERRED: "Referred elsewhere, with a warm handover",
    Way.UNREACHABLE: "Could not be reached",
    Way.EDUCATED: "Had early-intervention education here",
}


class Channel(StrEnum):
    """How somebody was tried."""

    PHONE = "phone"
    TEXT = "text message"
    EMAIL = "e-mail"
    LETTER = "letter"
    IN_PERSON = "in person"


class AttemptOutcome(StrEnum):
    """What came of an attempt."""

    REACHED = "reached"
    NO_ANSWER = "no answer"
    LEFT_MESSAGE = "left a message they agreed to"
    WRONG_NUMBER = "wrong number or address"
    SENT = "sent, no answer yet"


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a person was handed, who spoke with whom, when, and whether the person agreed to it."""

    to: str = ""
    spoke: str = ""
    at: datetime | None = None
    agreed: bool = False


def check_closing(
    way: Way,
    reason: str,
    handover: Handover,
    attempts: Sequence[tuple[datetime, AttemptOutcome]],
    *,
    needed: int,
    days: int,
    received_at: datetime,
    now: datetime,
    hours: int = 0,
    is_enough: bool = False,
) -> None:
    """Raises `Refused` with everything that is missing for this way out. `attempts` are in any order; `hours` are those
    of early-intervention education that they came to; it `is_enough` where their level is early intervention itself.
    """
    refusals = _text("reason", reason)
    if way is Way.DECLINED and not reason.strip():
        refusals.append(Refusal("It isn't said why.", "reason", "Write it in their words, as far as they said."))
    if way is Way.REFERRED:
        refusals += _handover(handover, received_at, now)
    if way is Way.UNREACHABLE:
        refusals += _unreachable(attempts, needed, days, now)
    if way is Way.EDUCATED and not hours:
        mend = "Write down that they came to one, or choose another way out."
        refusals.append(Refusal("No hour of education was given.", "way", mend))
    if way is Way.EDUCATED and not is_enough and not reason.strip():
        mend = "Write why they end with education alone, or hand them over."
        refusals.append(Refusal("The level that was decided is more than early intervention.", "reason", mend))
    if refusals:
        raise Refused(*refusals)


def _handover(handover: Handover, received_at: datetime, now: datetime) -> list[Refusal]:
    """A warm handover is two people who talked, not a phone number on paper."""
    refusals = _text("handed_to", handover.to) + _text("spoke", handover.spoke)
    if not handover.to.strip():
        refusals.append(Refusal("It isn't said to whom.", "handed_to", "Write the program or the person."))
    if not handover.spoke.strip():
        mend = "Write both names: whoever called, and whoever answered."
        refusals.append(Refusal("It isn't said who spoke with whom.", "spoke", mend))
    if handover.at is None:
        refusals.append(Refusal("It isn't said when they spoke.", "handed_at", "Write the day and the time."))
    elif not received_at <= handover.at <= now:
        refusals.append(Refusal("This is before the enquiry, or still to come.", "handed_at", "Check the day."))
    if not handover.agreed:
        mend = "Ask them first: without it nothing about them leaves the program (42 CFR part 2)."
        refusals.append(Refusal("The person hasn't agreed to it.", "agreed", mend))
    return refusals


def _unreachable(
    attempts: Sequence[tuple[datetime, AttemptOutcome]], needed: int, days: int, now: datetime
) -> list[Refusal]:
    """So many attempts since they were last reached, the first of them so many days ago."""
    last_reached = max((at for at, outcome in attempts if outcome is AttemptOutcome.REACHED), default=None)
    tried = sorted(at for at, _ in attempts if last_reached is None or at > last_reached)
    refusals = []
    if len(tried) < needed:
        have = f"{len(tried)} of {needed} attempts are recorded"
        since = " since they were last reached" if last_reached else ""
        refusals.append(Refusal(f"{have}{since}.", "way", f"Try {_more(needed - len(tried))}, and write it down."))
    if tried and now - tried[0] < timedelta(days=days):
        left = timedelta(days=days) - (now - tried[0])
        whole = -(-left // timedelta(days=1))
        what = f"The first attempt was less than {days} days ago."
        refusals.append(Refusal(what, "way", f"Keep it open {whole} day{'' if whole == 1 else 's'} more."))
    return refusals


def _more(number: int) -> str:
    return "once more" if number == 1 else f"{number} times more"


def _text(where: str, text: str) -> list[Refusal]:
    """What can't be kept as text."""
    refusals = []
    if len(text) > LONGEST:
        refusals.append(Refusal(f"This is longer than {LONGEST} characters.", where, "Shorten it."))
    if "\0" in text:
        refusals.append(Refusal("This holds a character that isn't text.", where, "Type it again."))
    return refusals


def check_text(where: str, text: str, *, empty: Refusal | None = None) -> None:
    """Raises `Refused` for text that can't be kept, or for none where `empty` says that some is needed."""
    refusals = _text(where, text)
    if empty is not None and not text.strip():
        refusals.append(empty)
    if refusals:
        raise Refused(*refusals)
