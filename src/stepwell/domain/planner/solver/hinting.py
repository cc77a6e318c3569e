"""A plan to begin with: whatever of it the model can say, as a hint. A hint that breaks a rule costs a moment only."""

from stepwell.domain.planner.rules.plan import Plan
from stepwell.domain.planner.solver.model import WeekModel


def hint(week: WeekModel, plan: Plan) -> None:
    """Say it to the model, in place of what was said before."""
    model = week.model
    model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools has types for nearly all
    option = {one.group: one.option for one in plan.held}
    leader = {one.group: one.leader for one in plan.held}
    groups = plan.groups_of
    hours = plan.hour_of
    for (group, at), meets in week.meets.items():
        model.add_hint(meets, option.get(group) == at)
    for (group, at, who), leads in week.leads.items():
        model.add_hint(leads, option.get(group) == at and leader[group] == who)
    for (person, group, at), sits in week.sits.items():
        model.add_hint(sits, group in groups.get(person, ()) and option.get(group) == at)
    for (person, start), own in week.own.items():
        hour = hours.get(person)
        model.add_hint(own, hour is not None and (hour.start, hour.leader) == (start, _counselor(week, person)))
    for (person, start), other in week.other.items():
        hour = hours.get(person)
        model.add_hint(other, hour is not None and hour.start == start and hour.leader != _counselor(week, person))


def _counselor(week: WeekModel, person: str) -> str:
    return week.instance.person[person].counselor
