"""After a return to use: what stood before it, and what might be changed because of it. Pure.

It is no judgment and changes nothing by itself: each proposal says why it is made, and a person takes it or leaves it.
The windows and counts are ours. That tolerance falls in days without use, so that the same amount can be too much, is
clinical.md's ("loss of tolerance after abstinence raises risk"). Whatever is found, the stay goes on
(docs/clinical.md: "a lapse alone never resets phase").
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stepwell.domain.checkins.rules import CRAVING_OPENS_HELP, TRIGGERS
from stepwell.domain.prevention.rules.plan import Content, Part, has_line
from stepwell.domain.prevention.rules.skills import Skill, Tally

# Ours: how far back one looks, and how often something has to stand there to be worth a word.
WINDOW = timedelta(days=14)
OFTEN = 2
SHORT_NIGHT_MINUTES = 5 * 60


class About(StrEnum):
    """What a proposal would change. The value is what the database holds."""

    PREVENTION = "prevention plan"
    CARE = "plan of care"


@dataclass(frozen=True, slots=True)
class Told:
    """One check-in, as far as it says something about what came before."""

    said_at: datetime
    craving: int
    use: str
    triggers: tuple[str, ...] = ()
    slept_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """The two weeks before, in counts: triggers by their words, the strongest craving, and what else stood out."""

    check_ins: int
    triggers: tuple[tuple[str, int], ...]
    strongest: int | None
    strong: int
    short_nights: int
    uses: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing to change, with its reason. `part` is where it would stand in the prevention plan."""

    code: str
    about: About
    words: str
    reason: str
    part: Part | None = None


def before(told: Iterable[Told], at: datetime) -> Before:
    """What was told in the two weeks up to `at`, the check-in that told of it within."""
    seen = [one for one in told if at - WINDOW < one.said_at <= at]
    named = Counter(TRIGGERS.get(one, one) for each in seen for one in each.triggers)
    return Before(
        check_ins=len(seen),
        triggers=tuple(sorted(named.items(), key=lambda one: (-one[1], one[0]))),
        strongest=max((one.craving for one in seen), default=None),
        strong=sum(one.craving >= CRAVING_OPENS_HELP for one in seen),
        short_nights=sum(one.slept_minutes is not None and one.slept_minutes < SHORT_NIGHT_MINUTES for one in seen),
        uses=sum(one.use == "yes" for one in seen),
    )


def proposals(past: Before, plan: Content, skills: Sequence[Skill], tried: Mapping[str, Tally]) -> tuple[Proposal, ...]:
    """What these two weeks suggest, of which a person takes what fits."""
    return (*_for_prevention(past, plan, skills, tried), *_for_care(past))


def _for_prevention(
    past: Before, plan: Content, skills: Sequence[Skill], tried: Mapping[str, Tally]
) -> Iterable[Proposal]:
    for words, times in past.triggers:
        if times >= OFTEN:
            reason = f"Chosen {times} times in check-ins of the two weeks before."
            yield from _new(plan, f"trigger:{words}", Part.TRIGGERS, words, reason)
    if past.strong:
        words = f"A craving of {CRAVING_OPENS_HELP} or more"
        yield from _new(plan, "sign:craving", Part.SIGNS, words, f"It was that strong {_times(past.strong)}.")
    if past.short_nights >= OFTEN:
        reason = f"Less than {SHORT_NIGHT_MINUTES // 60} hours were slept {_times(past.short_nights)}."
        yield from _new(plan, "sign:sleep", Part.SIGNS, "Nights with little sleep", reason)
    for skill in skills:
        tally = tried.get(skill.code, Tally())
        if tally.sum > 0:
            yield from _new(plan, f"skill:{skill.code}", Part.SKILLS, skill.title, f"{tally.words}.")
    if not plan.get(Part.PEOPLE.value):
        reason = "Nobody stands there yet."
        yield Proposal("people", About.PREVENTION, "Somebody I can call at night", reason, Part.PEOPLE)
    if not plan.get(Part.AFTER.value):
        reason = "It doesn’t say yet what helps in the first hours."
        yield Proposal("after", About.PREVENTION, "Tell my counselor the same day", reason, Part.AFTER)


def _for_care(past: Before) -> Iterable[Proposal]:
    tolerance = "After days without use the same amount can be too much."
    yield Proposal("care:overdose", About.CARE, "Go through overdose safety and naloxone together", tolerance)
    if past.strong >= OFTEN:
        reason = f"A craving of {CRAVING_OPENS_HELP} or more {_times(past.strong)} in two weeks."
        words = "Ask the prescriber whether medication could help with cravings"
        yield Proposal("care:medication", About.CARE, words, reason)
    if past.uses >= OFTEN:
        reason = f"Use was told {_times(past.uses)} in two weeks."
        yield Proposal("care:level", About.CARE, "Look together at whether more support would help now", reason)


def _new(plan: Content, code: str, part: Part, words: str, reason: str) -> Iterable[Proposal]:
    if not has_line(plan, part, words):
        yield Proposal(code, About.PREVENTION, words, reason, part)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
