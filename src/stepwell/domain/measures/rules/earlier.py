"""What may be kept of answers to a text that isn't there any more. Pure.

The earlier text is gone, so its answers can't be checked against it: only their form can, as `checking` asks it of
every instrument's file.
"""

import re

from stepwell.domain.measures.rules.asking import Answers
from stepwell.domain.measures.rules.definitions import Instrument

_ITEM = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VERSION = re.compile(r"[\w./ ()-]{1,40}")
# Ours: more than any instrument asks, and beyond any of its values.
MOST_ITEMS, MOST_VALUE = 200, 9999


def is_plausible(version: str, answers: Answers) -> bool:
    """Whether some version of an instrument could have asked this."""
    return (
        _VERSION.fullmatch(version) is not None
        and len(answers) <= MOST_ITEMS
        and all(_ITEM.fullmatch(item) and 0 <= value <= MOST_VALUE for item, value in answers.items())
    )


def known_today(instrument: Instrument, answers: Answers) -> dict[str, int]:
    """Those that today's text asks too, with a value that it offers: what a safety rule may look at."""
    values = {item.id: item.values for item in instrument.items}
    return {item: value for item, value in answers.items() if value in values.get(item, ())}
