"""An edition as a page shows it: its places in order, its rates in dollars. What is ours is in the page's language."""

from dataclasses import dataclass

from django.utils.translation import gettext

from stepwell.domain.outreach.models import PLACES, Edition
from stepwell.domain.outreach.rules.dollars import dollars
from stepwell.domain.outreach.rules.prose import Block, blocks
from stepwell.domain.outreach.rules.rates import Rates
from stepwell.look.spoken import long_day, spoken


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
            since = long_day(rates.starts_on) if rates else ""
            found.append(Part(name, spoken(label), said, rate_rows(rates), since))
    return found


def rate_rows(rates: Rates | None) -> tuple[tuple[str, str], ...]:
    """What is billed, and how much: what has no rate isn't there."""
    if rates is None:
        return ()
    rows = (
        (gettext("A day"), rates.day),
        (gettext("The assessment"), rates.assessment),
        (gettext("An individual session"), rates.individual),
    )
    return tuple((label, dollars(amount)) for label, amount in rows if amount is not None)
