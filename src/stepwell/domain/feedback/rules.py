"""When a session is asked about, when an answer asks for a talk, and which counts may be shown to whom. Pure.

All of it is ours but the size of a cell: a count of 1 to 10 people isn't shown outside their care (CMS, cell size
suppression policy: at least 11; unconfirmed in docs/clinical.md).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from stepwell.kernel.errors import refuse
from stepwell.kernel.phrase import phrase

# Ours: later, one answers for another day.
ASKED_FOR = timedelta(hours=48)
MOST_WORDS = 1000
FEWEST = 11


class Helped(StrEnum):
    """The answers to "Did the session help?", the best first."""

    YES = "yes"
    SOME = "some"
    NO = "not really"

    @property
    def needs_a_talk(self) -> bool:
        """Whether the counselor is asked to talk with them."""
        return self is Helped.NO


def check_is_asked(*, ends_at: datetime, now: datetime) -> None:
    """From its end for two days. Raises `Refused`."""
    if now < ends_at:
        raise refuse("This session isn’t over yet.", mend="Say it afterwards.")
    if now >= ends_at + ASKED_FOR:
        raise refuse("This session is more than two days ago.", mend="Tell your counselor, or write it in a check-in.")


def read_helped(typed: str) -> Helped:
    """Raises `Refused` for anything else."""
    try:
        return Helped(typed)
    except ValueError:
        raise refuse("That isn’t one of the answers.", "helped", "Choose one of the three.") from None


def check_words(words: str) -> str:
    """As they are kept. Raises `Refused` where they are too long."""
    kept = words.strip()
    if len(kept) > MOST_WORDS:
        raise refuse(
            phrase("This has %(number)s letters.", number=len(kept)),
            "words",
            phrase("Say it in %(most)s, or tell your counselor the rest.", most=MOST_WORDS),
        )
    return kept


def shown_counts(counts: Sequence[int], *, is_exact: bool) -> tuple[int | None, ...]:
    """The counts, or None where so few said so that they may be known. The sum of all stands beside them, so one that
    is hidden alone could be told from it: then the smallest of the others is hidden too.
    """
    if is_exact:
        return tuple(counts)
    if sum(counts) < FEWEST:
        return (None,) * len(counts)
    hidden = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    if len(hidden) == 1:
        others = [place for place in range(len(counts)) if place not in hidden]
        hidden.add(min(others, key=lambda place: (counts[place] == 0, counts[place])))
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def shown_sum(counts: Sequence[int], *, is_exact: bool) -> int | None:
    """How many answered; None where they are few."""
    total = sum(counts)
    return total if is_exact or total >= FEWEST or total == 0 else None
