"""Filters for the plan's templates. Pure: they turn values into words and read nothing."""

from django import template

from stepwell.console.plan import present
from stepwell.domain.careplan.values import Area, Condition, Means, Part, Stage, condition_of
from stepwell.kernel.coding import Coding
from stepwell.workflows.thread import GoldenThread, Group

register = template.Library()


@register.filter
def thread_nodes(thread: GoldenThread) -> list[list[present.Node]]:
    """The thread's nodes, a row for each problem."""
    return present.nodes_of(thread)


@register.filter
def group_words(group: Group) -> str:
    """The group, its days and its time."""
    return present.group_words(group)


@register.filter
def area_label(area: str) -> str:
    """An area as a page says it."""
    return Area(area).label


@register.filter
def part_label(part: str) -> str:
    """Whose part it is; empty where it is nobody's in particular."""
    return Part(part).label if part else ""


@register.filter
def stage_label(stage: str) -> str:
    """A stage of change; empty where nobody asked."""
    return Stage(stage).label if stage else ""


@register.filter
def condition_kind(coding: Coding | None) -> str:
    """Substance use or mental health, by the code; empty for anything else."""
    kind = condition_of(coding.system, coding.code) if coding else None
    return kind.value.capitalize() if kind in (Condition.SUBSTANCE, Condition.MENTAL_HEALTH) else ""


@register.filter
def means_label(means: str) -> str:
    """How an intervention is done."""
    return Means(means).label
