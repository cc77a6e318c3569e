"""A prevention plan: six parts, a line for each thing, in the client's own words. Pure.

The parts are those of the issue's relapse prevention plan (triggers, warning signs, skills, people, places, what to do
after a return to use); their words are ours. How much fits is ours: what somebody reads on a phone at night.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.phrase import phrase

MOST_LINES, LONGEST_LINE = 20, 200
Content = Mapping[str, tuple[str, ...]]


class Part(StrEnum):
    """The parts, in the order in which they are read. The value is what the database holds."""

    AFTER = "after"
    SKILLS = "skills"
    PEOPLE = "people"
    SIGNS = "signs"
    TRIGGERS = "triggers"
    PLACES = "places"

    @property
    def heading(self) -> str:
        """As the client reads it."""
        return _WORDS[self][0]

    @property
    def hint(self) -> str:
        """What may stand there."""
        return _WORDS[self][1]


_WORDS = {
    Part.AFTER: ("If I return to use", "What I do first, whom I tell. For example: call my counselor the same day."),
    Part.SKILLS: ("What helps me", "Skills I have practiced. For example: wait ten minutes and walk."),
    Part.PEOPLE: ("People I can call", "A name, and a number if you like. For example: Lee, 505 555 0142."),
    Part.SIGNS: ("Signs that it gets harder", "What I or others notice first. For example: I stop answering texts."),
    Part.TRIGGERS: ("What makes it harder", "For example: payday, an argument, being alone on Sunday."),
    Part.PLACES: ("Places and situations", "Where I take care, and where I am safe. For example: not past the bar."),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line that a version has and the one before hadn't, or the other way round."""

    part: Part
    words: str
    is_new: bool


def content_of(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """A line for each thing, empty ones left out, the same one once. Raises `Refused`, each with its part."""
    refusals, content = [], {}
    for part in Part:
        lines = _once(texts.get(part.value, ""))
        if any("\0" in line for line in lines):
            refusals.append(Refusal("This holds a character that isn't text.", part.value, "Type it again."))
        if any(len(line) > LONGEST_LINE for line in lines):
            what = phrase("A line is longer than %(most)s letters.", most=LONGEST_LINE)
            refusals.append(Refusal(what, part.value, "Break it up."))
        if len(lines) > MOST_LINES:
            what = phrase("These are more than %(most)s lines.", most=MOST_LINES)
            refusals.append(Refusal(what, part.value, "Keep what helps most."))
        if lines:
            content[part.value] = lines
    if refusals:
        raise Refused(*refusals)
    return content


def text_of(content: Content, part: Part) -> str:
    """A part as it stands in its field."""
    return "\n".join(content.get(part.value, ()))


def has_line(content: Content, part: Part, words: str) -> bool:
    """Whether the part says this already, in capitals or not."""
    return words.strip().casefold() in {line.casefold() for line in content.get(part.value, ())}


def with_line(content: Content, part: Part, words: str) -> dict[str, tuple[str, ...]]:
    """The same content and this line at the end of a part. Raises `Refused` where it doesn't fit."""
    texts = {one.value: text_of(content, one) for one in Part}
    texts[part.value] = f"{texts[part.value]}\n{' '.join(words.split())}"
    return content_of(texts)


def changes(before: Content, after: Content) -> list[Change]:
    """What came and what went, part by part."""
    found = []
    for part in Part:
        old, new = before.get(part.value, ()), after.get(part.value, ())
        found += [Change(part, line, True) for line in new if line not in old]
        found += [Change(part, line, False) for line in old if line not in new]
    return found


def _once(text: str) -> tuple[str, ...]:
    lines: Iterable[str] = (" ".join(line.split()) for line in text.splitlines())
    seen: dict[str, str] = {}
    for line in lines:
        if line:
            seen.setdefault(line.casefold(), line)
    return tuple(seen.values())
