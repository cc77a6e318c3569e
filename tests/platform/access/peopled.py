"""A furnished site where those who come later are on the client's team too."""

from tests.cast import NOW, make_world
from tests.furnished import Furnished, furnish

from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function


def everybody_in_care() -> Furnished:
    """One of everything, with a peer, a nurse and a prescriber on the care team."""
    furnished = furnish(make_world())
    world = furnished.world
    for who in (Function.PEER, Function.NURSE, Function.PRESCRIBER):
        join_care_team(
            actor=world.actor("director"), client=world.client, staff=world.staff[who], function=who, now=NOW
        )
    return furnished
