"""When somebody can come and when they can't, week after week: work, school, children, the bus, prayer.

What is planned with it is the business of `week` and `planner`. One single day on which somebody can't come is an
excuse, and belongs to the roll.
"""
