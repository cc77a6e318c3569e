"""Staying well at home: a client's prevention plan, skills against a craving, meetings outside, and what is looked at
together after a return to use. Check-ins are `checkins`, the plan of care is `careplan`.
"""
