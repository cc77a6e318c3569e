"""A day of a track as values: its segments, of which some are clinical, and the editions of a day that is changed.

Source: docs/clinical.md, "Program".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from stepwell.kernel.calendar import EARLIEST_ON
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.period import Period

# The first edition of a day holds from here on.
BEGINNING = EARLIEST_ON


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a day template. Breaks, meals and self-help meetings are not `clinical`."""

    label: str
    minutes: int
    clinical: bool

    def __post_init__(self) -> None:
        refusals = []
        if not self.label.strip():
            refusals.append(Refusal("A segment needs a name.", "label"))
        if self.minutes < 1:
            refusals.append(Refusal("A segment lasts at least one minute.", "minutes"))
        if refusals:
            raise Refused(*refusals)


@dataclass(frozen=True, slots=True)
class PlacedSegment:
    """A segment of one session, at its own time."""

    label: str
    period: Period
    clinical: bool


# Ours: 195 minutes, 180 of them clinical.
DEFAULT_DAY: tuple[Segment, ...] = (
    Segment("Test and safety pulse", 10, clinical=True),
    Segment("Check-in", 20, clinical=True),
    Segment("Process group", 70, clinical=True),
    Segment("Break", 15, clinical=False),
    Segment("Skills", 60, clinical=True),
    Segment("Plan and close", 20, clinical=True),
)


def template_minutes(template: Iterable[Segment]) -> int:
    """The whole day, breaks included."""
    return sum(segment.minutes for segment in template)


def clinical_minutes(template: Iterable[Segment]) -> int:
    """What of the day counts."""
    return sum(segment.minutes for segment in template if segment.clinical)


def segments_from(started_at: datetime, template: Sequence[Segment]) -> tuple[PlacedSegment, ...]:
    """The template's segments one after another from `started_at`, in elapsed time: on a night when the clocks
    change the wall clock jumps and the minutes stay.
    """
    placed: list[PlacedSegment] = []
    for segment in template:
        start = placed[-1].period.ended_at if placed else started_at
        # Period turns the start into UTC; adding minutes to a local instant would move the wall clock instead.
        period = Period(start, start.astimezone(UTC) + timedelta(minutes=segment.minutes))
        placed.append(PlacedSegment(segment.label, period, segment.clinical))
    return tuple(placed)


@dataclass(frozen=True, slots=True)
class DayEditions:
    """How a day goes, from which day on: a change holds from its day, and what was before stays as it was.

    `editions` are in the order of their days; a day that was never said has none.
    """

    editions: tuple[tuple[date, tuple[Segment, ...]], ...]

    def on(self, day: date) -> tuple[Segment, ...]:
        """The segments that hold on this day: of the latest edition that has begun, else of the first."""
        begun = [segments for from_on, segments in self.editions if from_on <= day]
        return begun[-1] if begun else self.first

    @property
    def first(self) -> tuple[Segment, ...]:
        """What held in the beginning."""
        return self.editions[0][1] if self.editions else ()

    @property
    def last(self) -> tuple[Segment, ...]:
        """What was said last, though it may not hold yet."""
        return self.editions[-1][1] if self.editions else ()
