"""What a plan may begin with, by topic and kind, and how a site types its own. Pure.

A topic is one of the plan's ten areas (`careplan.values`) or a condition that many come with. The words in `ours.toml`
are Stepwell's own and plain: no manual's text, no threshold. A goal is the clinical wording alone - what somebody wants
in their own words is theirs to say, and is never offered.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from stepwell.domain.careplan.values import Area, Means
from stepwell.kernel.coding import ICD_10_CM
from stepwell.kernel.errors import Refusal, Refused

MOST_LINES, MOST_LETTERS = 40, 200


class Kind(StrEnum):
    """Which part of a plan the words are for."""

    GOAL = "goal"
    OBJECTIVE = "objective"
    INTERVENTION = "intervention"


@dataclass(frozen=True, slots=True)
class Topic:
    """What words are about; a site's own are kept by `code`. `icd` are the beginnings of ICD-10-CM codes it is for."""

    code: str
    label: str
    area: str = ""
    icd: tuple[str, ...] = ()


TOPICS: tuple[Topic, ...] = (
    *(Topic(area.value.replace(" ", "-"), area.label, area.value) for area in Area),
    Topic("alcohol", "Alcohol use", icd=("F10",)),
    Topic("opioids", "Opioid use", icd=("F11",)),
    Topic("cannabis", "Cannabis use", icd=("F12",)),
    Topic("stimulants", "Stimulant use", icd=("F14", "F15")),
    Topic("depression", "Depression", icd=("F32", "F33")),
    Topic("anxiety", "Anxiety", icd=("F40", "F41")),
    Topic("trauma", "Trauma and stress", icd=("F43",)),
)
BY_CODE = {topic.code: topic for topic in TOPICS}

# By topic and kind: lines as a site types them.
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Start:
    """One starting point. `key` names it within the words that it was read from."""

    key: str
    topic: Topic
    words: str
    measure: str = ""
    target: str = ""
    means: str = ""

    @property
    def line(self) -> str:
        """As a list shows it."""
        return "; ".join(part for part in (self.words, self.measure, self.target) if part)


@cache
def ours() -> Words:
    """Our own words."""
    return tomllib.loads((files("stepwell.domain.library") / "ours.toml").read_text("utf-8"))


def lines_of(words: Words, topic: Topic, kind: Kind) -> str:
    """What is typed for a topic and kind: the site's, or ours where it says nothing of its own."""
    own = words.get(topic.code, {})
    return own[kind.value] if kind.value in own else ours().get(topic.code, {}).get(kind.value, "")


def starts(words: Words, kind: Kind, *, areas: Iterable[str] = (), code: str = "", system: str = "") -> list[Start]:
    """Every starting point of a kind; those of these areas and of this condition come first."""
    wanted = {*areas}

    def is_near(topic: Topic) -> bool:
        return topic.area in wanted or (system == ICD_10_CM and bool(code) and code.startswith(topic.icd or ("-",)))

    near_first = sorted(TOPICS, key=lambda topic: not is_near(topic))
    return [start for topic in near_first for start in _read(topic, kind, lines_of(words, topic, kind))]


def check_lines(topic: Topic, typed: Mapping[str, str]) -> dict[str, str]:
    """A topic's own words by kind, without what says the same as ours. Raises `Refused` with every line at fault."""
    refusals: list[Refusal] = []
    kept: dict[str, str] = {}
    for kind in Kind:
        lines = [" ".join(line.split()) for line in typed.get(kind.value, "").splitlines() if line.strip()]
        text = "\n".join(lines)
        refusals += _faults(kind, lines)
        if text != lines_of({}, topic, kind).strip():
            kept[kind.value] = text
    if refusals:
        raise Refused(*refusals)
    return kept


def _faults(kind: Kind, lines: list[str]) -> list[Refusal]:
    where, faults = kind.value, []
    if len(lines) > MOST_LINES:
        faults.append(Refusal(f"These are more than {MOST_LINES} lines.", where, "Keep those that people use."))
    if any("\0" in line for line in lines):
        faults.append(Refusal("This holds a character that isn't text.", where, "Type it again."))
    for number, line in enumerate(lines, 1):
        parts = _parts(line)
        if any(len(part) > MOST_LETTERS for part in parts):
            faults.append(Refusal(f"Line {number} is longer than {MOST_LETTERS} letters.", where, "Shorten it."))
        if kind is Kind.OBJECTIVE and (len(parts) != 3 or not all(parts)):
            mend = "Write it as: what they will do | measure | target."
            faults.append(Refusal(f"Line {number} has not its three parts.", where, mend))
        if kind is Kind.INTERVENTION and (len(parts) > 2 or (len(parts) == 2 and parts[1] not in set(Means))):
            mend = f"After the | comes one of: {', '.join(means.value for means in Means)}."
            faults.append(Refusal(f"Line {number} doesn't say how it is done.", where, mend))
    return faults


def _read(topic: Topic, kind: Kind, text: str) -> Iterable[Start]:
    for number, line in enumerate(filter(str.strip, text.splitlines())):
        key, parts = f"{topic.code}.{number}", _parts(line)
        if kind is Kind.OBJECTIVE:
            what, measure, target = (*parts, "", "")[:3]
            yield Start(key, topic, what, measure, target)
        elif kind is Kind.INTERVENTION:
            yield Start(key, topic, parts[0], means=parts[1] if len(parts) > 1 else "")
        else:
            yield Start(key, topic, line.strip())


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]
