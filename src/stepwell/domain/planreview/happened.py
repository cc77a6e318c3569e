"""What of signed plans stands in a person's timeline: versions, and who signed or said no."""

from datetime import date

from django.db.models import QuerySet

from stepwell.domain.careplan.happened import PLAN
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.domain.planreview.models import PlanSignature, PlanVersion
from stepwell.domain.planreview.permissions import visible_versions
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened
from stepwell.kernel.wording import short_date


def _versions(actor: Actor, client: Client) -> "QuerySet[PlanVersion]":
    return PlanVersion.objects.filter(visible_versions(actor), client=client)


def _signed(row: Row) -> Happened:
    what = f"Plan signed, version {row.facts['number']}"
    return row.told(what, detail=row.facts["summary"], leads_to=("plan-review", row.key))


def _signatures(actor: Actor, client: Client) -> "QuerySet[PlanSignature]":
    return PlanSignature.objects.filter(version__in=_versions(actor, client))


def _said(row: Row) -> Happened:
    by_client = row.facts["party"] == PlanSignature.Party.CLIENT
    number, why = row.facts["number"], row.facts["why"]
    who = "The client" if by_client else "The prescriber"
    did = f"didn’t sign version {number}" if why else f"{'signed' if by_client else 'certified'} version {number}"
    author = "the client" if by_client else row.by
    quote, detail = (why, "") if by_client else ("", why)
    if row.facts["how"] == PlanSignature.How.PAPER:
        on = short_date(date.fromisoformat(row.facts["on"]))
        did, detail, author = f"{did} on paper", f"On {on}, seen by {row.facts['witness']}", row.by
    return row.told(f"{who} {did}", quote=quote, detail=detail, author=author, leads_to=("plan-review", row.key))


SOURCES = (
    Source(
        "plan-version", PLAN, VIEW_PLAN, _versions, "signed_at", _signed, "signed_as",
        {"number": "number", "summary": "summary"},
    ),
    Source(
        "plan-signature", PLAN, VIEW_PLAN, _signatures, "recorded_at", _said, "recorded_by__name",
        {"party": "party", "number": "version__number", "why": "refused_why", "how": "how", "on": "on",
         "witness": "witness"},
    ),
)  # fmt: skip
