"""Whom an answer shows, and who is in the ledger for having seen them."""

import re

from tests.furnished import text_of

from stepwell.domain.people.models import Client
from stepwell.platform.ledger.models import Entry


def shown_in(answer):
    """The clients whose family name or id stands in the answer. Reyes1 of another test isn't shown by Reyes12."""
    text = text_of(answer)
    return {
        str(one.pk)
        for one in Client.objects.all()
        if str(one.pk) in text or re.search(rf"\b{re.escape(one.family_name)}\b", text)
    }


def recorded_since(last, site, who):
    """The clients that entries of this person name since then."""
    key = f"account:{site.world.accounts[who.removesuffix('+htmx')].pk}"
    named = set()
    for entry in Entry.objects.filter(pk__gt=last, actor_key=key):
        named |= {str(entry.client_id)} | set(entry.detail.get("clients", ()))
    return named


def last_entry():
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
