"""What every write of the catalog checks."""

from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.platform.access.permission import require

MOST_LETTERS = 80


def check_site(actor: Actor, site: Site) -> None:
    """The actor sets up this very site."""
    require(actor, SET_UP_CATALOG)
    if not actor.is_system and site.pk not in actor.sites_for(SET_UP_CATALOG):
        raise NotAllowed(SET_UP_CATALOG.name)


def named(name: str) -> str:
    """The name as it is stored; refused where there is none."""
    kept = " ".join(name.split())
    if not kept:
        raise refuse("The name is missing.", "name")
    if len(kept) > MOST_LETTERS:
        raise refuse(f"A name has up to {MOST_LETTERS} letters.", "name", "Choose a shorter one.")
    return kept
