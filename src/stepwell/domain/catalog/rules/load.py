"""What somebody who works here takes on, and which kinds of hours they may lead. Pure.

Limits and credentials are the site's to say: nothing is a limit until it is. What a service asks for is in the site's
own words, so nobody has it because a word looks alike: it stands among the letters that they sign with, or the site
said that they have it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.languages import language_key, own_language

MOST_WEEKLY_MINUTES = 80 * 60
MOST_CASES = 500
MOST_LANGUAGES, LANGUAGE_MOST = 12, 40
_BETWEEN = re.compile(r"[,;/]|\bor\b")


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes a week with people, and people whose own counselor they are, at most; None is no limit. `credentials`
    are those that services ask for and that they have, beside the letters after their name; `languages` are those that
    they lead in besides the program's usual one.
    """

    weekly_minutes: int | None = None
    caseload: int | None = None
    credentials: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()


NO_LIMIT = Load()


def may_lead(needed: str, letters: str, load: Load = NO_LIMIT) -> bool:
    """Whether somebody with these letters after their name has what a service asks for.

    One that asks for nothing is led by anybody with a credential on file.
    """
    if not needed.strip():
        return bool(letters.strip())
    if _plain(needed) in {_plain(one) for one in load.credentials}:
        return True
    return not _parts(needed).isdisjoint(_parts(letters))


def leads_in(language: str, load: Load) -> bool:
    """Whether somebody is known to lead what is held in this; the program's usual language asks for nothing."""
    wanted = own_language(language)
    return not wanted or wanted in map(language_key, load.languages)


def languages_from(typed: str) -> tuple[str, ...]:
    """What stands between commas, each language once, as it was written first."""
    found: dict[str, str] = {}
    for one in re.split(r"[,;\n]", typed):
        if words := " ".join(one.split()):
            found.setdefault(language_key(words), words)
    return tuple(found.values())


def check_load(load: Load, known: Collection[str]) -> None:
    """Refused with every fault. `known` are the credentials that the site's services ask for."""
    found = []
    if load.weekly_minutes is not None and not 0 < load.weekly_minutes <= MOST_WEEKLY_MINUTES:
        found.append(Refusal("That is no number of hours a week.", "weekly_hours", "Choose up to 80, or none."))
    if load.caseload is not None and not 0 <= load.caseload <= MOST_CASES:
        found.append(Refusal("That is no number of people.", "caseload", f"Choose up to {MOST_CASES}, or none."))
    if not load.credentials <= set(known):
        found.append(Refusal("No service asks for this.", "credentials", "Choose among the list."))
    if len(load.languages) > MOST_LANGUAGES or any(len(one) > LANGUAGE_MOST for one in load.languages):
        mend = f"Write up to {MOST_LANGUAGES}, each in {LANGUAGE_MOST} letters at most, with commas between them."
        found.append(Refusal("These are no languages.", "languages", mend))
    if found:
        raise Refused(*found)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _parts(words: str) -> set[str]:
    """`LCSW, LAC`: what stands between commas, strokes and "or"."""
    return {part for part in (_plain(one) for one in _BETWEEN.split(words.casefold())) if part}
