"""Skills against a craving, and which of them has helped this person. Pure.

Riding out an urge, delaying, calling somebody and grounding are the four that issue 6 names. The words are ours, to be
agreed with each program's clinicians, who edit them: none is quoted from a manual. What comes first is one plain sum
that a person can do by hand; there is no model.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.phrase import phrase

# Ours: a title on a button, a page that is read in a minute, minutes that somebody has.
LONGEST_TITLE, LONGEST_STEP, MOST_STEPS, MOST_MINUTES = 60, 200, 10, 15


class Helped(StrEnum):
    """Did it help? The value is what the database holds."""

    YES = "yes"
    A_LITTLE = "a little"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill: what it is for in a sentence, and its steps in order. `minutes` is about how long it takes."""

    code: str
    title: str
    lead: str
    steps: tuple[str, ...]
    minutes: int
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """How often somebody tried a skill, and what they said of it."""

    yes: int = 0
    a_little: int = 0
    no: int = 0

    @property
    def times(self) -> int:
        """How often in all."""
        return self.yes + self.a_little + self.no

    @property
    def sum(self) -> int:
        """Each yes counts one up, each no one down."""
        return self.yes - self.no

    @property
    def words(self) -> str:
        """Helped 4 of 5 times."""
        if not self.times:
            return ""
        often = phrase(
            "Helped %(yes)s of %(count)s time", many="Helped %(yes)s of %(count)s times", yes=self.yes, count=self.times
        )
        if not self.a_little:
            return often
        little = phrase("a little %(count)s time", many="a little %(count)s times", count=self.a_little)
        return phrase("%(often)s, %(little)s", often=often, little=little)


OURS: Mapping[str, Skill] = {
    one.code: one
    for one in (
        Skill(
            "surf",
            "Ride it out like a wave",
            "A craving rises, stands and falls. You don’t have to push it away. You watch it pass.",
            (
                "Sit or stand where you are. Both feet on the ground.",
                "Where in your body is it? Chest, stomach, hands, mouth? Only notice.",
                "Breathe in slowly. Breathe out longer than in. Five times.",
                "Say to yourself: this is a craving. It is strong. It will pass.",
                "Is it stronger or weaker than a minute ago? Keep watching until it turns.",
            ),
            3,
        ),
        Skill(
            "delay",
            "Wait ten minutes",
            "Decide nothing now. In ten minutes it is often weaker, and you decide then.",
            (
                "Look at the clock. Say: not before ten minutes from now.",
                "Leave the place where you are, even if it is the next room.",
                "Do something with your hands: wash a cup, walk around the block, drink cold water.",
                "Look at the clock again. Still strong? Wait another ten.",
            ),
            2,
        ),
        Skill(
            "call",
            "Call someone",
            "A craving gets smaller when somebody hears about it.",
            (
                "Choose one name from your plan: People I can call.",
                "Call. If nobody answers, call the next name.",
                "You can say: “I’m having a hard moment. Can you stay on the phone with me?”",
                "You don’t have to explain. Talk about anything until it is weaker.",
            ),
            3,
        ),
        Skill(
            "ground",
            "Come back to here and now",
            "For when your thoughts run. Your eyes and hands bring you back.",
            (
                "Name five things that you see.",
                "Touch four things. How do they feel?",
                "Listen. Three things that you hear.",
                "Two things that you smell. One that you taste.",
                "Breathe out slowly. Say where you are and what day it is.",
            ),
            2,
        ),
    )
}


def check_skill(title: str, lead: str, steps: str, minutes: int) -> tuple[str, str, tuple[str, ...], int]:
    """A site's words for a skill, tidied. Raises `Refused`, each with its field."""
    title, lead = " ".join(title.split()), " ".join(lead.split())
    lines = tuple(line for line in (" ".join(step.split()) for step in steps.splitlines()) if line)
    refusals = []
    if not title:
        refusals.append(Refusal("It has no title.", "title", "Say in a few words what somebody does."))
    if not lines:
        refusals.append(Refusal("It has no steps.", "steps", "Write one step on each line."))
    if len(title) > LONGEST_TITLE:
        refusals.append(Refusal(f"The title is longer than {LONGEST_TITLE} letters.", "title", "Shorten it."))
    if max([len(lead), *map(len, lines)]) > LONGEST_STEP:
        where = "lead" if len(lead) > LONGEST_STEP else "steps"
        refusals.append(Refusal(f"A sentence is longer than {LONGEST_STEP} letters.", where, "Break it up."))
    if len(lines) > MOST_STEPS:
        refusals.append(Refusal(f"These are more than {MOST_STEPS} steps.", "steps", "Keep it to a minute or three."))
    if not 1 <= minutes <= MOST_MINUTES:
        refusals.append(Refusal(f"This isn't 1 to {MOST_MINUTES} minutes.", "minutes", "Say about how long it takes."))
    if "\0" in title + lead + steps:
        refusals.append(Refusal("This holds a character that isn't text.", "steps", "Type it again."))
    if refusals:
        raise Refused(*refusals)
    return title, lead, lines, minutes


def library(own: Mapping[str, Skill]) -> tuple[Skill, ...]:
    """Ours in their order, each as the site words it, then the site's own. What it doesn't offer is left out."""
    all_of_them = [own.get(code, skill) for code, skill in OURS.items()]
    all_of_them += [skill for code, skill in own.items() if code not in OURS]
    return tuple(skill for skill in all_of_them if skill.is_offered)


def tallies(said: Iterable[tuple[str, Helped]]) -> dict[str, Tally]:
    """By the skill's code."""
    counted: dict[str, dict[Helped, int]] = {}
    for code, helped in said:
        row = counted.setdefault(code, dict.fromkeys(Helped, 0))
        row[helped] += 1
    return {code: Tally(row[Helped.YES], row[Helped.A_LITTLE], row[Helped.NO]) for code, row in counted.items()}


def by_help(skills: Iterable[Skill], tried: Mapping[str, Tally]) -> list[tuple[Skill, Tally]]:
    """What helped comes first: by the sum of yes and no, then what was tried more often, then as the site has them.

    What was never tried stands at nought: before what didn't help, after what did.
    """
    found = [(skill, tried.get(skill.code, Tally())) for skill in skills]
    return sorted(found, key=lambda one: (-one[1].sum, -one[1].times))
