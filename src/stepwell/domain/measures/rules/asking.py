"""Which questions are asked, given the answers so far, and which answers are refused.

Answers are a mapping from item id to the value of the chosen option. An item that isn't in it is unanswered.
"""

from collections.abc import Mapping
from typing import TypeAlias

from stepwell.domain.measures.rules.definitions import Instrument, Item, Skip
from stepwell.kernel.errors import Refusal, Refused

Answers: TypeAlias = Mapping[str, int]


def asked_items(instrument: Instrument, answers: Answers, *, optional_skips: bool = True) -> tuple[Item, ...]:
    """The items to put before the person. With `optional_skips` off, only what the instrument forbids is left out."""
    skipped = skipped_items(instrument, answers, optional_skips=optional_skips)
    return tuple(item for item in instrument.items if item.id not in skipped)


def next_item(instrument: Instrument, answers: Answers, *, optional_skips: bool = True) -> Item | None:
    """The first asked item without an answer: the next screen of a one-question-at-a-time form. None at the end."""
    asked = asked_items(instrument, answers, optional_skips=optional_skips)
    return next((item for item in asked if item.id not in answers), None)


def skipped_items(instrument: Instrument, answers: Answers, *, optional_skips: bool = True) -> tuple[str, ...]:
    """Ids that need no answer, in the instrument's order. Answered items are never among the optional ones.

    An optional skip holds only while nothing in its range is answered above 0: once something is, the rest of the
    range is evidently not idle, and an unanswered item counts as missing instead of 0 (ours, the careful reading).
    """
    holding = [skip for skip in instrument.skips if _holds(skip, answers, optional_skips)]
    skipped = {item for skip in holding for item in _left_out(skip, answers)}
    return tuple(item.id for item in instrument.items if item.id in skipped)


def _holds(skip: Skip, answers: Answers, optional_skips: bool) -> bool:
    if any(answers.get(item) != 0 for item in skip.when_zero):
        return False
    return skip.mandatory or (optional_skips and not any(answers.get(item) for item in skip.skip))


def _left_out(skip: Skip, answers: Answers) -> tuple[str, ...]:
    return skip.skip if skip.mandatory else tuple(item for item in skip.skip if item not in answers)


def check_answers(instrument: Instrument, answers: Answers) -> None:
    """Raise Refused for every answer the instrument doesn't know, doesn't offer, or forbids by a mandatory skip.

    No refusal repeats what was answered: it may reach a log.
    """
    items = {item.id: item for item in instrument.items}
    skipped = skipped_items(instrument, answers)
    refusals: list[Refusal] = []
    for item_id, value in answers.items():
        item = items.get(item_id)
        if item is None:
            refusals.append(Refusal(f"{instrument.title} has no question {item_id}.", item_id))
        elif value not in item.values:
            refusals.append(Refusal("That isn't an answer to this question.", item_id, "Choose one of those shown."))
        elif item_id in skipped:
            refusals.append(
                Refusal(
                    "This question isn't asked after an earlier answer.",
                    item_id,
                    "Go back to the earlier question with the person, then keep one of the two.",
                )
            )
    if refusals:
        raise Refused(*refusals)
