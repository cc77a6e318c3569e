"""Words with names, numbers and days in them that can be said in another language. Pure.

A rule speaks English and knows no catalog. What it says reads as English wherever a text is wanted; where something is
filled in, it still knows its shape, so that a page that speaks another language fills that language's own words.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from stepwell.kernel.wording import long_date


class Phrase(str):
    """A filled text: `shape` stands in a catalog, `many` the same for more than one, `given` is what is filled in."""

    __slots__ = ("given", "many", "shape")
    shape: str
    many: str
    given: Mapping[str, object]


def phrase(shape: str, /, *, many: str = "", **given: str | int | date) -> Phrase:
    """`phrase("Type it like this: %(name)s.", name="Ana Reyes")`. With `many`, `count` chooses between the two."""
    picked = many if many and given["count"] != 1 else shape
    words = Phrase(picked % {name: _english(value) for name, value in given.items()} if given else picked)
    words.shape, words.many, words.given = shape, many, given
    return words


def listed(words: Iterable[str]) -> Phrase:
    """`Mon, Wed`: each of them ours."""
    first, *others = map(phrase, words)
    for one in others:
        first = phrase("%(words)s, %(more)s", words=first, more=one)
    return first


def _english(value: str | int | date) -> str | int:
    return long_date(value) if isinstance(value, date) else value
