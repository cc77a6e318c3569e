"""Filters for the plan's templates. Pure: they turn values into words and read nothing."""

from django import template

from stepwell.console.plan import present
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
