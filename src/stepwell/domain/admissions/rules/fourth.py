"""From the fourth edition's ratings to a suggested level of care: five least levels in, one out, or none.

The book's text is licensed, so what a rating means isn't here: the clinician reads it there and says which level it
names as the least. How five of them make one is **unconfirmed** (docs/clinical.md, "Levels of care").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepwell.domain.admissions.rules.levels import Edition, FourthDimension, Level, find_level, levels_of
from stepwell.domain.admissions.rules.ratings import STOP_MUST_HAPPEN, FourthRating, Suggestion, listed
from stepwell.kernel.errors import Refusal, Refused

# Every level fits: the rating names none.
ANY = "any"
# A rating is a letter or a few, never a sentence of the book.
CODES_LENGTH = 40
RESIDENCE_MUST_HAPPEN = (
    "A residence is the least that was rated: settle with them where they stay, before the first day."
)
LEAST = {ANY: "any level"} | {level.code: f"{level.code} {level.label}" for level in levels_of(Edition.FOURTH)}
_SETTING = tuple(each for each in FourthDimension if each.sets_level)
_ORDER = list(LEAST)

Least = Mapping[FourthDimension, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the least levels come to."""

    level: Level | None = None
    stop: bool = False
    reason: str = ""
    governing: tuple[FourthDimension, ...] = ()


def suggest_fourth(ratings: Sequence[FourthRating]) -> Suggestion:
    """The level that the first five dimensions come to, by the rules of `_outcome`.

    Incomplete ratings suggest no level, but one that names 3.7 or 4 stops at once. Raises Refused for what isn't a
    level of this edition and for words in the place of a rating.
    """
    _check(ratings)
    least = {one.dimension: one.minimum for one in ratings if one.minimum}
    outcome = _outcome(least)
    return Suggestion(
        edition=Edition.FOURTH,
        level=outcome.level,
        stop=outcome.stop,
        at_least=False,
        reason=outcome.reason,
        governing=outcome.governing,
        per_dimension=tuple((each, _level(least[each])) for each in sorted(least)),
        what_would_change_it=_changes(least, outcome),
        ratings=tuple(sorted(ratings, key=lambda one: one.dimension)),
        missing=tuple(each for each in _SETTING if each not in least),
    )


def reaches(level: Level, least: Level) -> bool:
    """Whether a level is enough where another is the least: as intensive, and medical where that one is."""
    return _ORDER.index(level.code) >= _ORDER.index(least.code) and (level.is_medical or not least.is_medical)


def fourth_refusals(ratings: Sequence[FourthRating]) -> list[Refusal]:
    """What isn't rated, has no level, or rests on nothing; and a person who wasn't asked."""
    rated = {one.dimension: one for one in ratings}
    found: list[Refusal] = []
    for each in FourthDimension:
        number, one = each.value, rated.get(each, FourthRating(each))
        if each.sets_level and not one.codes.strip():
            found.append(Refusal(f"{each.label} isn't rated.", f"codes_{number}", "Type the rating of your book."))
        if each.sets_level and not one.minimum:
            mend = "Choose the least that your book names, or any level."
            found.append(Refusal(f"{each.label} has no least level.", f"minimum_{number}", mend))
        if not one.evidence.strip():
            what = f"{each.label} has no evidence." if each.sets_level else f"{each.label} is empty."
            mend = "Write what it rests on." if each.sets_level else "Ask them, and write what they say."
            found.append(Refusal(what, f"evidence_{number}", mend))
    return found


def residence_unsettled(ratings: Sequence[FourthRating], chosen: Level) -> bool:
    """Whether it has to be settled where they stay (docs/clinical.md, "Levels of care": no safe home; ours).

    Whatever level is chosen, where the surroundings name round-the-clock care, as with the third edition's home; and
    where another dimension names a residence and the chosen level is none.
    """
    by = {one.dimension: level for one in ratings if (level := _level(one.minimum)) and level.is_round_the_clock}
    if FourthDimension.SURROUNDINGS in by:
        return True
    return not chosen.is_round_the_clock and any(not level.after_stop for level in by.values())


def medical_words(ratings: Sequence[FourthRating], chosen: Level) -> str:
    """Why a medical review is due: medically managed care is named, and the chosen level isn't that. Ours."""
    by = {one.dimension: one.minimum for one in ratings if (level := _level(one.minimum)) and level.is_medical}
    if not by or chosen.is_medical:
        return ""
    named = " and ".join(sorted(set(by.values()), key=_ORDER.index))
    return f"Medical review, not {chosen.code} alone: {listed(sorted(by))} at {named}, medically managed care."


