"""What of staying well stands in a person's timeline: their own plan, skills they tried, meetings outside, reviews of a
return to use and what was taken up from them.
"""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from stepwell.domain.people.happened import Row, Source, midnight
from stepwell.domain.people.models import Client
from stepwell.domain.prevention.models import (
    OutsideMeeting,
    PreventionPlan,
    ProposedChange,
    SkillUse,
    SkillWords,
    Suggestion,
    UseReview,
)
from stepwell.domain.prevention.permissions import REVIEW_USE, VIEW_PREVENTION, visible_prevention
from stepwell.domain.prevention.rules.meetings import Kind as MeetingKind
from stepwell.domain.prevention.rules.plan import Part
from stepwell.domain.prevention.rules.skills import OURS, Helped
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

STAYING_WELL = Kind("t", "Staying well", "heart", "info")


def _plans(actor: Actor, client: Client) -> "QuerySet[PreventionPlan]":
    return PreventionPlan.objects.filter(visible_prevention(actor), client=client)


def _saved(row: Row) -> Happened:
    what = "Wrote a prevention plan" if row.facts["number"] == 1 else "Changed their prevention plan"
    return row.told(what, author="the client", leads_to=("prevention", row.key))


def _skills(actor: Actor, client: Client) -> "QuerySet[SkillUse]":
    return SkillUse.objects.filter(visible_prevention(actor), client=client)


def _tried(row: Row) -> Happened:
    ours = OURS.get(row.facts["code"])
    title = row.facts["title"] or (ours.title if ours else row.facts["code"])
    helped = {Helped.YES: "it helped", Helped.A_LITTLE: "it helped a little", Helped.NO: "it didn’t help"}
    value = f"{title}: {helped[Helped(row.facts['helped'])]}"
    return row.told("Tried a skill", value=value, author="the client", leads_to=("prevention", row.key))


def _meetings(actor: Actor, client: Client) -> "QuerySet[OutsideMeeting]":
    return OutsideMeeting.objects.filter(visible_prevention(actor), client=client, taken_back_at__isnull=True)


def _went(row: Row) -> Happened:
    value = f"{MeetingKind(row.facts['kind']).label}, {row.facts['minutes']} min"
    return row.told("Went to a meeting", value=value, author="the client", is_whole_day=True,
                    leads_to=("prevention", row.key))  # fmt: skip


def _all_reviews(actor: Actor, client: Client) -> "QuerySet[UseReview]":
    return UseReview.objects.filter(visible_prevention(actor, REVIEW_USE), client=client)


def _reviews(actor: Actor, client: Client) -> "QuerySet[UseReview]":
    return _all_reviews(actor, client).filter(finished_at__isnull=False)


def _looked(row: Row) -> Happened:
    return row.told("Looked at a return to use together", value=row.facts["next"], leads_to=("use-review", row.key))


def _suggestions(actor: Actor, client: Client) -> "QuerySet[Suggestion]":
    return Suggestion.objects.filter(visible_prevention(actor), client=client)


def _suggested(row: Row) -> Happened:
    value = f"{Part(row.facts['part']).heading}: {row.facts['words']}"
    return row.told("Suggested for their plan", value=value, leads_to=("prevention", row.key))


def _answered(row: Row) -> Happened:
    what = "Took a suggestion" if row.facts["is_taken"] else "Left a suggestion"
    return row.told(what, value=row.facts["words"], author="the client", leads_to=("prevention", row.key))


def _changes(actor: Actor, client: Client) -> "QuerySet[ProposedChange]":
    return ProposedChange.objects.filter(review__in=_all_reviews(actor, client))


def _decided(row: Row) -> Happened:
    what = "Change taken up" if row.facts["is_taken"] else "Change left"
    return row.told(
        what, value=row.facts["words"], detail=row.facts["reason"], leads_to=("use-review", row.facts["review"])
    )


# as the site words it now; what was tried is known by its code
_WORDED = SkillWords.objects.filter(site=OuterRef("client__site"), code=OuterRef("skill_code")).order_by("-number")
_SKILL: dict[str, str | Combinable] = {
    "code": "skill_code",
    "helped": "helped",
    "title": Subquery(_WORDED.values("title")[:1]),
}
_SUGGESTED = {"part": "part", "words": "words", "is_taken": "is_taken"}
_CHANGE = {"is_taken": "is_taken", "words": "words", "reason": "reason", "review": "review_id"}
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
    Source(
        "suggestion", STAYING_WELL, VIEW_PREVENTION, _suggestions, "suggested_at", _suggested, "suggested_by__name",
        _SUGGESTED,
    ),
    Source("suggestion-answered", STAYING_WELL, VIEW_PREVENTION, _suggestions, "answered_at", _answered,
           facts=_SUGGESTED),
    Source("skill", STAYING_WELL, VIEW_PREVENTION, _skills, "tried_at", _tried, facts=_SKILL),
    Source(
        "use-change", STAYING_WELL, REVIEW_USE, _changes, "decided_at", _decided, "decided_by__name", _CHANGE
    ),
)  # fmt: skip
