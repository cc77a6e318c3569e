"""Two people, or one page twice, answering one sheet: item by item, so that no answer is lost in silence.

A page says what it showed (`seen`) beside what was chosen, so that only what somebody changed there counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stepwell.domain.measures.rules.asking import Answers, skipped_items
from stepwell.domain.measures.rules.definitions import Instrument
from stepwell.kernel.errors import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands: the answers, and who gave each (a staff id)."""

    answers: Answers
    by: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One question that two people answered differently. `stands` was kept; `yours` waits for a person to decide."""

    item: str
    stands: int
    yours: int
    by: int | None


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers that now stand, which of them are new, and what has to be settled by talking."""

    answers: dict[str, int]
    changed: frozenset[str]
    conflicts: tuple[Conflict, ...]


def merge(stored: Stored, given: Answers, seen: Answers, *, me: int | None) -> Merged:
    """Put what this page changed into what stands. A change meets a conflict only with somebody else's change.

    A question that the page doesn't send keeps its answer: a form without a choice says nothing.
    """
    answers = dict(stored.answers)
    changed: set[str] = set()
    conflicts: list[Conflict] = []
    for item, value in given.items():
        stands = stored.answers.get(item)
        if value in (seen.get(item), stands):
            continue
        if stands is not None and stands != seen.get(item) and stored.by.get(item) != me:
            conflicts.append(Conflict(item, stands, value, stored.by.get(item)))
        else:
            answers[item] = value
            changed.add(item)
    return Merged(answers, frozenset(changed), tuple(conflicts))


def check_offered(instrument: Instrument, answers: Answers) -> None:
    """Refuse answers to questions that don't exist and answers that aren't offered. Contradictions may be saved."""
    values = {item.id: item.values for item in instrument.items}
    refusals = [
        Refusal("That isn't an answer to this question.", item, "Choose one of those shown.")
        for item, value in answers.items()
        if value not in values.get(item, ())
    ]
    if refusals:
        raise Refused(*refusals)


def contradictions(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    """Answered questions that an earlier answer says must not be asked. Both are kept until a person settles it."""
    return tuple(item for item in skipped_items(instrument, answers) if item in answers)
