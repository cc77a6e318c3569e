"""Writes of the plan of care: the thread in `writing`, its wording in `correcting`, its ends in `closing`, and what it
rests on in `basis`.
"""

from stepwell.domain.careplan.actions.basis import hand_over_objectives, save_basis
from stepwell.domain.careplan.actions.closing import (
    close_goal,
    close_objective,
    close_problem,
    reopen_goal,
    reopen_objective,
    reopen_problem,
)
from stepwell.domain.careplan.actions.correcting import PartChanged, correct_goal, correct_objective, correct_problem
from stepwell.domain.careplan.actions.terms import SHORT
from stepwell.domain.careplan.actions.writing import (
    TASK,
    add_intervention,
    end_intervention,
    name_problem,
    resume_intervention,
    set_goal,
    set_objective,
)

__all__ = [
    "SHORT",
    "TASK",
    "PartChanged",
    "add_intervention",
    "close_goal",
    "close_objective",
    "close_problem",
    "correct_goal",
    "correct_objective",
    "correct_problem",
    "end_intervention",
    "hand_over_objectives",
    "name_problem",
    "reopen_goal",
    "reopen_objective",
    "reopen_problem",
    "resume_intervention",
    "save_basis",
    "set_goal",
    "set_objective",
]
