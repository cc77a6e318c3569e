"""A warm handover: places that were asked, one that takes the person, and whether they arrived. Pure.

A referral that ends with a phone number on paper loses people between two programs. So it is over only when somebody
knows that they arrived, and somebody who didn't is this program's again (ours).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from stepwell.domain.admissions.rules.closing import check_text
from stepwell.kernel.errors import Refusal, Refused

# Ours: how soon a place for more care is to be found, and how long after the day they were to arrive somebody asks.
MORE_CARE_WITHIN, ASK_ARRIVAL_AFTER = timedelta(hours=24), timedelta(days=1)
PLACE_LONGEST = 200


class Answer(StrEnum):
    """What a place said."""

    TAKES = "takes them"
    LATER = "room later"
    FULL = "no room"
    NOT_THEIRS = "not the right place"
    NO_ANSWER = "no answer"

    @property
    def label(self) -> str:
        """For a list to choose from."""
        return _LABELS[self]


_LABELS = {
    Answer.TAKES: "They take this person",
    Answer.LATER: "They have room later",
    Answer.FULL: "They have no room",
    Answer.NOT_THEIRS: "Not the right place for this person",
    Answer.NO_ANSWER: "Nobody answered",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One place that was asked. `room_on` is when they take them, or have room."""

    place: str
    answer: Answer
    called_at: datetime
    spoke: str = ""
    room_on: date | None = None
    words: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Going:
    """How somebody gets from here to there."""

    arrives_on: date | None
    how: str
    agreed: bool


def check_call(call: Call, *, received_at: datetime, today: date, now: datetime) -> None:
    """Raises `Refused` with everything that is missing from the record of a call."""
    refusals = _lines(("place", call.place), ("spoke", call.spoke), ("phone", call.phone))
    if not call.place.strip():
        refusals.append(Refusal("It isn't said which place.", "place", "Write the name of the program or hospital."))
    # a page gives minutes, the enquiry has seconds
    if not received_at.replace(second=0, microsecond=0) <= call.called_at <= now:
        refusals.append(Refusal("This is before the enquiry, or still to come.", "called_on", "Check day and time."))
    if call.answer in (Answer.TAKES, Answer.LATER):
        if call.room_on is None:
            refusals.append(Refusal("It isn't said from which day.", "room_on", "Write the day that they named."))
        elif call.room_on < today:
            refusals.append(Refusal("This day is over.", "room_on", "Write today or a later day."))
    if call.answer is Answer.TAKES and not call.spoke.strip():
        mend = "Write both names: whoever called, and whoever answered."
        refusals.append(Refusal("It isn't said who spoke with whom.", "spoke", mend))
    try:
        check_text("words", call.words)
    except Refused as refused:
        refusals += refused.refusals
    if refusals:
        raise Refused(*refusals)


def check_going(going: Going, *, today: date) -> None:
    """Raises `Refused` with everything that stands between somebody and the way there."""
    refusals = _lines(("how", going.how))
    if going.arrives_on is None:
        refusals.append(Refusal("It isn't said when they arrive.", "arrives_on", "Write the day that was agreed."))
    elif going.arrives_on < today:
        refusals.append(Refusal("This day is over.", "arrives_on", "Write today or a later day."))
    if not going.how.strip():
        mend = "Write it: who drives, who goes along, or that they go alone."
        refusals.append(Refusal("It isn't said how they get there.", "how", mend))
    if not going.agreed:
        mend = "Ask them first: without it nothing about them leaves the program (42 CFR part 2)."
        refusals.append(Refusal("The person hasn't agreed to it.", "agreed", mend))
    if refusals:
        raise Refused(*refusals)


def _lines(*fields: tuple[str, str]) -> list[Refusal]:
    """What can't be kept as one line of text."""
    refusals = []
    for where, text in fields:
        if len(text) > PLACE_LONGEST:
            refusals.append(Refusal(f"This is longer than {PLACE_LONGEST} characters.", where, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", where, "Type it again."))
    return refusals
