"""Who works at the privacy officer's desk."""

from django.db.models import Q

from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

HANDLE_PRIVACY = declare(
    "privacy.handle",
    "Work at the privacy desk: requests, court papers, holds, breaches",
    roles={Role.PRIVACY_OFFICER, Role.DIRECTOR},
    why="The privacy officer; the director where a site has none.",
)


def visible_requests(actor: Actor) -> Q:
    """Requests of the sites where one works at the desk."""
    return Q(site_id__in=actor.sites_for(HANDLE_PRIVACY))
