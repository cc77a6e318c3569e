"""From the person in a referral to a client of the program: how they are kept, known again, and registered. Pure.

What was sent is kept whole (`stored_person`). What becomes a column of the client is chosen here, and never cut off:
a phone number or an address that doesn't fit stays with the referral; a name that doesn't fit is refused.
"""

from dataclasses import dataclass
from datetime import date

from stepwell.domain.admissions.values import PartialDate, PersonRecord
from stepwell.domain.people.rules import Identity
from stepwell.kernel.coding import Identifier
from stepwell.kernel.errors import Refusal, Refused, refuse

# The lengths of the client's columns and of an identifier's (people.models).
NAME_LENGTH = 120
PHONE_LENGTH = 40
EMAIL_LENGTH = 254
LANGUAGE_LENGTH = 40
IDENTIFIER_LENGTH = 300

Stored = dict[str, object]


@dataclass(frozen=True, slots=True)
class Names:
    """How a client is called on documents."""

    family: str
    given: str


def stored_person(person: PersonRecord) -> Stored:
    """The whole person as plain JSON, nothing left out."""
    return {
        "identifiers": [[identifier.system, identifier.value] for identifier in person.identifiers],
        "family_name": person.family_name,
        "given_names": [*person.given_names],
        "name_text": person.name_text,
        "preferred_name": person.preferred_name,
        "birth": person.birth.text if person.birth else None,
        "administrative_gender": person.administrative_gender,
        "phones": [*person.phones],
        "emails": [*person.emails],
        "address_lines": [*person.address_lines],
        "city": person.city,
        "state": person.state,
        "postal_code": person.postal_code,
        "country": person.country,
        "language": person.language,
        "deceased": person.deceased,
    }


def person_of(stored: Stored) -> PersonRecord:
    """What `stored_person` kept, as it was."""
    values = dict(stored)
    birth = values.pop("birth")
    numbers = values.pop("identifiers")
    assert isinstance(numbers, list)
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return PersonRecord(
        identifiers=tuple(Identifier(system, value) for system, value in numbers),
        birth=PartialDate.parse(birth) if isinstance(birth, str) else None,
        **lists,  # type: ignore[arg-type]  # only stored_person writes these
    )


def names_of(person: PersonRecord) -> Names:
    """Family and given names. Refused where there are none, or where they are too long to be a name.

    Of a name sent as one line the part before a comma, else the last word, is taken for the family name: staff see
    the line as it was sent beside it.
    """
    family, given = person.family_name.strip(), " ".join(" ".join(person.given_names).split())
    if not family and not given:
        family, given = _split(person.name_text)
    if not family and not given:
        raise refuse("This doesn't say what the person is called.", "Patient.name", "Ask the sender for the name.")
    parts = (("family", family), ("given", given), ("given", person.preferred_name or ""))
    too_long = [
        Refusal(f"This name is longer than {NAME_LENGTH} characters.", f"Patient.name.{part}", "Ask the sender.")
        for part, name in parts
        if len(name) > NAME_LENGTH
    ]
    if too_long:
        raise Refused(*too_long)
    return Names(family, given)


def check_person(person: PersonRecord, *, today: date) -> None:
    """Raises Refused for who can't become a client: see `names_of`, or a birth that is still to come."""
    names_of(person)
    born = person.birth.text[:10] if person.birth else ""  # a year or a month alone is compared with as much of today
    if born > today.isoformat()[: len(born)]:
        raise refuse("This birth date is still to come.", "Patient.birthDate", "Ask the sender for the right one.")


def _split(line: str) -> tuple[str, str]:
    words = line.replace(",", " ").split()
    before, comma, after = line.partition(",")
    if comma and before.strip():
        return " ".join(before.split()), " ".join(after.split())
    return (words[-1], " ".join(words[:-1])) if words else ("", "")


def client_details(person: PersonRecord) -> dict[str, object]:
    """Columns of a new client. Raises Refused, see `names_of`."""
    names = names_of(person)
    return {
        "family_name": names.family,
        "given_names": names.given,
        "preferred_name": (person.preferred_name or "").strip(),
        "birth_on": person.birth_on,
        "administrative_gender": person.administrative_gender,
        "language": person.language if len(person.language) <= LANGUAGE_LENGTH else "",
        "phone": _first_that_fits(person.phones, PHONE_LENGTH),
        "email": _first_that_fits(person.emails, EMAIL_LENGTH),
        "address": address_of(person),
    }


def _first_that_fits(texts: tuple[str, ...], length: int) -> str:
    return next((text for text in texts if len(text) <= length), "")


def address_of(person: PersonRecord) -> str:
    """The address in lines, as on an envelope."""
    town = " ".join(part for part in (person.state, person.postal_code) if part)
    last = ", ".join(part for part in (person.city, town) if part)
    return "\n".join(line for line in (*person.address_lines, last, person.country) if line)


def identity_of(person: PersonRecord) -> Identity:
    """What tells this person from another. Raises Refused, see `names_of`."""
    names = names_of(person)
    return Identity(None, names.family, names.given, person.birth_on, next(iter(person.phones), ""))


def known_numbers(person: PersonRecord) -> tuple[Identifier, ...]:
    """The identifiers that can prove who it is: a number without whose it is could be anybody's."""
    fitting = (
        number
        for number in person.identifiers
        if number.system.strip() and number.value.strip()
        if len(number.system) <= IDENTIFIER_LENGTH and len(number.value) <= IDENTIFIER_LENGTH
    )
    return tuple(fitting)


def is_certainly(newcomer_birth_on: date | None, known_birth_on: date | None) -> bool:
    """Whether the same number may decide by itself. Ours: not against two birth dates that differ.

    Senders fill in numbers like 999-99-9999, and two records joined by mistake show one person's health to another.
    """
    return newcomer_birth_on is None or known_birth_on is None or newcomer_birth_on == known_birth_on
