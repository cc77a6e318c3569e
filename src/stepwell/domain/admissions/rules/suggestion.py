"""From the third edition's six ratings to a suggested level of care, with what governs it and what would change it.

Decision support only: **our** reading of the third edition, never ASAM's; a clinician confirms or overrides it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stepwell.domain.admissions.rules.levels import SEVERITY, Dimension, Edition, find_level
from stepwell.domain.admissions.rules.ratings import STOP_MUST_HAPPEN, Rating, Suggestion, listed
from stepwell.kernel.errors import Refusal, Refused

_D = Dimension
_USE_AND_HOME = (_D.READINESS, _D.RETURN_TO_USE, _D.HOME)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ratings alone come to. `at_least` says the level is a floor, not a point."""

    level: str = ""
    stop: bool = False
    at_least: bool = False
    reason: str = ""
    governing: tuple[Dimension, ...] = ()


def suggest_level(ratings: Sequence[Rating]) -> Suggestion:
    """The third-edition heuristic of docs/clinical.md, "Levels of care": ours; a clinician confirms or overrides it.

    Incomplete ratings suggest no level, but any 4 among them stops at once. Raises Refused for a severity outside
    0 to 4 or a dimension rated twice.
    """
    _check(ratings)
    by_dimension = {rating.dimension: rating.severity for rating in ratings}
    outcome = _outcome(by_dimension)
    return Suggestion(
        edition=Edition.THIRD,
        level=find_level(outcome.level),
        stop=outcome.stop,
        at_least=outcome.at_least,
        reason=outcome.reason,
        governing=outcome.governing,
        per_dimension=tuple((each, find_level(_alone(each, by_dimension))) for each in sorted(by_dimension)),
        what_would_change_it=_changes(by_dimension, outcome),
        ratings=tuple(sorted(ratings, key=lambda rating: rating.dimension)),
        missing=tuple(each for each in Dimension if each not in by_dimension),
    )


def _check(ratings: Sequence[Rating]) -> None:
    refusals = [
        Refusal("A severity is a whole number from 0 to 4.", f"dimension_{rating.dimension.value}")
        for rating in ratings
        if rating.severity not in SEVERITY
    ]
    rated = [rating.dimension for rating in ratings]
    refusals += [
        Refusal("This dimension is rated twice.", f"dimension_{each.value}", "Keep one rating.")
        for each in Dimension
        if rated.count(each) > 1
    ]
    if refusals:
        raise Refused(*refusals)


def _outcome(rated: Mapping[Dimension, int]) -> Outcome:
    """The rules of docs/clinical.md in this order, which is ours: the most intensive rule that holds governs.

    1. any 4 ⇒ stop, immediate evaluation. 2. D1 or D2 = 3 ⇒ ≥3.7 or withdrawal management. 3. D5 and D6 both ≥3 ⇒
    ≥3.1/3.5. 4. D3 = 3 ⇒ ≥2.5 co-occurring-enhanced or residential. 5. D1 ≤1, D2 ≤1, D3 ≤2 and one of D4, D5, D6 ≥2
    ⇒ 2.1. 6. all ≤1 ⇒ 1. 7. anything else ⇒ no suggestion.
    """
    imminent = _at(rated, Dimension, 4)
    if imminent:
        return Outcome(stop=True, reason=f"{listed(imminent)}: imminent. {STOP_MUST_HAPPEN}", governing=imminent)
    if len(rated) < len(Dimension):
        return Outcome(reason="Rate all six dimensions for a suggestion.")
    body = _at(rated, (_D.INTOXICATION, _D.PHYSICAL), 3)
    if body:
        return _floor("3.7", body, "at least 3.7, or withdrawal management")
    if rated[_D.RETURN_TO_USE] >= 3 and rated[_D.HOME] >= 3:
        return _floor("3.1", (_D.RETURN_TO_USE, _D.HOME), "at least 3.1 or 3.5")
    if rated[_D.MIND] == 3:
        return _floor("2.5", (_D.MIND,), "at least 2.5 able to treat both, or residential")
    return _outpatient(rated)


def _outpatient(rated: Mapping[Dimension, int]) -> Outcome:
    """Rules 5 to 7: D1 and D2 ≤3 and D3 ≤2 by now."""
    raised = _at(rated, _USE_AND_HOME, 2)
    body = _at(rated, (_D.INTOXICATION, _D.PHYSICAL), 2)
    if raised and not body:
        need = max(rated[each] for each in raised)
        governing = _at(rated, raised, need)
        return Outcome("2.1", reason=f"{listed(governing)}: {SEVERITY[need]}, the highest need.", governing=governing)
    if not raised and not body and rated[_D.MIND] <= 1:
        return Outcome("1", reason="Nothing above mild.")
    unplaced = body or (_D.MIND,)
    return Outcome(reason=f"No rule covers {listed(unplaced)} at moderate like this. You decide.", governing=unplaced)


def _floor(level: str, governing: tuple[Dimension, ...], words: str) -> Outcome:
    return Outcome(level, at_least=True, reason=f"{listed(governing)}: serious. Consider {words}.", governing=governing)


def _at(rated: Mapping[Dimension, int], among: Iterable[Dimension], least: int) -> tuple[Dimension, ...]:
    return tuple(each for each in among if rated.get(each, 0) >= least)


def _alone(dimension: Dimension, rated: Mapping[Dimension, int]) -> str:
    """The least intensive level whose rule allows this one rating; empty where a stop, or no rule, is the answer."""
    severity = rated[dimension]
    if severity <= 1:
        return "1"
    match dimension:
        case Dimension.INTOXICATION | Dimension.PHYSICAL:
            return {3: "3.7"}.get(severity, "")
        case Dimension.MIND:
            return {2: "2.1", 3: "2.5"}.get(severity, "")
        case Dimension.READINESS:
            return {2: "2.1", 3: "2.1"}.get(severity, "")
        case _:
            both = all(rated.get(each, 0) >= 3 for each in (_D.RETURN_TO_USE, _D.HOME))
            return {2: "2.1", 3: "3.1" if both else "2.1"}.get(severity, "")


def _changes(rated: Mapping[Dimension, int], now: Outcome) -> tuple[str, ...]:
    """One sentence for each single step of one dimension, down or up, that would end elsewhere."""
    sentences: list[str] = []
    for dimension, severity in sorted(rated.items()):
        for step in (severity - 1, severity + 1):
            if step not in SEVERITY:
                continue
            other = _outcome({**rated, dimension: step})
            if (other.level, other.stop) != (now.level, now.stop):
                sentences.append(f"{dimension.label} at {step} {SEVERITY[step]}: {_ends(other)}.")
    return tuple(sentences)


def _ends(outcome: Outcome) -> str:
    if outcome.stop:
        return "stop, evaluate now"
    if not outcome.level:
        return "no suggestion"
    return f"at least {outcome.level}" if outcome.at_least else outcome.level
