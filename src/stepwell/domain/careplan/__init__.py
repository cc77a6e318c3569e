"""The plan of care: problem, goal, objective, intervention, and when it is reviewed.

Which group carries an intervention belongs to `week`; the whole thread is put together in `workflows.thread`.
"""
