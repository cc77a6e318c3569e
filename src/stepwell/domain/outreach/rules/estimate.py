"""What a stay may cost the person: a range, visit by visit, in whole cents. Pure. Never a promise.

How plans count, as the words are defined at healthcare.gov/glossary:
- deductible: what the person pays for covered services before the plan begins to pay;
- copayment: a fixed amount for a covered service, "after you've paid your deductible" (some plans ask it from the
  first visit on: hence the lower end of the range);
- coinsurance: the percentage that the person pays of a covered service after the deductible;
- out-of-pocket maximum: the most for covered services in a plan year, deductible, copayments and coinsurance
  together; after it the plan pays all of them.

What differs from plan to plan and from program to program isn't guessed: it makes the two ends of the range.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.outreach.rules.rates import Rates

MOST_DAYS, MOST_WEEKS = 7, 52


class Plan(StrEnum):
    """Who pays, and how the plan shares a visit."""

    SELF_PAY = "self-pay"
    COPAY = "copay"
    COINSURANCE = "coinsurance"


@dataclass(frozen=True, slots=True)
class Cover:
    """What is left of a plan this year, in cents. `most_left` is None where nobody knows the maximum."""

    plan: Plan
    deductible_left: int = 0
    copay: int = 0
    percent: int = 0
    most_left: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what is charged, what the person pays of it and up to its end, what is left of the deductible."""

    number: int
    charged: int
    paid: int
    paid_so_far: int
    deductible_left: int
    ends_deductible: bool
    reaches_most: bool


@dataclass(frozen=True, slots=True)
class Course:
    """One end of the range."""

    weeks: tuple[Week, ...]

    @property
    def charged(self) -> int:
        """What the program charges in all."""
        return sum(week.charged for week in self.weeks)

    @property
    def total(self) -> int:
        """What the person pays in all."""
        return sum(week.paid for week in self.weeks)


@dataclass(frozen=True, slots=True)
class Estimate:
    """From the least to the most, as far as what was told goes."""

    least: Course
    most: Course

    @property
    def weeks(self) -> tuple[tuple[Week, Week], ...]:
        """Both ends, week by week."""
        return tuple(zip(self.least.weeks, self.most.weeks, strict=True))


def estimate(*, rates: Rates, days: int, weeks: int, cover: Cover) -> Estimate:
    """The range for so many days a week, so many weeks.

    Least: the days alone, the rest being part of them; a copay from the first visit on, without a deductible before.
    Most: the assessment and an individual session a week are billed apart, each as a visit; the deductible comes first.
    """
    if not 1 <= days <= MOST_DAYS or not 1 <= weeks <= MOST_WEEKS:
        raise ValueError("a course of care is 1 to 7 days a week, 1 to 52 weeks")
    week = [rates.day] * days
    apart = [rates.individual] if rates.individual else []
    first = [rates.assessment] if rates.assessment else []
    spared = 0 if cover.plan is Plan.COPAY else cover.deductible_left
    least = _course([week] * weeks, cover, spared)
    most = _course([first + week + apart, *([week + apart] * (weeks - 1))], cover, cover.deductible_left)
    return Estimate(least, most)


def _course(weeks: list[list[int]], cover: Cover, deductible: int) -> Course:
    return Course(tuple(_weeks(weeks, cover, deductible)))


def _weeks(weeks: list[list[int]], cover: Cover, deductible: int) -> Iterator[Week]:
    """Each visit in turn takes from the deductible, then is shared, until the maximum is reached."""
    left = 0 if cover.plan is Plan.SELF_PAY else deductible
    most = None if cover.plan is Plan.SELF_PAY else cover.most_left
    so_far = 0
    for number, visits in enumerate(weeks, 1):
        left_before, paid_before = left, so_far
        for charge in visits:
            before_plan = min(charge, left)
            left -= before_plan
            so_far += before_plan + _share(charge - before_plan, cover)
        capped = so_far if most is None else min(so_far, most)
        was = paid_before if most is None else min(paid_before, most)
        yield Week(
            number=number,
            charged=sum(visits),
            paid=capped - was,
            paid_so_far=capped,
            deductible_left=left,
            ends_deductible=left_before > 0 and left == 0,
            reaches_most=most is not None and was < most <= so_far,
        )


def _share(rest: int, cover: Cover) -> int:
    """What the person pays of what is above the deductible; halves of a cent go up."""
    if cover.plan is Plan.SELF_PAY:
        return rest
    if cover.plan is Plan.COPAY:
        return min(cover.copay, rest)
    return (rest * cover.percent + 50) // 100
