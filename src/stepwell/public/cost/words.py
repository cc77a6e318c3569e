"""An estimate in words: the range, every assumption behind it, and each week."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from stepwell.domain.outreach.rules.dollars import dollars
from stepwell.domain.outreach.rules.estimate import Cover, Estimate, Plan, Week
from stepwell.domain.outreach.rules.rates import Rates
from stepwell.kernel.phrase import phrase
from stepwell.look.spoken import spoken


@dataclass(frozen=True, slots=True)
class Row:
    """One week of the table."""

    number: int
    pays: str
    so_far: str
    said: str


def span(one: int, other: int) -> str:
    """`$900`, `$900 to $1,400`. The dearer course may be the cheaper one in a week: its deductible is over sooner."""
    low, high = sorted((one, other))
    if low == high:
        return dollars(low)
    return gettext("%(first)s to %(last)s") % {"first": dollars(low), "last": dollars(high)}


def rows(found: Estimate) -> list[Row]:
    """What somebody pays, week by week, and what happens in it."""
    return [
        Row(least.number, span(least.paid, most.paid), span(least.paid_so_far, most.paid_so_far), _said(least, most))
        for least, most in found.weeks
    ]


def _said(least: Week, most: Week) -> str:
    told = []
    if most.ends_deductible and least.ends_deductible:
        told.append(gettext("The deductible is used up."))
    elif most.ends_deductible or least.ends_deductible:
        told.append(gettext("The deductible may be used up."))
    if most.reaches_most and least.reaches_most:
        told.append(gettext("The out-of-pocket maximum is reached."))
    elif most.reaches_most or least.reaches_most:
        told.append(gettext("The out-of-pocket maximum may be reached."))
    return " ".join(told)


def assumptions(rates: Rates, days: int, weeks: int, cover: Cover) -> list[str]:
    """Everything that was assumed, as sentences, in the language of the page."""
    return [spoken(words) for words in (*_of_the_program(rates, days, weeks), *_of_the_plan(cover))]


def _of_the_program(rates: Rates, days: int, weeks: int) -> Iterator[str]:
    yield phrase(
        "You come %(days)s a week for %(weeks)s, and every day is billed.",
        days=phrase("%(count)s day", many="%(count)s days", count=days),
        weeks=phrase("%(count)s week", many="%(count)s weeks", count=weeks),
    )
    yield phrase(
        "The program’s own rate is %(rate)s a day, since %(day)s.", rate=dollars(rates.day), day=rates.starts_on
    )
    apart = []
    if rates.assessment:
        apart.append(phrase("one assessment (%(rate)s)", rate=dollars(rates.assessment)))
    if rates.individual:
        apart.append(phrase("an individual session each week (%(rate)s)", rate=dollars(rates.individual)))
    if apart:
        added = apart[0] if len(apart) == 1 else phrase("%(one)s and %(other)s", one=apart[0], other=apart[1])
        yield phrase("The lower end counts the days alone. The higher end adds %(added)s, billed apart.", added=added)
    yield phrase("Medication, laboratory tests and other care are not in it.")


def _of_the_plan(cover: Cover) -> Iterator[str]:
    if cover.plan is Plan.SELF_PAY:
        yield phrase("You pay the program’s rates yourself, without a discount or help with costs: ask about both.")
        return
    yield phrase("Your plan covers these services here and approves them. Ask your plan before you begin.")
    yield phrase("Your plan counts with the program’s rate. Most plans have agreed on another one: then it is less.")
    yield phrase(
        "%(left)s of your deductible is left, and no other care uses it meanwhile.", left=dollars(cover.deductible_left)
    )
    if cover.plan is Plan.COPAY:
        yield phrase(
            "A copay of %(copay)s for each day, or the day’s rate where that is less. The lower end asks it from the "
            "first day on, without a deductible; the higher end after the deductible, and for each visit that is "
            "billed apart.",
            copay=dollars(cover.copay),
        )
    else:
        yield phrase("After the deductible you pay %(percent)s percent of each day.", percent=cover.percent)
    if cover.most_left is None:
        yield phrase("You didn’t say your out-of-pocket maximum: with it, the cost may end earlier.")
    else:
        yield phrase(
            "You pay no more than the %(left)s that are left up to your out-of-pocket maximum.",
            left=dollars(cover.most_left),
        )
    yield phrase("All of it falls into one plan year. With a new year the deductible and the maximum begin again.")
