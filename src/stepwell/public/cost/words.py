"""An estimate in words: the range, every assumption behind it, and each week."""

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.domain.outreach.rules.dollars import dollars
from stepwell.domain.outreach.rules.estimate import Cover, Estimate, Plan, Week
from stepwell.domain.outreach.rules.rates import Rates
from stepwell.kernel.wording import short_date


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
    return dollars(low) if low == high else f"{dollars(low)} to {dollars(high)}"


def rows(found: Estimate) -> list[Row]:
    """What somebody pays, week by week, and what happens in it."""
    return [
        Row(least.number, span(least.paid, most.paid), span(least.paid_so_far, most.paid_so_far), _said(least, most))
        for least, most in found.weeks
    ]


def _said(least: Week, most: Week) -> str:
    told = []
    if most.ends_deductible and least.ends_deductible:
        told.append("The deductible is used up.")
    elif most.ends_deductible or least.ends_deductible:
        told.append("The deductible may be used up.")
    if most.reaches_most and least.reaches_most:
        told.append("The out-of-pocket maximum is reached.")
    elif most.reaches_most or least.reaches_most:
        told.append("The out-of-pocket maximum may be reached.")
    return " ".join(told)


def assumptions(rates: Rates, days: int, weeks: int, cover: Cover) -> list[str]:
    """Everything that was assumed, as sentences."""
    return [*_of_the_program(rates, days, weeks), *_of_the_plan(cover)]


def _of_the_program(rates: Rates, days: int, weeks: int) -> Iterator[str]:
    yield f"You come {_many(days, 'day')} a week for {_many(weeks, 'week')}, and every day is billed."
    yield f"The program’s own rate is {dollars(rates.day)} a day, since {short_date(rates.starts_on)}."
    apart = []
    if rates.assessment:
        apart.append(f"one assessment ({dollars(rates.assessment)})")
    if rates.individual:
        apart.append(f"an individual session each week ({dollars(rates.individual)})")
    if apart:
        yield f"The lower end counts the days alone. The higher end adds {' and '.join(apart)}, billed apart."
    yield "Medication, laboratory tests and other care are not in it."


def _of_the_plan(cover: Cover) -> Iterator[str]:
    if cover.plan is Plan.SELF_PAY:
        yield "You pay the program’s rates yourself, without a discount or help with costs: ask about both."
        return
    yield "Your plan covers these services here and approves them. Ask your plan before you begin."
    yield "Your plan counts with the program’s rate. Most plans have agreed on another one: then it is less."
    yield f"{dollars(cover.deductible_left)} of your deductible is left, and no other care uses it meanwhile."
    if cover.plan is Plan.COPAY:
        yield (
            f"A copay of {dollars(cover.copay)} for each day, or the day’s rate where that is less. The lower end asks "
            "it from the first day on, without a deductible; the higher end after the deductible, and for each visit "
            "that is billed apart."
        )
    else:
        yield f"After the deductible you pay {cover.percent} percent of each day."
    if cover.most_left is None:
        yield "You didn’t say your out-of-pocket maximum: with it, the cost may end earlier."
    else:
        yield f"You pay no more than the {dollars(cover.most_left)} that are left up to your out-of-pocket maximum."
    yield "All of it falls into one plan year. With a new year the deductible and the maximum begin again."


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
