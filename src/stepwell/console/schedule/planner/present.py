"""A proposal in words: how far the search is, what it would change, what stays to wish for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.domain.planner.models import Proposal, State
from stepwell.domain.planner.queries import Change

_WIDTH, _HEIGHT = 600, 120
MOST_WISHES = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """The search as it went: two lines that come together, and the same in words."""

    price_line: str
    bound_line: str
    words: str
    width: int = _WIDTH
    height: int = _HEIGHT


@dataclass(frozen=True, slots=True)
class Outcome:
    """What it proposes and at what price."""

    change: Change
    widened: str
    proof: str
    wishes: tuple[tuple[str, int], ...]
    more_wishes: int
    costs: tuple[str, ...]
    conflicts: tuple[tuple[str, ...], ...]
    by_hand: tuple[str, ...] = ()


def progress_of(proposal: Proposal) -> Progress | None:
    """What was told so far; None before there is any."""
    news = [(float(at), price, int(bound)) for at, price, bound in proposal.progress]
    if not news:
        return None
    longest = max(at for at, _, _ in news) or 1.0
    most = max(max(bound, price or 0) for _, price, bound in news) or 1

    def place(at: float, value: int) -> str:
        return f"{at / longest * _WIDTH:.0f},{_HEIGHT - value / most * (_HEIGHT - 10):.0f}"

    priced = [(at, price) for at, price, _ in news if price is not None]
    _, price, bound = news[-1]
    so_far = "No plan yet" if price is None else f"The best plan so far costs {price}"
    return Progress(
        " ".join(place(at, value) for at, value in priced),
        " ".join(place(at, value) for at, _, value in news),
        f"{so_far}; none can cost less than {bound}. {longest:.0f} s.",
    )


def outcome_of(proposal: Proposal, change: Change) -> Outcome | None:
    """What came of it, with the names where marks stand; None before there is any."""
    result, names = proposal.result, change.names
    if not result:
        return None
    wishes = [(named(one["words"], names), int(one["price"])) for one in result.get("wishes", [])]
    return Outcome(
        change,
        _widened(change) if result.get("widened") else "",
        proof(result),
        tuple(wishes[:MOST_WISHES]),
        max(0, len(wishes) - MOST_WISHES),
        tuple(named(_cost(one), names) for one in result.get("granted", [])),
        tuple(tuple(named(words, names) for words in conflict) for conflict in result.get("why", [])),
        tuple(named(one["words"], names) for one in result.get("by_hand", [])),
    )


def proof(result: Mapping[str, Any]) -> str:
    """Whether it is the best there is, or how far from it."""
    if not result.get("plan"):
        return "No plan was found in this time."
    price, bound = int(result["objective"]), int(result["bound"])
    if own := result.get("proposed"):
        return f"With what was changed by hand it costs {price}. What the planner proposed costs {own['objective']}."
    if price == bound:
        return "Proven best: no other plan leaves fewer wishes open."
    near = 100 * (price - bound) / max(1, price)
    return f"Within {near:.1f} % of the best: none can cost less than {bound}, this costs {price}."


def _widened(change: Change) -> str:
    """Said where covering an absence took more than other leaders."""
    moved = sum(one.starts_at is not None for one in change.covers)
    sessions = "1 session meets" if moved == 1 else f"{moved} sessions meet"
    return (
        "With everything else as it was, some sessions had nobody to lead them. Those alone were planned anew: "
        f"{sessions} at another time, at which the room and everybody booked is free."
    )


def _cost(one: Mapping[str, Any]) -> str:
    """What granting a wish would take."""
    words = str(one["words"])
    if not one["possible"]:
        return f"{words} It can’t be otherwise."
    if one["more"] is None:
        return f"{words} What else it would take wasn’t found in time."
    least = "" if one["proven"] else "at most "
    return f"{words} To have it otherwise costs {least}{one['more']} more elsewhere."


def named(words: str, names: Mapping[str, str]) -> str:
    """The words with the names where marks stand."""
    for token, name in names.items():
        words = words.replace(token, name)
    return words


def is_open(proposal: Proposal) -> bool:
    """Whether a person may still decide."""
    return proposal.state in (State.READY, State.NOTHING)
