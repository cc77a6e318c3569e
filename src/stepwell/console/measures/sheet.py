"""An instrument's page as values for its template: questions, progress, result, what calls for somebody."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.rules import Instrument, Item, Kind, Scored, asked_items, score, skipped_items
from stepwell.domain.measures.rules.alarms import Alarm, alarm_of, find_alarm, graver
from stepwell.domain.measures.rules.merging import Conflict, contradictions
from stepwell.kernel.errors import Refusal

# The looks of what a result says: tone and icon of its chip. Red is for safety alone.
BAND_LOOKS = {
    "high": ("danger", "alert"),
    "moderate": ("danger", "alert"),
    "low": ("danger", "alert"),
    "none": ("neutral", "info"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a question."""

    id: str
    value: int
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices. `not_asked` says why it needs no answer; `settle` that it contradicts."""

    item: Item
    number: str
    choices: tuple[Choice, ...]
    not_asked: str = ""
    error: str = ""

    @property
    def chosen(self) -> str:
        """The words of the answer, or nothing."""
        return next((choice.words for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something two answers say differently. `button` names the way out: (label, name, value)."""

    href: str
    what: str
    mend: str
    button: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers come to so far. No total while something is missing, and never one for a triage."""

    scored: Scored
    chip_tone: str
    chip_icon: str
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about the answers that the page shows and htmx swaps."""

    instrument: Instrument
    questions: tuple[Question, ...]
    answered: int
    asked: int
    skipped_numbers: str
    missing: tuple[Question, ...]
    problems: tuple[Problem, ...]
    result: Result | None
    alarm: Alarm | None
    alarm_is_raised: bool
    taken_back: bool
    seen: Mapping[str, int] = field(default_factory=dict)

    @property
    def seen_json(self) -> str:
        """What the page sends back as what it had shown."""
        return json.dumps(dict(self.seen))

    @property
    def rules_json(self) -> str:
        """The skips, for the script that lets questions step aside before the server has answered."""
        return json.dumps(
            [{"when": s.when_zero, "skip": s.skip, "mandatory": s.mandatory} for s in self.instrument.skips]
        )


def sheet_of(
    instrument: Instrument,
    kept: Administration | None,
    *,
    typed: Mapping[str, int] | None = None,
    conflicts: Sequence[Conflict] = (),
    refusals: Sequence[Refusal] = (),
    seen: Mapping[str, int] | None = None,
    names: Mapping[int, str] | None = None,
) -> Sheet:
    """The page's values. `typed` is what stands on the page where that isn't what is kept (after a refusal)."""
    stored: Mapping[str, int] = kept.answers if kept else {}
    shown = {**stored, **(typed or {})}
    errors = {refusal.where: f"{refusal.what} {refusal.mend}".strip() for refusal in refusals}
    skipped = skipped_items(instrument, shown)
    against = contradictions(instrument, shown)
    questions = _questions(instrument, shown, skipped, errors)
    required = [q for q in questions if q.item.required and q.item.id not in skipped]
    raised, now_said = find_alarm(kept.alarm_code if kept else ""), alarm_of(instrument, shown)
    asked = asked_items(instrument, shown)
    return Sheet(
        instrument=instrument,
        questions=questions,
        answered=sum(1 for item in asked if item.id in shown),
        asked=len(asked),
        skipped_numbers=", ".join(q.number for q in questions if q.not_asked),
        missing=tuple(q for q in required if not q.chosen),
        problems=(
            *(_conflict(instrument, each, names or {}) for each in conflicts),
            *(_contradiction(questions, item) for item in against),
        ),
        result=None if against else _result(instrument, shown),
        alarm=now_said if graver(now_said, raised) else raised,
        alarm_is_raised=not graver(now_said, raised),
        taken_back=raised is not None and graver(raised, now_said),
        seen=_seen(stored, conflicts, seen),
    )


def _questions(
    instrument: Instrument, shown: Mapping[str, int], skipped: Sequence[str], errors: Mapping[str, str]
) -> tuple[Question, ...]:
    numbers = {item.id: str(place) for place, item in enumerate(instrument.items, start=1)}
    if instrument.kind is Kind.TRIAGE:  # the screener numbers its questions itself: 6 has a second part
        numbers = {item.id: item.id.removeprefix("q").partition("_")[0] for item in instrument.items}
    return tuple(
        Question(
            item=item,
            number=numbers[item.id],
            choices=tuple(
                Choice(f"{item.id}-{option.value}", option.value, option.label, shown.get(item.id) == option.value)
                for option in item.options
            ),
            not_asked=_why_not(instrument, item, numbers) if item.id in skipped and item.id not in shown else "",
            error=errors.get(item.id, ""),
        )
        for item in instrument.items
    )


def _why_not(instrument: Instrument, item: Item, numbers: Mapping[str, str]) -> str:
    """Which answer makes this question idle; where the skip is optional it may be answered all the same."""
    skip = next(skip for skip in instrument.skips if item.id in skip.skip)
    after = " and ".join(numbers[each] for each in skip.when_zero)
    if len(skip.when_zero) > 3:
        return "Not asked: nothing above was marked."
    many = "s" if len(skip.when_zero) > 1 else ""
    return f"Not asked after the answer{many} to question{many} {after}."


def _conflict(instrument: Instrument, each: Conflict, names: Mapping[int, str]) -> Problem:
    words = {option.value: option.label for item in instrument.items if item.id == each.item for option in item.options}
    who = names.get(each.by or 0, "Somebody else")
    return Problem(
        f"#{each.item}",
        f"{who} answered “{words[each.stands]}” while you answered “{words[each.yours]}”.",
        f"“{words[each.stands]}” stands. Talk, then choose that one too, or keep yours.",
        (f"Keep “{words[each.yours]}”", "keep", f"{each.item}:{each.stands}"),
    )


def _contradiction(questions: Sequence[Question], item: str) -> Problem:
    question = next(each for each in questions if each.item.id == item)
    title = question.item.heading or question.item.text
    return Problem(
        f"#{item}",
        f"“{title}” has an answer, and an earlier answer says it isn't asked.",
        "Go back to both with the person. Change the earlier one, or take this one back.",
        ("Take this answer back", "remove", item),
    )


def _result(instrument: Instrument, answers: Mapping[str, int]) -> Result:
    scored = score(instrument, answers)
    tone, icon = BAND_LOOKS.get(scored.band.code if scored.band else "", ("neutral", "info"))
    if instrument.kind is not Kind.TRIAGE:
        tone, icon = "info", "info"
    return Result(scored, tone, icon, bool(scored.triage and scored.triage.at_least))


def _seen(stored: Mapping[str, int], conflicts: Sequence[Conflict], before: Mapping[str, int] | None) -> dict[str, int]:
    """What the page counts as shown: what is kept, but for a conflict, which stays open until somebody decides."""
    seen = dict(stored)
    for each in conflicts:
        seen.pop(each.item, None)
        if before and each.item in before:
            seen[each.item] = before[each.item]
    return seen
