"""An edition as a page shows it: its places in order, its rates in dollars."""

from dataclasses import dataclass

from stepwell.domain.outreach.models import PLACES, Edition
from stepwell.domain.outreach.rules.dollars import dollars
from stepwell.domain.outreach.rules.prose import Block, blocks
from stepwell.domain.outreach.rules.rates import Rates
from stepwell.kernel.wording import short_date


@dataclass(frozen=True, slots=True)
class Part:
    """One place with something in it. `rates` stand where the cost does."""

    name: str
    label: str
    blocks: tuple[Block, ...]
    rates: tuple[tuple[str, str], ...] = ()
    since: str = ""


def parts(edition: Edition) -> list[Part]:
    """The places that say something."""
    found = []
    for name, label in PLACES.items():
        rates = edition.rates if name == "cost" else None
        said = blocks(getattr(edition, name))
        if said or rates:
            found.append(Part(name, label, said, rate_rows(rates), short_date(rates.starts_on) if rates else ""))
    return found


def rate_rows(rates: Rates | None) -> tuple[tuple[str, str], ...]:
    """What is billed, and how much: what has no rate isn't there."""
    if rates is None:
        return ()
    rows = (("A day", rates.day), ("The assessment", rates.assessment), ("An individual session", rates.individual))
    return tuple((label, dollars(amount)) for label, amount in rows if amount is not None)
