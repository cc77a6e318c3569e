"""FHIR Patient → the person who is referred. Source: https://hl7.org/fhir/R4/patient.html."""

from collections.abc import Iterable
from typing import Final

from stepwell.domain.admissions.values import PersonRecord
from stepwell.interop.fhir.elements import Element, concept_code
from stepwell.kernel.coding import Identifier

_GENDERS: Final = frozenset(("male", "female", "other", "unknown"))
_PAST_USES: Final = frozenset(("old", "maiden"))
# The name on documents first; a name without a use is mostly the only one.
_NAME_ORDER: Final = ("official", "usual", "", "temp", "nickname", "anonymous")


def read_person(patient: Element) -> PersonRecord:
    """The person. Notes wrong types at their places; what is absent stays empty."""
    names = _names(patient)
    name = names[0] if names else None
    address = _address(patient)
    birth = patient.date("birthDate")
    if birth is not None and birth.at is not None:
        patient.wrong("birthDate", "a date without a time")
    return PersonRecord(
        identifiers=_identifiers(patient),
        family_name=name.text("family") if name else "",
        given_names=name.texts("given") if name else (),
        name_text=_name_text(name),
        preferred_name=_preferred(names),
        birth=birth,
        administrative_gender=_gender(patient),
        phones=_contacts(patient, ("phone", "sms")),
        emails=_contacts(patient, ("email",)),
        address_lines=address.texts("line") if address else (),
        city=address.text("city") if address else "",
        state=address.text("state") if address else "",
        postal_code=address.text("postalCode") if address else "",
        country=address.text("country") if address else "",
        language=_language(patient),
        deceased=_deceased(patient),
    )


def _is_past(element: Element) -> bool:
    # A period with an end counts as over: senders close a name when the next one begins, and no clock is read here.
    period = element.child("period")
    ended = period is not None and period.date("end") is not None
    return element.text("use") in _PAST_USES or ended


def _names(patient: Element) -> list[Element]:
    """The names in the order of preference. Past ones are left out, unless there is no other to call them by."""
    judged = [(name, _is_past(name)) for name in patient.children("name")]
    current = [name for name, past in judged if not past] or [name for name, _ in judged]
    uses = [(name, name.text("use")) for name in current]
    ranked = [(_NAME_ORDER.index(use) if use in _NAME_ORDER else len(_NAME_ORDER), name) for name, use in uses]
    return [name for _, name in sorted(ranked, key=lambda pair: pair[0])]


def _name_text(name: Element | None) -> str:
    if name is None:
        return ""
    parts = (*name.texts("given"), name.text("family"), *name.texts("suffix"))
    return name.text("text") or " ".join(part for part in parts if part)


def _preferred(names: list[Element]) -> str | None:
    """The nickname; else the first name in use, where the name on documents is another."""
    for name in names:
        if name.text("use") == "nickname":
            return next(iter(name.texts("given")), "") or name.text("text") or None
    usual = next((first for name in names[1:] if name.text("use") == "usual" for first in name.texts("given")[:1]), "")
    return usual if usual and usual not in names[0].texts("given") else None


def _identifiers(patient: Element) -> tuple[Identifier, ...]:
    current = (identifier for identifier in patient.children("identifier") if not _is_past(identifier))
    found = (Identifier(identifier.text("system"), identifier.text("value")) for identifier in current)
    return tuple(dict.fromkeys(identifier for identifier in found if identifier.value))


def _gender(patient: Element) -> str:
    gender = patient.text("gender")
    if gender and gender not in _GENDERS:
        patient.wrong("gender", "male, female, other or unknown")
        return ""
    return gender


def _contacts(patient: Element, systems: tuple[str, ...]) -> tuple[str, ...]:
    points = [point for point in patient.children("telecom") if point.text("system") in systems and not _is_past(point)]
    ranked = sorted(points, key=_rank)
    return tuple(dict.fromkeys(value for point in ranked if (value := point.text("value"))))


def _rank(point: Element) -> int:
    # ContactPoint.rank is a positiveInt: 1 comes first, and those without a rank come last.
    rank = point.number("rank")
    return int(rank) if rank is not None else 1_000_000


def _address(patient: Element) -> Element | None:
    """Where they live now: a home before others; an address for bills only if there is no other."""
    addresses = patient.children("address")
    current = [address for address in addresses if not _is_past(address)]
    return _first(
        (address for address in current if address.text("use") == "home"),
        (address for address in current if address.text("use") != "billing"),
        current,
    )


def _first(*choices: Iterable[Element]) -> Element | None:
    return next((element for choice in choices for element in choice), None)


def _language(patient: Element) -> str:
    spoken = patient.children("communication")
    chosen = _first((language for language in spoken if language.flag("preferred")), spoken)
    return concept_code(chosen.child("language")) if chosen else ""


def _deceased(patient: Element) -> bool:
    return bool(patient.flag("deceasedBoolean")) or patient.date("deceasedDateTime") is not None
