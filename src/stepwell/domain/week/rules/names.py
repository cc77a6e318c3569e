"""Finds the names of a group's members in a text: whole words, whatever their case and accents.

42 CFR Part 2 protects each member's being here, so one person's record may not name another. A person decides
what a word means; this only finds. Nicknames, initials and misspellings are beyond it, and so are scripts written
without spaces between words.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_APOSTROPHES = frozenset("'`\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032\uff07")
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d")
# Letters that no accent-stripping turns into their plain form.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "\u0131": "i"}
)
# Small words inside a longer name; alone in their field ("Van", "Le") they are the name.
_PARTICLES = frozenset(
    {"al", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn", "ii", "iii"}
    | {"iv", "jr", "la", "las", "le", "los", "mc", "san", "sr", "st", "ten", "ter", "van", "von", "y"}
)
# Endings after an apostrophe that are never a name: she'll, they're, I've.
_ENDINGS = frozenset({"ll", "re", "ve"})
# Soft hyphen, joiners, byte order mark: invisible inside a word. Other invisible signs separate words.
_INVISIBLE = frozenset("\u00ad\u200c\u200d\u2060\ufeff")
_LONGEST_NAME = 6
_CONTEXT_WORDS = 2


@dataclass(frozen=True, slots=True)
class MemberName:
    """A person on the group's roster, here today or not."""

    person_key: str
    given: str
    family: str = ""
    preferred: str = ""

    @property
    def called(self) -> str:
        """What the team calls them."""
        return self.preferred.strip() or self.given.strip() or self.family.strip()


@dataclass(frozen=True, slots=True)
class NameSpan:
    """`text[start:end]` of the response names one or more members. `confirmation` stands for this word in these
    surroundings: two words on either side and the word's own capitals.
    """

    start: int
    end: int
    text: str
    person_keys: tuple[str, ...]
    confirmation: str


@dataclass(frozen=True, slots=True)
class _Atom:
    """An unbroken run of letters. `glue` is the single apostrophe or hyphen that joins it to the next one."""

    start: int
    end: int
    folded: str
    glue: str


def fold(text: str) -> str:
    """Small letters without accents: Ángel, ANGEL and Angel are one. Composed or not makes no difference."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in apart if unicodedata.category(char) not in ("Mn", "Cf")).translate(_PLAIN)


def names_in(text: str, own_key: str, names: Sequence[MemberName]) -> tuple[NameSpan, ...]:
    """Every place that seems to name a member other than `own_key`, in order. The person's own name is theirs to
    have in their note, also where another member shares it.
    """
    index = _index(own_key, names)
    atoms = list(_atoms(text))
    spans: list[NameSpan] = []
    at = 0
    while at < len(atoms):
        size, keys = _longest_match(atoms, at, index)
        if keys:
            start, end = atoms[at].start, atoms[at + size - 1].end
            spans.append(NameSpan(start, end, text[start:end], keys, _confirmation(text, atoms, at, size)))
        at += size
    return tuple(spans)


def _index(own_key: str, names: Sequence[MemberName]) -> Mapping[str, tuple[str, ...]]:
    """Folded word → the members who bear it, without the person's own words."""
    own: set[str] = set()
    bearers: dict[str, list[str]] = {}
    for name in names:
        words = {word for field in (name.given, name.family, name.preferred) for word in _name_words(field)}
        if name.person_key == own_key:
            own |= words
            continue
        for word in words:
            keys = bearers.setdefault(word, [])
            if name.person_key not in keys:
                keys.append(name.person_key)
    return {word: tuple(keys) for word, keys in bearers.items() if word not in own}


def _name_words(field: str) -> set[str]:
    """Each part of a name field and the parts run together: O'Brien → brien, obrien; María-José → maria, jose,
    mariajose. Single letters and particles of longer names are left out.
    """
    parts = [atom.folded for atom in _atoms(field)]
    words = {part for part in parts if len(parts) == 1 or part not in _PARTICLES}
    return {word for word in (*words, "".join(parts)) if len(word) > 1}


def _longest_match(
    atoms: Sequence[_Atom], at: int, index: Mapping[str, tuple[str, ...]]
) -> tuple[int, tuple[str, ...]]:
    """How many atoms from `at` on make a member's name, longest first, and whose. One atom and nobody otherwise."""
    size = 1
    while size < _LONGEST_NAME and at + size < len(atoms) and atoms[at + size - 1].glue:
        size += 1
    for count in range(size, 0, -1):
        word = "".join(atom.folded for atom in atoms[at : at + count])
        if word in index and not _is_inside_contraction(atoms, at, count):
            return count, index[word]
    return 1, ()


def _is_inside_contraction(atoms: Sequence[_Atom], at: int, count: int) -> bool:
    """The "don" of "don't" isn't Don, and the "ll" of "she'll" nobody; the "Don" of "Don's" is Don."""
    last = atoms[at + count - 1]
    follows = atoms[at + count] if at + count < len(atoms) else None
    if last.glue in _APOSTROPHES and follows is not None and follows.folded == "t":
        return True
    return at > 0 and count == 1 and atoms[at - 1].glue in _APOSTROPHES and last.folded in _ENDINGS


def _confirmation(text: str, atoms: Sequence[_Atom], at: int, size: int) -> str:
    before = [atom.folded for atom in atoms[max(0, at - _CONTEXT_WORDS) : at]]
    after = [atom.folded for atom in atoms[at + size : at + size + _CONTEXT_WORDS]]
    word = text[atoms[at].start : atoms[at + size - 1].end]
    return " ".join((*before, f"[{word}]", *after))


def _atoms(text: str) -> Iterator[_Atom]:
    at = 0
    while at < len(text):
        if not _is_letter(text[at]):
            at += 1
            continue
        start = at
        while at < len(text) and _continues(text[at]):
            at += 1
        joins = at + 1 < len(text) and text[at] in _APOSTROPHES | _HYPHENS and _is_letter(text[at + 1])
        yield _Atom(start, at, fold(text[start:at]), text[at] if joins else "")


def _is_letter(char: str) -> bool:
    return char.isalpha() and char not in _APOSTROPHES


def _continues(char: str) -> bool:
    """Accents written apart and invisible joiners don't end a word, so they can't hide a name."""
    return _is_letter(char) or char in _INVISIBLE or unicodedata.category(char) in ("Mn", "Mc")
