"""Groups, sessions, rosters, attendance, notes and hours.

What a group is for in somebody's plan belongs to `careplan`; what a track asks for, to `catalog`.
"""
