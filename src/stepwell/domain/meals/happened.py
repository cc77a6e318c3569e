"""What of meals stands in a person's timeline: each time that it was said anew what they eat. What they mustn't is kept
enciphered and stands on its own page.
"""

from django.db.models import QuerySet

from stepwell.domain.meals.models import Diet
from stepwell.domain.meals.permissions import VIEW_DIET, visible_diets
from stepwell.domain.people.happened import DAILY_LIFE, Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened


def _diets(actor: Actor, client: Client) -> "QuerySet[Diet]":
    return Diet.objects.filter(visible_diets(actor), client=client)


def _said(row: Row) -> Happened:
    value = ", ".join(row.facts["labels"]) or "no diet named"
    return row.told("What they eat", value=value, leads_to=("diet", row.key))


SOURCES = (Source("diet", DAILY_LIFE, VIEW_DIET, _diets, "since", _said, "written_by__name", {"labels": "labels"}),)