def _check(ratings: Sequence[FourthRating]) -> None:
    refusals = [
        Refusal("This isn't a level of the fourth edition.", f"minimum_{one.dimension.value}", "Choose one of them.")
        for one in ratings
        if one.minimum and (one.minimum not in LEAST or not one.dimension.sets_level)
    ]
    refusals += [
        Refusal(f"A rating has at most {CODES_LENGTH} signs.", f"codes_{one.dimension.value}", "Type the codes alone.")
        for one in ratings
        if len(one.codes) > CODES_LENGTH
    ]
    if refusals:
        raise Refused(*refusals)


def _outcome(least: Least) -> Outcome:
    """The rules as a public quiz for trainees has them (unconfirmed); that 3.7 and 4 stop, and 5, are ours.

    1. Never an average: the most intensive dimension governs. 2. Medically managed care, x.7 and 4, is tested first:
    3.7 or 4 in one dimension decides, and stops. 3. A residence outranks 2.5. 4. "Any" and no need set nothing, so 2.1
    in one and nothing in the others ⇒ 2.1. 5. Where 1.7 or 2.7 in one dimension and more care without medicine in
    another both hold, neither is enough for both: no suggestion.
    """
    named = {each: level for each in _SETTING if (level := _level(least.get(each, "")))}
    urgent = {each: level for each, level in named.items() if level.after_stop}
    if urgent:
        top = _top(urgent)
        governing = _at(urgent, top)
        return Outcome(top, True, f"{listed(governing)}: at least {top.code}. {STOP_MUST_HAPPEN}", governing)
    if any(each not in least for each in _SETTING):
        return Outcome(reason="Rate the first five dimensions for a suggestion.")
    if not named:
        return Outcome(reason="No dimension names a level: every one fits. You decide.")
    medical = {each: level for each, level in named.items() if level.is_medical}
    top = _top(medical or named)
    governing = _at(named, top)
    if not all(reaches(top, level) for level in named.values()):
        return _unjoined(named, top)
    managed = " Medically managed care goes first." if top.is_medical else ""
    return Outcome(
        top, reason=f"{listed(governing)}: at least {top.code}, the most of the five.{managed}", governing=governing
    )


def _unjoined(named: Mapping[FourthDimension, Level], medical: Level) -> Outcome:
    other = _top(named)
    governing = (*_at(named, medical), *_at(named, other))
    reason = (
        f"{listed(_at(named, medical))}: at least {medical.code}, medically managed. "
        f"{listed(_at(named, other))}: at least {other.code}. No rule here joins the two. You decide."
    )
    return Outcome(reason=reason, governing=governing)


def _level(code: str) -> Level | None:
    return find_level(code, Edition.FOURTH)


def _top(named: Mapping[FourthDimension, Level]) -> Level:
    return max(named.values(), key=lambda level: _ORDER.index(level.code))


def _at(named: Mapping[FourthDimension, Level], top: Level) -> tuple[FourthDimension, ...]:
    return tuple(each for each, level in named.items() if level == top)


def _changes(least: Least, now: Outcome) -> tuple[str, ...]:
    """For each dimension the nearest levels with which it would end elsewhere: lower, higher, and higher with medicine.
    Dimensions of which the same is true share a sentence.
    """
    found: dict[tuple[int, str], list[FourthDimension]] = {}
    for dimension, code in sorted(least.items()):
        for steps in _ways(_ORDER.index(code)):
            ends = ((step, _ends(_outcome({**least, dimension: _ORDER[step]}))) for step in steps)
            nearest = next((each for each in ends if each[1] != _ends(now)), None)
            if nearest is not None:
                found.setdefault(nearest, []).append(dimension)
    return tuple(
        f"{listed(dimensions)} at {_named(_ORDER[step])}: {end}." for (step, end), dimensions in sorted(found.items())
    )


def _ways(at: int) -> tuple[Sequence[int], ...]:
    """The places in `_ORDER` on each way from one, the nearest first."""
    higher = range(at + 1, len(_ORDER))
    medical = [step for step in higher if (level := _level(_ORDER[step])) and level.is_medical]
    return range(at - 1, -1, -1), [step for step in higher if step not in medical], medical


def _named(code: str) -> str:
    return LEAST[ANY] if code == ANY else code


def _ends(outcome: Outcome) -> str:
    if outcome.stop:
        return "stop, evaluate now"
    return outcome.level.code if outcome.level else "no suggestion"
