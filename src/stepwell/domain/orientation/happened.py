"""What of the orientation stands in a person's timeline."""

from django.db.models import QuerySet

from stepwell.domain.consent.happened import PAPERS
from stepwell.domain.orientation.models import Orientation
from stepwell.domain.orientation.permissions import GIVE_ORIENTATION, visible_orientations
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened


def _signed(actor: Actor, client: Client) -> "QuerySet[Orientation]":
    return Orientation.objects.filter(visible_orientations(actor), client=client)


def _told(row: Row) -> Happened:
    how = Orientation.How(row.facts["how"]).label
    return row.told("Orientation signed", value=how, leads_to=("orientation", row.key))


SOURCES = (
    Source("orientation", PAPERS, GIVE_ORIENTATION, _signed, "recorded_at", _told, "signed_as", {"how": "signed_how"}),
)
