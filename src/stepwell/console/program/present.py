"""A day as a bar and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.domain.admissions.rules.levels import Edition, levels_of
from stepwell.domain.catalog.rules import Segment, clinical_minutes, template_minutes


@dataclass(frozen=True, slots=True)
class Block:
    """A segment on the bar: where it begins and how wide it is, in percent of the day."""

    label: str
    minutes: int
    clinical: bool
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day's segments, drawn, and its totals."""

    blocks: tuple[Block, ...]
    minutes: int
    clinical_minutes: int


def day_shown(segments: Sequence[Segment]) -> DayShown:
    """The segments end to end on a bar that is the whole day."""
    whole, start, blocks = template_minutes(segments), 0, []
    for one in segments:
        x, width = round(start / whole * 100, 3), round(max(one.minutes / whole * 100 - 0.5, 0.3), 3)
        blocks.append(Block(one.label, one.minutes, one.clinical, x, width))
        start += one.minutes
    return DayShown(tuple(blocks), whole, clinical_minutes(segments))


def level_choices() -> list[tuple[str, str]]:
    """Levels that people live at home in, by code, with our words for them; both editions, each code once."""
    known: dict[str, str] = {}
    for edition in Edition:
        for level in levels_of(edition):
            if level.code[0] in "012" and level.code != "0.5":
                known.setdefault(level.code, f"{level.code} {level.label}")
    return sorted(known.items())
