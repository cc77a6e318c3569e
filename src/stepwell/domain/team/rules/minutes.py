"""What a meeting's minutes need before they are signed, and what a decision needs. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from stepwell.kernel.errors import Refusal, Refused, refuse

WORDS_MOST, NOTE_MOST, ASK_MOST = 200, 4000, 200
# Ours: work that is due later isn't this meeting's.
_LATEST = timedelta(days=183)


class State(StrEnum):
    """How far a meeting has come with one person."""

    OPEN = "open"
    DISCUSSED = "discussed"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """As typed."""

    words: str
    owner_id: int | None
    due_on: date | None


def check_decision(draft: DecisionDraft, *, today: date) -> str:
    """The words as they are kept. Raises `Refused` with everything that is missing."""
    words = " ".join(draft.words.split())
    refusals = []
    if not words:
        refusals.append(Refusal("What was decided is missing.", "words", "Say who does what."))
    if len(words) > WORDS_MOST:
        refusals.append(Refusal(f"This is longer than {WORDS_MOST} letters.", "words", "Shorten it."))
    if "\0" in words:
        refusals.append(Refusal("This holds a character that isn’t text.", "words", "Type it again."))
    if draft.owner_id is None:
        refusals.append(Refusal("The owner is missing.", "owner", "Choose who does it."))
    if draft.due_on is None:
        refusals.append(Refusal("The day is missing.", "due_on", "Choose one."))
    elif not today <= draft.due_on <= today + _LATEST:
        refusals.append(Refusal("This day can’t be meant.", "due_on", "Choose one from today on, within half a year."))
    if refusals:
        raise Refused(*refusals)
    return words


def check_words(words: str, *, where: str, most: int) -> str:
    """A note or an addendum without outer spaces. Raises `Refused`."""
    text = words.strip()
    if len(text) > most:
        raise refuse(f"This is longer than {most} letters.", where, "Shorten it.")
    if "\0" in text:
        raise refuse("This holds a character that isn’t text.", where, "Type it again.")
    return text


def mark_of(revisions: Iterable[int], decisions: int, there: Iterable[int]) -> str:
    """A mark of minutes as they were read: it changes with every note, every decision and everybody who was there."""
    return f"{sum(revisions)}.{decisions}.{sha256(repr(sorted(there)).encode()).hexdigest()[:8]}"


def check_sign_off(*, starts_on: date, today: date, there: int, discussed: int) -> None:
    """Whether the minutes can be signed. Raises `Refused`."""
    refusals = []
    if starts_on > today:
        refusals.append(Refusal("This meeting hasn’t taken place yet.", "", "Sign on its day or later."))
    if not there:
        refusals.append(Refusal("Nobody is marked as present.", "attendance", "Mark who was there."))
    if not discussed:
        refusals.append(Refusal("Nobody was talked about.", "", "Open a person and say what came of it."))
    if refusals:
        raise Refused(*refusals)
