"""What of authorizations stands in a person's timeline: entered, corrected, ended."""

from datetime import date

from django.db.models import QuerySet

from stepwell.domain.coverage.models import Authorization, AuthorizationTerms
from stepwell.domain.coverage.permissions import VIEW_AUTHORIZATIONS, visible_authorizations
from stepwell.domain.coverage.rules.terms import Unit
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind
from stepwell.kernel.wording import short_date

AUTHORIZATIONS = Kind("n", "Authorizations", "clipboard")


def _held(actor: Actor, client: Client) -> "QuerySet[Authorization]":
    return Authorization.objects.filter(visible_authorizations(actor), client=client)


def _editions(actor: Actor, client: Client) -> "QuerySet[AuthorizationTerms]":
    return AuthorizationTerms.objects.filter(authorization__in=_held(actor, client))


def _entered(row: Row) -> Happened:
    says = row.facts
    units = Unit(says["unit"]).counted(says["units"])
    first, last = (short_date(date.fromisoformat(says[name])) for name in ("first_on", "last_on"))
    what = "Authorization entered" if says["edition"] == 1 else "Authorization corrected"
    value = f"{says['payer']} {says['number']}: {units}, {first} to {last}"
    return row.told(what, value=value, leads_to=("authorization", row.key))


def _ended(row: Row) -> Happened:
    last = short_date(date.fromisoformat(row.facts["ended_on"]))
    value = f"its last day is {last}"
    return row.told("Authorization ended", value=value, detail=row.facts["why"], leads_to=("authorization", row.key))


_TERMS = {name: name for name in ("edition", "payer", "number", "unit", "units", "first_on", "last_on")}
_END = {"ended_on": "ended_on", "why": "ended_why"}
SOURCES = (
    Source("terms", AUTHORIZATIONS, VIEW_AUTHORIZATIONS, _editions, "entered_at", _entered, "entered_by__name", _TERMS),
    Source(
        "authorization-ended", AUTHORIZATIONS, VIEW_AUTHORIZATIONS, _held, "ended_at", _ended, "ended_by__name", _END
    ),
)
