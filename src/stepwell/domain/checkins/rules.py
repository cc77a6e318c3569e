"""What a check-in may say, and what follows from it. Pure; scales and thresholds are ours.

A link's token is 32 random bytes: nobody guesses it (NIST SP 800-63B asks 112 bits of a secret that is looked up).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from stepwell.kernel.errors import Refusal, Refused

# Ours: at 8 or more Help opens with people to call.
CRAVING_OPENS_HELP = 8

# Ours: a text is read within a day, or tomorrow's is sent; at the door somebody stands in front of the device.
LINK_LASTS, DOOR_LASTS = timedelta(hours=24), timedelta(minutes=10)
# Ours: a device that had no connection says it once it has one, though the questions are long over.
LATE_LASTS = timedelta(hours=24)
_LONGEST_TOKEN = 100

# Ours, to be agreed with each program's clinicians; the words for the chips, in the client's voice.
TRIGGERS: Mapping[str, str] = {
    "people": "Certain people",
    "place": "A place",
    "payday": "Payday",
    "stress": "Stress",
    "lonely": "Being alone",
    "angry": "Anger",
    "bored": "Boredom",
    "pain": "Pain",
    "tired": "No sleep",
    "celebration": "A celebration",
}
# Read out beside the number as it is chosen. A clinician of the program approves them (mock/phone.md).
CRAVING_WORDS = (
    "none",
    "a flicker",
    "there and gone",
    "now and then",
    "noticeable",
    "hard to ignore",
    "pulling at me",
    "pulling hard",
    "very strong",
    "almost all I think of",
    "the strongest I know",
)
MOOD_WORDS = (
    "as low as it gets",
    "very low",
    "low",
    "heavy",
    "a bit down",
    "in between",
    "all right",
    "good",
    "quite good",
    "very good",
    "as good as it gets",
)


# Equal rows, none of them chosen beforehand (mock/phone.md).
USE: Mapping[str, str] = {"yes": "Yes", "no": "No", "prefer not to say": "Prefer not to say"}


@dataclass(frozen=True, slots=True)
class Answers:
    """One check-in as filled in. `slept_minutes` may be left out; everything else is asked."""

    craving: int
    mood: int
    use: str
    triggers: tuple[str, ...] = ()
    slept_minutes: int | None = None
    words: str = ""

    @property
    def mark(self) -> str:
        """The same for the same answers: an amendment sent twice is one."""
        return repr((self.craving, self.mood, self.use, sorted(self.triggers), self.slept_minutes, self.words))


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a check-in leads to: Help on the phone, and a look by the counselor, with the reason in words."""

    opens_help: bool
    needs_a_look: bool
    reason: str


def digest_of(token: str) -> str:
    """By what the database finds a link; a text that can't be a token finds nothing."""
    return sha256(token[: _LONGEST_TOKEN + 1].encode("utf-8", "replace")).hexdigest()


def can_be_used(*, said_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether a link that wasn't used takes a check-in now: it was filled in while the link was open, and came within
    a day of its end.
    """
    return said_at < ends_at and now < ends_at + LATE_LASTS


def check_answers(answers: Answers) -> None:
    """Raise `Refused` with everything that isn't on the form's scales."""
    refusals = []
    for name, value in (("craving", answers.craving), ("mood", answers.mood)):
        if not 0 <= value <= 10:
            refusals.append(Refusal("This goes from 0 to 10.", name, "Choose a number on the scale."))
    if answers.use not in USE:
        refusals.append(Refusal("This question is open.", "use", "Choose yes, no, or prefer not to say."))
    if unknown := sorted(set(answers.triggers) - set(TRIGGERS)):
        refusals.append(Refusal(f"Not on this list: {len(unknown)} of these.", "triggers", "Choose again."))
    if answers.slept_minutes is not None and not 0 <= answers.slept_minutes <= 24 * 60:
        refusals.append(Refusal("A night has at most 24 hours.", "slept", "Write hours, such as 6.5."))
    if len(answers.words) > 4000:
        refusals.append(
            Refusal("This is longer than 4,000 letters.", "words", "Shorten it, or send it in two check-ins.")
        )
    if refusals:
        raise Refused(*refusals)


def follow_up(answers: Answers, *, amends: bool = False) -> FollowUp:
    """A strong craving opens Help; that, any use, or a second word on the same check-in asks the counselor to look
    today. Telling never has a penalty.
    """
    said = []
    if answers.craving >= CRAVING_OPENS_HELP:
        said.append(f"Craving {answers.craving}")
    if answers.use == "yes":
        said.append("told us about use")
    if amends and not said:
        said.append("sent again with other answers")
    reason = " and ".join(said)
    return FollowUp(answers.craving >= CRAVING_OPENS_HELP, bool(said), reason[:1].upper() + reason[1:])
