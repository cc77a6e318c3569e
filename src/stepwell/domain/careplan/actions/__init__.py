"""Writes of the plan of care: the thread in `writing`, where its parts stand and what it rests on in `placing`."""

from stepwell.domain.careplan.actions.placing import hand_over_objectives, place_goal, place_problem, save_basis
from stepwell.domain.careplan.actions.writing import (
    SHORT,
    TASK,
    ObjectiveChanged,
    add_intervention,
    close_objective,
    correct_objective,
    end_intervention,
    name_problem,
    reopen_objective,
    resume_intervention,
    set_goal,
    set_objective,
)

__all__ = [
    "SHORT",
    "TASK",
    "ObjectiveChanged",
    "add_intervention",
    "close_objective",
    "correct_objective",
    "end_intervention",
    "hand_over_objectives",
    "name_problem",
    "place_goal",
    "place_problem",
    "reopen_objective",
    "resume_intervention",
    "save_basis",
    "set_goal",
    "set_objective",
]
