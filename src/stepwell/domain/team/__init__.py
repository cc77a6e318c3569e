"""The treatment-team meeting: whom it talks about and why, who was there, what was decided, and the sign-off.

The agenda is made from the chart by rule; what is decided becomes work for somebody. The plan itself is `careplan`.
"""
