"""Where a decided level leads: to a start here, or by a warm handover to care that this program doesn't have. Pure."""

from collections.abc import Collection
from enum import StrEnum

from stepwell.domain.admissions.rules.levels import Edition, find_level, levels_of
from stepwell.kernel.errors import Refusal


class Route(StrEnum):
    """Where somebody goes from the decision on a level of care."""

    HERE = "here"
    MORE = "more care"
    LESS = "less care"

    @property
    def label(self) -> str:
        """What it means, for a heading."""
        return _LABELS[self]


_LABELS = {
    Route.HERE: "They can start here",
    Route.MORE: "More care than this program has",
    Route.LESS: "Less care than this program has is enough",
}


def route_of(code: str, offered: Collection[str], edition: Edition = Edition.THIRD) -> Route:
    """Where a decided level leads from a site whose open tracks have the `offered` levels.

    Levels go from less to more care as in the edition; those of withdrawal and of medication stand after them and are
    care of their own. So is what the fourth edition calls medically managed, for a site that has none of it (ours). A
    level between two that are offered is for the person who chooses the track, with a reason.
    """
    levels = levels_of(edition)
    order = [level.code for level in levels]
    here = [order.index(one) for one in offered if one in order]
    if code in offered or code not in order or not here:
        return Route.HERE
    at = order.index(code)
    if levels[at].is_medical and not any(levels[one].is_medical for one in here):
        return Route.MORE
    if at > max(here):
        return Route.MORE
    return Route.LESS if at < min(here) else Route.HERE


def leads_away(route: Route, *, seat_held: bool) -> bool:
    """Whether a handover is what comes next: always to more care; to less, unless a seat here is held all the same."""
    return route is Route.MORE or (route is Route.LESS and not seat_held)


def stands_against_a_start(code: str, route: Route, edition: Edition = Edition.THIRD) -> Refusal | None:
    """Nobody starts in less care than was decided: docs/clinical.md, "Levels of care", what stops and routes.

    Somebody who won't go, or for whom no place is found, may still be better off here than nowhere. That is a
    clinical decision too, so it is made on the placement, with its reason (ours).
    """
    if route is not Route.MORE:
        return None
    level = find_level(code, edition)
    named = f"{code} ({level.label})" if level else code
    mend = "Hand them over. If they are to start here all the same, a clinician decides on a level again and says why."
    return Refusal(f"The level that was decided is {named}, and this program doesn't have it.", "", mend)
