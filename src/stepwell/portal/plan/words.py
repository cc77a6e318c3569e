"""What changed in a plan, as somebody reads it about themselves."""

from stepwell.domain.planreview.rules.difference import Change, Kind

_KINDS = {
    Kind.ADDED: "New",
    Kind.CHANGED: "Changed",
    Kind.CLOSED: "Closed",
    Kind.REOPENED: "Open again",
    Kind.GONE: "Left out",
}


def plain(change: Change) -> str:
    """`New: step 1.2, Calls before the hard hour`"""
    what = change.what.replace("objective", "step").replace("goal for problem", "goal for part")
    what = what.replace("problem", "part").replace("barriers", "what is in the way").replace("strengths", "what helps")
    return f"{_KINDS[change.kind]}: {what}{f', {change.title}' if change.title else ''}"
