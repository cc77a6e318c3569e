"""Writes of the planner: asking, how far it is, a change by hand, and what a person makes of it. Accepting alone
changes the week.
"""

from stepwell.domain.planner.actions.asking import ask_again, ask_to_stop, propose, solved_by
from stepwell.domain.planner.actions.by_hand import as_proposed, change_by_hand
from stepwell.domain.planner.actions.deciding import accept_proposal, dismiss
from stepwell.domain.planner.actions.solving import begin_solving, finish_solving, search_anew, tell_progress

__all__ = [
    "accept_proposal",
    "as_proposed",
    "ask_again",
    "ask_to_stop",
    "begin_solving",
    "change_by_hand",
    "dismiss",
    "finish_solving",
    "propose",
    "search_anew",
    "solved_by",
    "tell_progress",
]
