"""What leaves the program with consent, as plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stepwell.kernel.coding import Identifier


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """Who a client is, as stored. What isn't known is empty."""

    client_id: UUID
    family_name: str
    given_names: str
    preferred_name: str
    birth_on: date | None
    administrative_gender: str
    language: str
    phone: str
    email: str
    address: str
    identifiers: tuple[Identifier, ...] = ()
