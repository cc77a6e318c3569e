"""What of assessments stands in a person's timeline: signed, and added to."""

from django.db.models import QuerySet

from stepwell.domain.assessment.models import Addendum, Assessment
from stepwell.domain.assessment.permissions import VIEW_ASSESSMENT
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

ASSESSMENT = Kind("k", "Assessment", "clipboard")


def _signed(actor: Actor, client: Client) -> "QuerySet[Assessment]":
    return Assessment.objects.filter(visible_ids(actor, VIEW_ASSESSMENT), client=client, signed_at__isnull=False)


def _told(row: Row) -> Happened:
    return row.told("Assessment signed", leads_to=("assessment", row.facts["enquiry"]))


def _addenda(actor: Actor, client: Client) -> "QuerySet[Addendum]":
    return Addendum.objects.filter(assessment__in=_signed(actor, client))


def _added(row: Row) -> Happened:
    leads_to = ("assessment", row.facts["enquiry"])
    return row.told("Added to the assessment", detail=row.facts["words"], leads_to=leads_to)


SOURCES = (
    Source(
        "assessment", ASSESSMENT, VIEW_ASSESSMENT, _signed, "signed_at", _told, "signed_as", {"enquiry": "enquiry_id"}
    ),
    Source(
        "assessment-added", ASSESSMENT, VIEW_ASSESSMENT, _addenda, "added_at", _added, "added_as",
        {"enquiry": "assessment__enquiry_id", "words": "words"},
    ),
)  # fmt: skip
