"""What of staying well stands in a person's timeline: their own plan, meetings outside, reviews of a return to use."""

from django.db.models import QuerySet

from stepwell.domain.people.happened import Row, Source, midnight
from stepwell.domain.people.models import Client
from stepwell.domain.prevention.models import OutsideMeeting, PreventionPlan, UseReview
from stepwell.domain.prevention.permissions import REVIEW_USE, VIEW_PREVENTION, visible_prevention
from stepwell.domain.prevention.rules.meetings import Kind as MeetingKind
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

STAYING_WELL = Kind("t", "Staying well", "heart", "info")


def _plans(actor: Actor, client: Client) -> "QuerySet[PreventionPlan]":
    return PreventionPlan.objects.filter(visible_prevention(actor), client=client)


def _saved(row: Row) -> Happened:
    what = "Wrote a prevention plan" if row.facts["number"] == 1 else "Changed their prevention plan"
    return row.told(what, author="the client", leads_to=("prevention", row.key))


def _meetings(actor: Actor, client: Client) -> "QuerySet[OutsideMeeting]":
    return OutsideMeeting.objects.filter(visible_prevention(actor), client=client, taken_back_at__isnull=True)


def _went(row: Row) -> Happened:
    value = f"{MeetingKind(row.facts['kind']).label}, {row.facts['minutes']} min"
    return row.told("Went to a meeting", value=value, author="the client", is_whole_day=True,
                    leads_to=("prevention", row.key))  # fmt: skip


def _reviews(actor: Actor, client: Client) -> "QuerySet[UseReview]":
    return UseReview.objects.filter(visible_prevention(actor, REVIEW_USE), client=client, finished_at__isnull=False)


def _looked(row: Row) -> Happened:
    return row.told("Looked at a return to use together", value=row.facts["next"], leads_to=("use-review", row.key))


SOURCES = (
    Source(
        "prevention-plan", STAYING_WELL, VIEW_PREVENTION, _plans, "saved_at", _saved, facts={"number": "number"}
    ),
    Source(
        "outside-meeting", STAYING_WELL, VIEW_PREVENTION, _meetings, midnight("on"), _went,
        facts={"kind": "kind", "minutes": "minutes"},
    ),
    Source(
        "use-review", STAYING_WELL, REVIEW_USE, _reviews, "finished_at", _looked, "finished_by__name",
        {"next": "next_step"},
    ),
)  # fmt: skip
