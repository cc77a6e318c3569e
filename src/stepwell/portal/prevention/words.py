"""A skill in the language that the page speaks: ours, where the site hasn't worded it; what a site wrote stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from stepwell.domain.prevention.rules.skills import OURS, Skill, Tally
from stepwell.kernel.languages import ENGLISH
from stepwell.look.spoken import spoken


@dataclass(frozen=True, slots=True)
class ShownSkill:
    """One skill as a page shows it. `helped` says how often it did; `language` is what the skill is written in."""

    code: str
    title: str
    lead: str
    steps: tuple[str, ...]
    minutes: int
    helped: str
    language: str


def shown_skills(found: Iterable[tuple[Skill, Tally]]) -> list[ShownSkill]:
    """In their order."""
    return [shown_skill(skill, tally) for skill, tally in found]


def shown_skill(skill: Skill, tally: Tally) -> ShownSkill:
    """One of them."""
    title, lead, steps, language = skill.title, skill.lead, skill.steps, ENGLISH
    if OURS.get(skill.code) == skill:
        title, lead, steps = spoken(title), spoken(lead), tuple(map(spoken, steps))
        language = get_language() or ENGLISH
    return ShownSkill(skill.code, title, lead, steps, skill.minutes, spoken(tally.words), language)
