"""The planner: proposes who joins which group and who leads it, and proves how good that is; a person accepts.

What a week is, and every write to it, is the business of `week`. Here: an instance of the week as values, a plan as
values, a check and a price that know no solver, the solver, and the proposals that people ask for.
"""
