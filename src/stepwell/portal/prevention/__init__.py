"""Staying well at home: the prevention plan, skills, meetings, cravings by hour, and what this phone keeps."""
