"""What a referral consists of, in the program's words: who is referred, and what is known about them.

No format is visible here: readers at the border (`stepwell.interop`) make these values, and admissions shows them
to a person who decides what to take over. Nothing here is a decision, and nothing here is saved.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final, Self

from stepwell.kernel.coding import Coding, Identifier

# FHIR R4 dateTime (https://hl7.org/fhir/R4/datatypes.html#dateTime): a time needs seconds and an offset.
_PARTIAL_DATE: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<clock>\d\d:\d\d):(?P<second>\d\d)(?P<fraction>\.\d{1,12})?(?P<offset>Z|[+-]\d\d:\d\d))?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it was told, and never more: a year, a month, a day or an instant.

    `text` is as sent ("1984", "1984-05", "1984-05-12", "1984-05-12T08:30:00-05:00"). `on` is the day, or None
    where only a month or a year is known; for an instant it is the day in the sender's own offset, which is the
    day that the sender's people called it. `at` is the instant in UTC, or None where no time of day is known.
    """

    text: str
    on: date | None = None
    at: datetime | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "YYYY", "YYYY-MM", "YYYY-MM-DD" or a full instant with its offset. ValueError for anything else."""
        found = _PARTIAL_DATE.fullmatch(text)
        if found is None:
            raise ValueError("not a date")
        year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
        on = date(year, month, day)
        if found["day"] is None:
            return cls(text)
        if found["clock"] is None:
            return cls(text, on)
        return cls(text, on, _instant(found))


def _instant(found: re.Match[str]) -> datetime:
    # FHIR allows second 60 (a leap second) and finer fractions than a microsecond; Python's clock has neither.
    second = min(int(found["second"]), 59) if found["second"] == "60" else int(found["second"])
    fraction = (found["fraction"] or ".0")[:7]
    offset = "+00:00" if found["offset"] == "Z" else found["offset"]
    day = f"{found['year']}-{found['month']}-{found['day']}"
    try:
        moment = datetime.fromisoformat(f"{day}T{found['clock']}:{second:02}{fraction:0<7}{offset}")
        return moment.astimezone(UTC)
    except OverflowError as error:  # the first or last day that Python counts, moved over its edge by an offset
        raise ValueError("out of range") from error


class ItemKind(StrEnum):
    """What an item of a referral is about."""

    CONDITION = "condition"
    MEDICATION = "medication"
    ALLERGY = "allergy"
    OBSERVATION = "observation"
    ENCOUNTER = "encounter"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """The person who is referred, as the sender knows them. Text is empty and tuples are empty where nothing was sent.

    `name_text` is the whole name as one line; it may be all there is. `administrative_gender` is male, female,
    other, unknown, or empty. `language` is a BCP 47 code such as "es-US" where one was sent, else its name.
    """

    identifiers: tuple[Identifier, ...] = ()
    family_name: str = ""
    given_names: tuple[str, ...] = ()
    name_text: str = ""
    preferred_name: str | None = None
    birth: PartialDate | None = None
    administrative_gender: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address_lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    language: str = ""
    deceased: bool = False

    @property
    def birth_on(self) -> date | None:
        """The birthday, or None where it is unknown or known only as a year or a month."""
        return self.birth.on if self.birth else None


@dataclass(frozen=True, slots=True)
class ReferredItem:
    """One thing that the sender knows about the person: a diagnosis, a medication, a lab value, a visit, a coverage.

    `text` is what a clinician reads first. `status` is in the sender's words ("active, confirmed"). `value_text` is a
    measured value with its unit, numbers as sent. `source_reference` names the place in the sender's data. `detail`
    is what else matters, as (label, value) pairs in reading order; a label may come more than once.
    """

    kind: ItemKind
    codings: tuple[Coding, ...] = ()
    text: str = ""
    status: str = ""
    started: PartialDate | None = None
    ended: PartialDate | None = None
    recorded: PartialDate | None = None
    value_text: str = ""
    source_reference: str = ""
    detail: tuple[tuple[str, str], ...] = ()

    @property
    def started_on(self) -> date | None:
        """The day it started or was measured, or None where no full date is known."""
        return self.started.on if self.started else None

    @property
    def ended_on(self) -> date | None:
        """The day it ended, or None where it goes on or no full date is known."""
        return self.ended.on if self.ended else None

    @property
    def recorded_at(self) -> datetime | None:
        """When the sender wrote it down (UTC), or None where no instant is known."""
        return self.recorded.at if self.recorded else None


@dataclass(frozen=True, slots=True)
class ReferralRecord:
    """A whole referral. `source_format` is such as "FHIR R4 transaction bundle".

    `unplaced` counts what was sent and has no place here yet, by name and sorted: nothing is dropped in silence.
    `fingerprint` is the SHA-256 (hex) of the content, whatever its white space, so that a second copy is known.
    """

    source_format: str
    person: PersonRecord
    items: tuple[ReferredItem, ...]
    unplaced: tuple[tuple[str, int], ...]
    fingerprint: str

    def items_of(self, kind: ItemKind) -> tuple[ReferredItem, ...]:
        """The items of one kind, in the sender's order."""
        return tuple(item for item in self.items if item.kind is kind)
