"""Reads of the planner: what was asked and proposed, and the week as an instance to solve.

In an instance people, groups and sessions go by their ids; `mark` stands where a page puts a client's name.
"""

from stepwell.domain.planner.queries.instances import instance_of, sessions_asked, wider_instance
from stepwell.domain.planner.queries.proposals import (
    Change,
    Cover,
    HourAt,
    Member,
    Retimed,
    change_of,
    find_proposal,
    hour_service,
    is_gone,
    list_proposals,
)

__all__ = [
    "Change",
    "Cover",
    "HourAt",
    "Member",
    "Retimed",
    "change_of",
    "find_proposal",
    "hour_service",
    "instance_of",
    "is_gone",
    "list_proposals",
    "sessions_asked",
    "wider_instance",
]
