"""Two or more people side by side, for a person who decides whether they are one. Values for templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stepwell.domain.admissions.queries.referral import Candidate, Match
from stepwell.domain.admissions.rules.newcomer import address_of
from stepwell.domain.admissions.rules.words import date_words
from stepwell.domain.people.rules import plain_letters


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one person, and how it is to the referral: same, differs, or empty where one is unknown."""

    text: str
    alike: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison."""

    label: str
    newcomer: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The newcomer beside everybody they might be."""

    rows: tuple[Row, ...]
    candidates: tuple[Candidate, ...]

    @property
    def considered(self) -> tuple[UUID, ...]:
        """Whom the question is asked about."""
        return tuple(candidate.client.pk for candidate in self.candidates)


def beside_referral(match: Match) -> Comparison:
    """The referred person beside the clients."""
    person = match.person
    newcomer = {
        "Given names": match.identity.given_names,
        "Family name": match.identity.family_name,
        "Goes by": person.preferred_name or "",
        "Born": date_words(person.birth.text) if person.birth else "",
        "Gender on documents": person.administrative_gender,
        "Phone": ", ".join(person.phones),
        "Address": address_of(person),
    }
    return _compare(newcomer, match.candidates)


def beside_caller(details: dict[str, object], candidates: Sequence[Candidate]) -> Comparison:
    """The caller beside the clients."""
    born = details["birth_on"]
    newcomer = {
        "Given names": str(details["given_names"]),
        "Family name": str(details["family_name"]),
        "Goes by": str(details["preferred_name"]),
        "Born": date_words(born.isoformat()) if isinstance(born, date) else "",
        "Phone": str(details["phone"]),
    }
    return _compare(newcomer, tuple(candidates))


def _compare(newcomer: dict[str, str], candidates: tuple[Candidate, ...]) -> Comparison:
    known = [_of_client(candidate) for candidate in candidates]
    rows = [
        Row(label, text, tuple(Cell(each[label], _alike(label, text, each[label])) for each in known))
        for label, text in newcomer.items()
    ]
    return Comparison(tuple(rows), candidates)


def _of_client(candidate: Candidate) -> dict[str, str]:
    client = candidate.client
    return {
        "Given names": client.given_names,
        "Family name": client.family_name,
        "Goes by": client.preferred_name,
        "Born": date_words(client.birth_on.isoformat()) if client.birth_on else "",
        "Gender on documents": client.administrative_gender,
        "Phone": client.phone,
        "Address": client.address,
    }


def _alike(label: str, text: str, other: str) -> str:
    """Same, differs, or nothing to say. However a name or a number is written."""
    if not text or not other:
        return ""
    if label == "Phone":
        return "same" if _digits(other) in [_digits(phone) for phone in text.split(",")] else "differs"
    return "same" if plain_letters(text).split() == plain_letters(other).split() else "differs"


def _digits(phone: str) -> str:
    return "".join(digit for digit in phone if digit.isdigit())[-10:]
