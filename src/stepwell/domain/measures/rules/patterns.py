"""Answers read together, by what an instrument's file says: flags, and an intervention one level higher."""

from stepwell.domain.measures.rules.asking import Answers
from stepwell.domain.measures.rules.definitions import (
    Band,
    Flag,
    Instrument,
    Intervention,
    Need,
    Pattern,
    ScoreFlag,
    Subscale,
)


def item_flags(instrument: Instrument, answers: Answers) -> tuple[Flag, ...]:
    """Flags of single answers: they hold even when everything else is missing (PHQ-9, question 9)."""
    return tuple(
        Flag(flag.code, flag.severity, flag.reason)
        for flag in instrument.item_flags
        if any(answers.get(item, 0) >= flag.at_least for item in flag.items)
    )


def pattern_flags(instrument: Instrument, answers: Answers, skipped: tuple[str, ...]) -> tuple[Flag, ...]:
    """Flags of several answers, raised as soon as those given establish them, also while others are missing."""
    return tuple(
        Flag(pattern.code, pattern.severity, pattern.reason)
        for pattern in instrument.patterns
        if pattern.severity is not None and holds(pattern, answers, skipped)
    )


def score_flags(instrument: Instrument, total: int | None, parts: tuple[Subscale, ...]) -> tuple[Flag, ...]:
    """Flags of a total or a part sum. None where the sum is missing: silence is neither high nor low."""
    sums = {"total": total, **{part.code: part.value for part in parts}}
    return tuple(
        Flag(flag.code, flag.severity, flag.reason)
        for flag in instrument.score_flags
        if _reaches(flag, sums.get(flag.of))
    )


def intervention(instrument: Instrument, band: Band, answers: Answers) -> Intervention | None:
    """The band's intervention, or the next higher one where a `raises` pattern holds. The band stays the total's."""
    if not band.intervention:
        return None
    why = next((pattern.reason for pattern in instrument.raises if holds(pattern, answers, ())), "")
    place = instrument.bands.index(band)
    if not why or place + 1 == len(instrument.bands):
        return Intervention(band.code, band.intervention, False, f"Follows the total's {band.label}.")
    higher = instrument.bands[place + 1]
    return Intervention(higher.code, higher.intervention, True, f"One level above the total's zone: {why}.")


def holds(pattern: Pattern, answers: Answers, skipped: tuple[str, ...]) -> bool:
    """Whether these answers make the pattern."""
    quiet = all(item in skipped or answers.get(item) == 0 for item in pattern.zero)
    return quiet and all(_met(need, answers) for need in pattern.needs)


def _met(need: Need, answers: Answers) -> bool:
    return sum(answers.get(item, 0) >= mark for items, mark in need.of for item in items) >= need.count


def _reaches(flag: ScoreFlag, value: int | None) -> bool:
    if value is None:
        return False
    if flag.at_least is not None and value < flag.at_least:
        return False
    return flag.at_most is None or value <= flag.at_most
