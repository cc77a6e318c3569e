"""The plan as it was signed: versions kept for good, who signed or wouldn't, and when the next review is due.

The plan that is being written is `careplan`'s; what hangs on it from groups and notes `workflows.plan_review` brings.
"""
