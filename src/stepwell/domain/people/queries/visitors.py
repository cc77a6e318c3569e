"""Reads of family and referrers who have a login."""

from django.db.models import Q, QuerySet

from stepwell.domain.people.models import Site, Visitor
from stepwell.domain.people.permissions import INVITE_VISITOR
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require


def list_visitors(actor: Actor, *, words: str = "") -> QuerySet[Visitor]:
    """Who has a login at the sites where one gives them, by name."""
    require(actor, INVITE_VISITOR)
    found = _mine(actor)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(organization__icontains=word) | Q(account__email__icontains=word)
        )
    return found.order_by("name", "pk")


def get_visitor(actor: Actor, visitor_id: int) -> Visitor:
    """One of them. Raises `NotFound`."""
    require(actor, INVITE_VISITOR)
    visitor = _mine(actor).filter(pk=visitor_id).first()
    if visitor is None:
        raise NotFound("visitor")
    return visitor


def sites_to_invite_to(actor: Actor) -> list[Site]:
    """The sites where one gives such logins, by name."""
    require(actor, INVITE_VISITOR)
    return list(Site.objects.filter(pk__in=actor.sites_for(INVITE_VISITOR)).order_by("name"))


def _mine(actor: Actor) -> QuerySet[Visitor]:
    return Visitor.objects.filter(site_id__in=actor.sites_for(INVITE_VISITOR)).select_related("account", "site")
