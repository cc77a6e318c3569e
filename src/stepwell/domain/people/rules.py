"""Pure decisions about people: how names sort, what finds a person, who might be the same, who holds a post."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
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


def first_names(people: Mapping[UUID, tuple[str, str]]) -> dict[UUID, str]:
    """What each is called on a sheet that lies about; two of a name get a letter of their family name more.

    Given: what they are called and their family names.
    """
    times = Counter(called for called, _ in people.values())
    return {
        key: called if times[called] == 1 else f"{called} {family[:1]}.".strip()
        for key, (called, family) in people.items()
    }


# What a person is found by stands in one PostgreSQL tsvector, whose words are made here and not by a dictionary, so
# that no extension is needed. A name's word stands as it is; the other kinds carry a mark that no name has.
_NEAR, _PHONE, _BORN = "~", "#", "@"
_MOST_WORDS, _LONGEST_WORD, _SHORTEST_NEAR = 6, 40, 4
_DATES = (
    (re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"), (1, 2, 3)),
    (re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"), (3, 1, 2)),
)


def find_words(*, names: Iterable[str], phone: str, birth_on: date | None) -> frozenset[str]:
    """Everything that finds a person: each part of each name, near misses of it, birth date, phone from its end."""
    parts = {word for name in names for word in _name_words(name)}
    near = {_NEAR + shorter for word in parts if len(word) >= _SHORTEST_NEAR for shorter in _one_letter_less(word)}
    digits = _digits(phone)
    rest = {_PHONE + digits[::-1]} if digits else set()
    if birth_on is not None:
        rest.add(f"{_BORN}{birth_on.isoformat()}")
    return frozenset(parts | near | rest)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody types to find a person, as two tsqueries: what was typed exactly, and with one letter amiss."""

    exact: str
    near: str
    identifiers: tuple[str, ...]


def read_asked(typed: str) -> Asked | None:
    """Words are beginnings of parts of a name, figures the end of a phone number or a birth date; all must fit.

    Within one letter of a word still finds it (a letter more, less, other, or two swapped): both are compared with
    each one's letters left out in turn. None where too little was typed to find anybody by.
    """
    typed = typed[:200]
    exact: list[str] = []
    for pattern, (year, month, day) in _DATES:
        for found in pattern.finditer(typed):
            born = f"{found[year]}-{int(found[month]):02}-{int(found[day]):02}"
            exact.append(_lexeme(_BORN + born))
        typed = pattern.sub(" ", typed)
    numbers = [word for word in typed.split() if re.fullmatch(r"[\d().+-]+", word)]
    digits = re.sub(r"\D", "", "".join(numbers))
    if len(digits) >= 3:
        by_phone = f"{_lexeme(_PHONE + digits[-10:][::-1])}:*"
        by_year = f" | {_lexeme(_BORN + digits)}:*" if len(digits) == 4 else ""
        exact.append(f"({by_phone}{by_year})")
    words = [word for part in typed.split() if part not in numbers for word in _typed_words(part)][:_MOST_WORDS]
    near = [*exact, *(_near_query(word) for word in words)]
    exact += [f"{_lexeme(word)}:*" for word in words]
    if not exact or (len(exact) == len(words) and max(map(len, words)) < 2):
        return None
    whole = tuple(part for part in typed.split() if re.search(r"\d", part) and len(part) >= 4)
    return Asked(" & ".join(exact), " & ".join(near), whole)


def as_vector(words: Iterable[str]) -> str:
    """The words as PostgreSQL reads a tsvector."""
    return " ".join(_lexeme(word) for word in sorted(words))


def _name_words(name: str) -> set[str]:
    """Dee-Ann O'Neil is found by dee, ann, deeann and oneil."""
    words = set()
    for part in plain_letters(name).split():
        pieces = [re.sub(r"\W", "", piece)[:_LONGEST_WORD] for piece in re.split(r"[-‐–]", part)]
        words |= {*pieces, "".join(pieces)[:_LONGEST_WORD]}
    return words - {""}


def _typed_words(part: str) -> list[str]:
    """The same letters as in a name, in the order typed; what is tied by a hyphen is one word."""
    word = re.sub(r"\W", "", plain_letters(part))[:_LONGEST_WORD]
    return [word] if word else []


def _near_query(word: str) -> str:
    """Any part of a name that is this word but for one letter."""
    ways = [f"{_lexeme(word)}:*"]
    if len(word) >= _SHORTEST_NEAR:
        ways.append(_lexeme(_NEAR + word))
        for shorter in sorted(_one_letter_less(word)):
            ways += [_lexeme(shorter), _lexeme(_NEAR + shorter)]
    return f"({' | '.join(ways)})"


def _one_letter_less(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _lexeme(word: str) -> str:
    """Quoted: words hold letters, figures, - and the marks above, so nothing in them ends the quotes."""
    return f"'{word}'"


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


# Those of them that fit family and referrers, who hold no role.
VISITORS_REASONS = (Reason.UNUSED, Reason.MISTAKE, Reason.CONCERN)


def is_held(started_on: date, ended_on: date | None, day: date) -> bool:
    """Whether a post is held on a day of its site: from its first day up to the day before its last word."""
    return started_on <= day and (ended_on is None or day < ended_on)


def keeps_a_director(posts: Iterable[tuple[int, date, date | None]], *, without: int, on: date) -> bool:
    """Whether a site still has a director when one goes: somebody else, there by that day, with no last day.

    Ours, and on the careful side: a site without a director has nobody who can give a role to anybody.
    """
    return any(staff != without and started <= on and ended is None for staff, started, ended in posts)
