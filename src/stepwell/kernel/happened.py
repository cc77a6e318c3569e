"""What happened to a person, as a row of their timeline. Pure values: which rows there are, the parts say, each in its
`happened.py`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Seventeen digits of microseconds reach into the year 5138; nobody skips a thousand rows of one instant.
_MOST_DIGITS, _MOST_SKIPPED = 17, 999


@dataclass(frozen=True, slots=True)
class Kind:
    """What a timeline is filtered by. `code` stands in addresses, so it is a letter that says nothing."""

    code: str
    label: str
    icon: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened. `quote` are somebody's own words, `state` is (words, tone) of how it stands.

    `leads_to` is (kind of record, id): which page that is, a surface knows. What is only known by its day has no time.
    """

    at: datetime
    kind: Kind
    what: str
    value: str = ""
    quote: str = ""
    detail: str = ""
    author: str = ""
    state: tuple[str, str] = ("", "")
    tone: str = ""
    leads_to: tuple[str, str] = ("", "")
    is_whole_day: bool = False

    @property
    def words(self) -> str:
        """Everything that a reader sees of it, for a search."""
        said = (self.kind.label, self.what, self.value, self.quote, self.detail, self.author, self.state[0])
        return " ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a timeline: from `since` up to and with `until`, the newest `most`, without the first `skip`."""

    until: datetime
    most: int
    skip: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: at this instant, of which so many rows were shown. As text it is numbers alone, so that an
    address says nothing of what happened then.
    """

    at: datetime
    skip: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}.{self.skip}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """From an address; what isn't one is none."""
        micros, _, skip = text.partition(".")
        if not (micros.isascii() and micros.isdecimal() and skip.isascii() and skip.isdecimal()):
            return None
        if len(micros) > _MOST_DIGITS or int(skip or 0) > _MOST_SKIPPED:
            return None
        return cls(_EPOCH + int(micros) * _MICROSECOND, int(skip))

    @classmethod
    def after(cls, shown: "list[Happened]", before: "Place | None") -> "Place":
        """Behind the last of these rows, which stood behind `before`."""
        last = shown[-1].at
        skip = sum(one.at == last for one in shown)
        return cls(last, skip + (before.skip if before is not None and before.at == last else 0))
