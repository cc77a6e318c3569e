"""From a day on a group meets on other weekdays: the first of a week's meetings stays the first, the last the last.

As many as before: what a week must hold is the track's to say (`catalog`), and another number of days is another week.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stepwell.domain.week.rules.phases import Phase, Plan, plan_at

ONE_DAY = timedelta(days=1)


def day_for(on: date, before: Plan, after: Plan) -> date:
    """The day of the same week, Monday to Sunday, to which the meeting of that day goes."""
    monday = on - timedelta(days=on.weekday())
    return monday + timedelta(days=after.weekdays[before.weekdays.index(on.weekday())])


@dataclass(frozen=True, slots=True)
class Moves:
    """`days` says where each meeting goes, `upto` until when meetings stand then, `to_make` those that weren't there:
    their old day was closed, or lay behind those that stood already.
    """

    days: Mapping[date, date]
    upto: date
    to_make: tuple[date, ...]


def moves(
    before: Sequence[Phase],
    after: Sequence[Phase],
    changing: Collection[date],
    staying: Collection[date],
    from_on: date,
    upto: date,
) -> Moves:
    """`changing` are the days of meetings that follow the edit, `staying` those of meetings that don't, from the Monday
    of the week of `from_on` on.

    Meetings stood up to `upto` (exclusive). No week gets more meetings than it has days: one that somebody put on
    another day, or that was held before the edit, counts as one of its week.
    """
    days = {on: _to(on, before, after) for on in changing}
    end = max([upto, *(on + ONE_DAY for on in days.values())])
    there = Counter(_week(on) for on in (*changing, *staying))
    known = {*changing, *staying}
    missing: list[date] = []
    for number in range((end - from_on).days + 7):
        on = from_on + timedelta(days=number)
        plan = plan_at(before, on)
        if on not in known and on.weekday() in plan.weekdays and there[_week(on)] < len(plan.weekdays):
            there[_week(on)] += 1
            missing.append(_to(on, before, after))
    return Moves(days, end, tuple(on for on in missing if from_on <= on < end and on not in days.values()))


def with_moved_days(phases: Sequence[Phase], days: Mapping[date, date], from_on: date) -> tuple[Phase, ...]:
    """Each phase begins no later than its first meeting's new day, and after the last one of the phase before."""
    spans = [*(one.from_on for one in phases), date.max]
    found: list[Phase] = []
    last = date.min
    for phase, until in zip(phases, spans[1:], strict=True):
        new = [to for on, to in days.items() if phase.from_on <= on < until]
        begins = phase.from_on
        if begins >= from_on:
            begins = min([max(begins, last), *new])
        while found and found[-1].from_on >= begins:
            found.pop()
        found.append(replace(phase, from_on=begins))
        last = max([on + ONE_DAY for on in new], default=last)
    return tuple(found)


def _to(on: date, before: Sequence[Phase], after: Sequence[Phase]) -> date:
    return day_for(on, plan_at(before, on), plan_at(after, on))


def _week(on: date) -> date:
    return on - timedelta(days=on.weekday())
