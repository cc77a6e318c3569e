"""What somebody writes in the public form: when it may be called back, and whether it looks like a person. Pure.

Nothing is ever refused or thrown away for looking wrong: it is held, and a person looks. All of it is ours.
"""

import re
from enum import StrEnum

WORDS_MOST = 2000
_LINK = re.compile(r"https?://|www\.|<a\s|\[url", re.IGNORECASE)
# One address of a web page may be somebody's insurance; two are an advertisement.
_LINKS_OF_A_PERSON = 1


class BestTime(StrEnum):
    """When they would like to be called, by the site's clock."""

    ANY = "any time"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Held(StrEnum):
    """Why it waits apart from the others."""

    TRAP = "a field was filled in that nobody sees"
    LINKS = "it holds several links"
    MANY = "many came from the same place within an hour"


class Outcome(StrEnum):
    """What became of it."""

    ENQUIRY = "an enquiry"
    ANSWERED = "answered, no enquiry"
    SPAM = "not from a person"


def why_held(*, trap: str, words: str, is_one_of_many: bool) -> Held | None:
    """Why somebody looks before admissions does; None for what looks like a person."""
    if trap.strip():
        return Held.TRAP
    if len(_LINK.findall(words)) > _LINKS_OF_A_PERSON:
        return Held.LINKS
    return Held.MANY if is_one_of_many else None
