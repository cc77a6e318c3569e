"""When a plan is looked at again, and when a prescriber certifies it. Pure.

Medicare's IOP: the plan is reviewed and certified "no less than every other month" (confirmed), which is read as every
60 days (the careful reading: the literal number isn't confirmed; docs/clinical.md, "Medicare IOP"; 42 CFR 410.44 and
424.24(d) as far as known). The notices on days 45 and 53, the program's own review every 30 days and the week ahead
in which it shows are ours. Payers differ, so each is a site's own to set; a payer's own review day, where an
authorization names one, counts too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stepwell.domain.careplan.rules import ReviewRule, next_review
from stepwell.kernel.errors import Refusal, Refused

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Protocol:
    """A site's numbers. `certify_for` are the payers that ask for certification; empty: it is done for everybody."""

    review_days: int = 30
    ahead_days: int = 7
    certify_days: int = 60
    first_day: int = 45
    second_day: int = 53
    certify_for: tuple[str, ...] = ()


OURS = Protocol()


def check_protocol(protocol: Protocol) -> None:
    """Raises `Refused` with every number that can't be kept."""
    refusals = [
        Refusal(f"This is a number from 1 to {MOST_DAYS}.", name, "Choose one of them.")
        for name in ("review_days", "certify_days", "first_day", "second_day")
        if not 1 <= getattr(protocol, name) <= MOST_DAYS
    ]
    if not 0 <= protocol.ahead_days < max(1, protocol.review_days):
        refusals.append(Refusal("This is longer than a review’s time.", "ahead_days", "Choose fewer days."))
    if not refusals and not protocol.first_day < protocol.second_day < protocol.certify_days:
        mend = "The first notice comes before the second, and both before the last day."
        refusals.append(Refusal("These days are out of order.", "second_day", mend))
    if refusals:
        raise Refused(*refusals)


class Certification(StrEnum):
    """Where a certification stands."""

    NOT_ASKED = "not asked for"
    HOLDS = "holds"
    PREPARE = "to be prepared"
    DUE = "due"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Clocks:
    """The days that count for one plan. `certify_on` is the last day of a certification; None where nobody asks.
    `signed_on` is the day of the last signature.
    """

    review_on: date
    review_why: str
    signed_on: date | None
    certify_on: date | None
    first_on: date | None
    second_on: date | None

    def certification(self, today: date) -> Certification:
        """Where it stands on a day."""
        if self.certify_on is None or self.first_on is None or self.second_on is None:
            return Certification.NOT_ASKED
        if today > self.certify_on:
            return Certification.LAPSED
        if today < self.first_on:
            return Certification.HOLDS
        # what was reviewed and signed since the first notice waits for the prescriber alone
        is_prepared = self.signed_on is not None and self.signed_on >= self.first_on
        return Certification.DUE if today >= self.second_on or is_prepared else Certification.PREPARE


def is_certified(payers: Collection[str], protocol: Protocol) -> bool:
    """Whether a certification is asked for: of everybody, or where one of their payers is among those named."""
    named = {_plain(payer) for payer in protocol.certify_for}
    return not named or bool(named & {_plain(payer) for payer in payers})


def clocks_of(
    started_on: date,
    *,
    signed_on: Collection[date] = (),
    certified_on: Collection[date] = (),
    payers: Collection[str] = (),
    payer_reviews: Collection[tuple[date, str]] = (),
    protocol: Protocol = OURS,
) -> Clocks:
    """Counted from the last signature, or from the start before the first; `payer_reviews` are days that payers set.

    A payer's day that the plan was signed on or after is behind.
    """
    rules = [ReviewRule(protocol.review_days, f"The program’s own: every {protocol.review_days} days")]
    asked = is_certified(payers, protocol)
    last_signed = max(signed_on, default=started_on - timedelta(days=1))
    own = next_review(started_on, signed_on, rules)
    days = [(own.due_on, own.reason)]
    days += [(day, f"{payer} reviews on this day") for day, payer in payer_reviews if day > last_signed]
    review_on, why = min(days)
    last = max(signed_on, default=None)
    if not asked:
        return Clocks(review_on, why, last, None, None, None)
    since = max((started_on, *certified_on))
    first, second, end = (
        since + timedelta(days=number) for number in (protocol.first_day, protocol.second_day, protocol.certify_days)
    )
    return Clocks(review_on, why, last, end, first, second)


def opens_on(clocks: Clocks, protocol: Protocol) -> date:
    """From which day on the next review is work."""
    return clocks.review_on - timedelta(days=protocol.ahead_days)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
