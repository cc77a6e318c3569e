"""Where a client stands among the questions: which one a page shows, and what is left. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass

from stepwell.domain.measures.rules.asking import asked_items
from stepwell.domain.measures.rules.definitions import Instrument, Item

# More answers than this are a number to type, not rows to scroll through.
MOST_ROWS = 12
CHOOSE = "Choose one to go on."
NUMBER = "Write a whole number from %(low)s to %(high)s."


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the page. `at` is its place in the instrument, which the address names."""

    at: int
    item: Item
    number: int
    total: int
    value: int | None
    back: int | None

    @property
    def rows(self) -> list[tuple[int, str]]:
        """The answers to choose from; none where a number is typed instead."""
        if len(self.item.options) > MOST_ROWS:
            return []
        return [(option.value, option.label) for option in self.item.options]

    @property
    def low(self) -> int:
        """The lowest number that may be typed."""
        return min(self.item.values)

    @property
    def high(self) -> int:
        """The highest."""
        return max(self.item.values)

    def read(self, typed: str) -> int | None:
        """What was typed or chosen, where it is one of the answers."""
        value = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None
        return value if value in self.item.values else None

    @property
    def how(self) -> str:
        """What to do where it isn't."""
        return CHOOSE if self.rows else NUMBER % {"low": self.low, "high": self.high}


def step_at(instrument: Instrument, answers: Mapping[str, int], at: int) -> Step | None:
    """The question at that place, or the next one that is asked; None past the last."""
    asked = asked_items(instrument, answers)
    places = [place for place, item in enumerate(instrument.items, start=1) if item in asked]
    here = next((place for place in places if place >= at), None)
    if here is None:
        return None
    item, before = instrument.items[here - 1], [place for place in places if place < here]
    return Step(
        at=here,
        item=item,
        number=len(before) + 1,
        total=len(places),
        value=answers.get(item.id),
        back=before[-1] if before else None,
    )


def resume_at(instrument: Instrument, answers: Mapping[str, int]) -> int:
    """The first question that needs an answer and has none; past the end where there is none."""
    asked = asked_items(instrument, answers)
    for place, item in enumerate(instrument.items, start=1):
        if item in asked and item.required and item.id not in answers:
            return place
    return len(instrument.items) + 1


def last_before_the_end(instrument: Instrument, answers: Mapping[str, int]) -> int:
    """The place of the last question that is asked."""
    asked = asked_items(instrument, answers)
    return max(place for place, item in enumerate(instrument.items, start=1) if item in asked)


def missing(instrument: Instrument, answers: Mapping[str, int]) -> list[tuple[int, str]]:
    """Place and words of each question that still needs an answer."""
    asked = asked_items(instrument, answers)
    return [
        (place, item.text)
        for place, item in enumerate(instrument.items, start=1)
        if item in asked and item.required and item.id not in answers
    ]
