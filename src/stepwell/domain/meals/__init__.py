"""Meals on the premises: what somebody eats and mustn't eat, and what a day's kitchen needs to know.

Not nutrition as treatment: that is the plan of care.
"""
