"""Curricula as they are shipped: files in `catalog/curricula/`, each checked when it is read.

Sources: docs/clinical.md, "Program", and the folder's LICENSES.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from stepwell.kernel.errors import Refusal, Refused

_FOLDER = files("stepwell.domain.catalog") / "curricula"
_WORDS = ("code", "title", "when", "credit", "license")
# Ours: beyond these a number is a slip of the hand.
MOST_SESSIONS, MOST_MINUTES, MOST_LETTERS = 60, 600, 120


@dataclass(frozen=True, slots=True)
class CurriculumText:
    """A curriculum as a site takes it. `sessions` are the topics in order."""

    code: str
    title: str
    minutes: int
    when: str
    credit: str
    license: str
    sessions: tuple[str, ...]


def parse_curriculum(data: object, name: str) -> CurriculumText:
    """The curriculum of a file of that name; everything that is wrong with it at once."""
    if not isinstance(data, Mapping) or set(data) != {*_WORDS, "minutes", "sessions"}:
        raise Refused(Refusal(f"A curriculum has {', '.join(_WORDS)}, minutes and sessions, no more.", name))
    refusals = []
    if data["code"] != name:
        refusals.append(Refusal("The code is the file's name.", "code"))
    for word in _WORDS:
        if not isinstance(data[word], str) or (word != "when" and not data[word].strip()):
            refusals.append(Refusal(f"{word} is missing.", word))
    minutes, sessions = data["minutes"], data["sessions"]
    if not isinstance(minutes, int) or not 1 <= minutes <= MOST_MINUTES:
        refusals.append(Refusal("A session lasts 1 to 600 minutes.", "minutes"))
    if not isinstance(sessions, list) or not 1 <= len(sessions) <= MOST_SESSIONS:
        refusals.append(Refusal(f"A curriculum has 1 to {MOST_SESSIONS} sessions.", "sessions"))
    elif not all(isinstance(one, str) and 0 < len(one.strip()) <= MOST_LETTERS for one in sessions):
        refusals.append(Refusal(f"Each session has a topic of up to {MOST_LETTERS} letters.", "sessions"))
    if refusals:
        raise Refused(*refusals)
    return CurriculumText(
        code=data["code"],
        title=data["title"],
        minutes=minutes,
        when=data["when"],
        credit=data["credit"],
        license=data["license"],
        sessions=tuple(sessions),
    )


@cache
def shipped_curricula() -> tuple[CurriculumText, ...]:
    """All that are shipped, by title."""
    found = [
        parse_curriculum(json.loads(file.read_text("utf-8")), file.name.removesuffix(".json"))
        for file in _FOLDER.iterdir()
        if file.name.endswith(".json")
    ]
    return tuple(sorted(found, key=lambda one: one.title))


def find_curriculum_text(code: str) -> CurriculumText | None:
    """The shipped curriculum of that code."""
    return next((one for one in shipped_curricula() if one.code == code), None)


def number_at(held_before: int, of: int) -> int:
    """Which session of a curriculum comes after so many that were held: after the last one it begins again."""
    return held_before % of + 1
