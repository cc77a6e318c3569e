"""Who sets up what a program offers, and who reads it. Nothing here is about a person in treatment."""

from django.db.models import Q

from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

SET_UP_CATALOG = declare(
    "catalog.set_up", "Set up tracks, days, services and places", roles={Role.DIRECTOR}, system=True
)
VIEW_CATALOG = declare("catalog.view", "See tracks, services and places", roles=Role, system=True)


def visible_catalog(actor: Actor) -> Q:
    """Rows of the sites where one works; all of them for a part of Stepwell."""
    return Q() if actor.is_system else Q(site_id__in=actor.sites_for(VIEW_CATALOG))
