"""An arrival in words, by the site's clock."""

from uuid import UUID

from stepwell.domain.week.queries.arrivals import OwnArrival
from stepwell.domain.week.rules.arrival import grouped
from stepwell.look.times import clock_words


def arriving(found: OwnArrival) -> dict[str, str | UUID]:
    """For the card: the code until somebody is here, then since when; and the meeting while it is open."""
    here = found.arrived_at
    return {
        "code": "" if here else grouped(found.code),
        "at": clock_words(here) if here else "",
        "where": found.place,
        "join": found.session_id if found.can_join else "",
    }
