"""Whom an answer shows, and who is in the ledger for having seen them."""

from tests.furnished import text_of

from stepwell.domain.people.models import Client
from stepwell.platform.ledger.models import Entry


def shown_in(answer, world):
    """The clients whose id stands in the answer, or whose family name where they are of these sites: another test may
    have left somebody who is called like a word of the page.
    """
    text = text_of(answer)
    named = Client.objects.filter(site__in=[world.site, world.other_site]).values_list("pk", "family_name")
    ids = {str(pk) for pk in Client.objects.values_list("pk", flat=True) if str(pk) in text}
    return ids | {str(pk) for pk, name in named if name in text}


def recorded_since(last, site, who):
    """The clients that entries of this person name since then."""
    key = f"account:{site.world.accounts[who.removesuffix('+htmx')].pk}"
    named = set()
    for entry in Entry.objects.filter(pk__gt=last, actor_key=key):
        named |= {str(entry.client_id)} | set(entry.detail.get("clients", ()))
    return named


def last_entry():
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
