"""Minutes in words. Exact: nothing is rounded, so a day of 179 minutes never reads as 3 h."""


def in_hours(minutes: int) -> str:
    """`50 min`, `3 h`, `7.5 h`, `2 h 50 min`."""
    hours, rest = divmod(minutes, 60)
    if hours == 0 and rest:
        return f"{rest} min"
    if rest in (0, 30):
        return f"{hours}{'.5' if rest else ''} h"
    return f"{hours} h {rest} min"


def hours_of(part: int, whole: int) -> str:
    """`7.5 of 9 h`, or `2 h 50 min of 9 h` where the units differ."""
    first, second = in_hours(part), in_hours(whole)
    if first.endswith(" h") and second.endswith(" h"):
        first = first.removesuffix(" h")
    return f"{first} of {second}"
