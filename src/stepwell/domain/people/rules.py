"""Pure decisions about people: how names sort, who might be the same person, and who holds a post."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

# Letters that don't come apart into a base letter and a mark, but that English readers look for under one.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})


def plain_letters(text: str) -> str:
    """Lower case without marks: Ángel becomes angel. For sorting and finding, never for showing."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)


def sort_key(family_name: str, given_names: str) -> str:
    """Where a name stands in a list, on any PostgreSQL (the embedded one has no ICU): by family, then given names."""
    family, given = (re.sub(r"[^\w\s]", "", plain_letters(part)).strip() for part in (family_name, given_names))
    return f"{family} {given}".strip()[:260]


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one person from another."""

    client_id: UUID | None
    family_name: str
    given_names: str
    birth_on: date | None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two might be one person. `reasons` are sentences for a person who decides."""

    client_id: UUID
    reasons: tuple[str, ...]


def might_be_same(newcomer: Identity, known: Identity) -> Likeness | None:
    """Whether a person should be asked "could this be the same person?".

    Ours: the same birth date with the same family name or first given name, or the same full name with the same
    phone or an unknown birth date. A person decides; nothing is merged by itself.
    """
    if known.client_id is None:
        return None
    family = plain_letters(newcomer.family_name) == plain_letters(known.family_name)
    first, other_first = (plain_letters(one.given_names).split(" ")[0] for one in (newcomer, known))
    given = first == other_first
    born = newcomer.birth_on is not None and newcomer.birth_on == known.birth_on
    unknown_birth = newcomer.birth_on is None or known.birth_on is None
    phone = bool(_digits(newcomer.phone)) and _digits(newcomer.phone) == _digits(known.phone)
    if not ((born and (family or given)) or (family and given and (phone or unknown_birth))):
        return None
    said = (
        (born, "born on the same day"),
        (family, "same family name"),
        (given, "same first name"),
        (phone, "same phone"),
    )
    return Likeness(known.client_id, tuple(words for holds, words in said if holds))


def _digits(phone: str) -> str:
    """The last ten digits: how a number is written doesn't matter."""
    return re.sub(r"\D", "", phone)[-10:]


class Reason(StrEnum):
    """Why a role or a login is taken away: a word of this list, so that the ledger holds nobody's story."""

    LEFT = "left the program"
    MOVED = "works elsewhere in the program"
    CHANGED = "has another role now"
    AWAY = "is away for a while"
    UNUSED = "didn't need it"
    MISTAKE = "was given by mistake"
    CONCERN = "a concern that is being looked into"


def is_held(started_on: date, ended_on: date | None, day: date) -> bool:
    """Whether a post is held on a day of its site: from its first day up to the day before its last word."""
    return started_on <= day and (ended_on is None or day < ended_on)


def keeps_a_director(posts: Iterable[tuple[int, date, date | None]], *, without: int, on: date) -> bool:
    """Whether a site still has a director when one goes: somebody else, there by that day, with no last day.

    Ours, and on the careful side: a site without a director has nobody who can give a role to anybody.
    """
    return any(staff != without and started <= on and ended is None for staff, started, ended in posts)
