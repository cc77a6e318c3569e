"""What of somebody's own times stands in their timeline: when they said that they can't come, and when it was over."""

from datetime import date, time

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from stepwell.domain.availability.models import OwnTime
from stepwell.domain.availability.permissions import VIEW_AVAILABILITY, visible_own_times
from stepwell.domain.availability.rules import Kind, Sense
from stepwell.domain.availability.rules import OwnTime as Said
from stepwell.domain.people.happened import DAILY_LIFE, Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened

_WHAT = {Sense.CANNOT: "Can’t come", Sense.ONLY: "Can come only"}


def _times(actor: Actor, client: Client) -> "QuerySet[OwnTime]":
    return OwnTime.objects.filter(visible_own_times(actor), client=client)


def _words(row: Row) -> str:
    facts = row.facts
    said = Said(
        Sense(facts["sense"]),
        Kind(facts["kind"]),
        frozenset(facts["weekdays"]),
        time.fromisoformat(facts["from_time"]),
        time.fromisoformat(facts["until_time"]),
        date.fromisoformat(facts["first_on"]),
        None,
    )
    return str(said.words)


def _said(row: Row) -> Happened:
    return row.told(_WHAT[Sense(row.facts["sense"])], value=_words(row), leads_to=("own-times", row.key))


def _over(row: Row) -> Happened:
    what = f"No longer: {_WHAT[Sense(row.facts['sense'])].lower()}"
    return row.told(what, value=_words(row), leads_to=("own-times", row.key))


_BY = Coalesce(F("written_by__name"), Value("the client"))
_TIME = {name: name for name in ("sense", "kind", "weekdays", "from_time", "until_time", "first_on")}
SOURCES = (
    Source("own-time", DAILY_LIFE, VIEW_AVAILABILITY, _times, "said_at", _said, _BY, _TIME),
    Source("own-time-over", DAILY_LIFE, VIEW_AVAILABILITY, _times, "ended_at", _over, facts=_TIME),
)
