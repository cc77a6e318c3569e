"""Early-intervention education for somebody whose level is below every track here: hours that are agreed, and given.

Whose level is early intervention itself may end with it; whoever else is below needs other care too, so a handover is
owed beside it, and a reason where they end with education alone. This, and that an hour is told of by the hour after
it, is ours. What is taught in it is the program's own words. Pure.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from stepwell.domain.admissions.rules.closing import check_text
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.wording import short_day

TELL_AFTER = timedelta(hours=1)
# Early intervention in the third edition; the fourth has no such level (docs/clinical.md, "Levels of care").
ENOUGH_FOR = frozenset({"0.5"})
FURTHEST = timedelta(days=90)
TOPIC_LONGEST = 200


class HourStanding(StrEnum):
    """What became of the offer of an hour."""

    AGREED = "agreed"
    DECLINED = "declined"
    CAME = "came"
    MISSED = "did not come"
    CALLED_OFF = "called off"

    @property
    def label(self) -> str:
        """For a list to choose from, and to read."""
        return _LABELS[self]


_LABELS = {
    HourStanding.AGREED: "They want to come",
    HourStanding.DECLINED: "They don’t want any",
    HourStanding.CAME: "They came",
    HourStanding.MISSED: "They didn’t come",
    HourStanding.CALLED_OFF: "Called off",
}
OFFERED = (HourStanding.AGREED, HourStanding.DECLINED)
TOLD = (HourStanding.CAME, HourStanding.MISSED, HourStanding.CALLED_OFF)


@dataclass(frozen=True, slots=True)
class Offered:
    """What they answered; where they want to come: when, what about, and who gives the hour."""

    answer: HourStanding
    held_at: datetime | None = None
    topic: str = ""
    held_by_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """Where the education of one person is: the day of the next hour, how many were given, whether they want none."""

    next_on: date | None = None
    given: int = 0
    declined: bool = False

    @property
    def words(self) -> str:
        """What is next for somebody whose level is below every track here."""
        if self.next_on is not None:
            return f"Early-intervention education on {short_day(self.next_on)}"
        if self.given:
            return "Another hour of education, a handover, or to close"
        if self.declined:
            return "Other help to find, and a warm handover"
        return "Early-intervention education to offer, and other help to find"

    @property
    def is_over(self) -> bool:
        """They want none, and none is agreed: what is left is other help."""
        return self.declined and self.next_on is None and not self.given


NO_EDUCATION = Taught()


def taught_of(hours: Iterable[tuple[HourStanding, date | None]]) -> Taught:
    """From the hours in the order in which they were offered, each with its day: the last answer counts."""
    agreed: list[date] = []
    given, declined = 0, False
    for standing, on in hours:
        declined = standing is HourStanding.DECLINED
        given += standing is HourStanding.CAME
        if standing is HourStanding.AGREED and on is not None:
            agreed.append(on)
    return Taught(min(agreed, default=None), given, declined)


def check_offered(offered: Offered, *, now: datetime, teachers: Collection[int]) -> None:
    """Raises `Refused` with everything that is missing from the record of an offer."""
    refusals: list[Refusal] = []
    if offered.answer not in OFFERED:
        raise refuse("That isn't an answer to an offer.", "answer", "Choose one of the list.")
    if offered.answer is HourStanding.AGREED:
        if offered.held_at is None:
            refusals.append(Refusal("It isn't said when they come.", "held_on", "Write the day and the time."))
        elif not now <= offered.held_at <= now + FURTHEST:
            what = f"This is over, or more than {FURTHEST.days} days away."
            refusals.append(Refusal(what, "held_on", "Choose a nearer day."))
        if not offered.topic.strip():
            refusals.append(Refusal("It isn't said what it is about.", "topic", "Write it in a few words."))
        if offered.held_by_id not in teachers:
            refusals.append(Refusal("It isn't said who gives it.", "held_by", "Choose somebody of the list."))
    if len(offered.topic) > TOPIC_LONGEST:
        refusals.append(Refusal(f"This is longer than {TOPIC_LONGEST} characters.", "topic", "Shorten it."))
    if "\0" in offered.topic:
        refusals.append(Refusal("This holds a character that isn't text.", "topic", "Type it again."))
    try:
        check_text("words", offered.words)
    except Refused as refused:
        refusals += refused.refusals
    if refusals:
        raise Refused(*refusals)


def check_told(standing: HourStanding, held_at: datetime, now: datetime) -> None:
    """Raises `Refused` for what can't be said of an hour, or not yet."""
    if standing not in TOLD:
        raise refuse("That isn't said of an hour.", "standing", "Choose one of the list.")
    if standing is not HourStanding.CALLED_OFF and now < held_at:
        raise refuse("This hour is still to come.", "standing", "Say it when it is over, or call it off.")
