"""Signed plans for tests: a plan as its review reads it, a version of it, and what its doors take."""

from dataclasses import replace
from typing import Any

from tests.cast import NOW, World


def mark_now(world: World, now: Any = NOW) -> str:
    """The mark of the plan as it stands, as the review's page holds it."""
    from stepwell.workflows.plan_review import review_of

    return review_of(world.actor("counselor"), world.client.pk, now=now).mark


def sign_now(world: World, now: Any = NOW, *, who: str = "counselor", **changed: Any) -> Any:
    """A version, signed by the counselor."""
    from stepwell.workflows.plan_review import sign_plan

    given = {"read": mark_now(world, now), "progress": {}, "summary": "", **changed}
    return sign_plan(actor=world.actor(who), client_id=world.client.pk, now=now, **given)


def hand_of(world: World, version: Any, **changed: Any) -> Any:
    """The client's name under a version."""
    from stepwell.domain.consent.rules.signature import Typed

    return replace(Typed(f"Ana {world.client.family_name}", True, version.mark), **changed)


def plan_bodies(it: Any) -> dict[str, list[dict[str, Any]]]:
    """What the doors of plans and their reviews take, of a furnished site."""
    from stepwell.domain.planreview.models import PlanVersion

    world = it.world
    owner = world.staff["counselor"].pk
    terms = {"specific": "Call before nine", "measure": "Evenings", "target": "5 of 7", "due_on": "2026-10-20"}
    mark = PlanVersion.objects.get(pk=it.ids["version_id"]).mark
    signature = {"name": f"Ana {world.client.family_name}", "agrees": "on", "read": mark}
    days = {"review_days": 28, "ahead_days": 5, "certify_days": 60, "first_day": 40, "second_day": 50}
    missing = {"days-plan": 5, "days-finding": 1, "days-note": 10, "days-from_on": f"{NOW.date():%Y-%m-%d}"}
    return {
        "plan_problem": [{"title": "Sleep", "in_their_words": "I lie awake."}],
        "plan_goal": [{"in_their_words": "Sleep.", "clinical": "Sleeps six hours"}],
        "plan_objective": [{**terms, "owner": owner}],
        "plan_correct": [{**terms, "owner": owner}],
        "plan_intervention": [{"title": "More", "group": it.clinic.series.pk}],
        "plan_link": [{"group": it.clinic.series.pk}],
        "plan_close": [{"closed_as": "reached"}],
        "plan_close_goal": [{"closed_as": "set aside", f"part-{it.ids['objective_id']}": "reached"}],
        "plan_close_problem": [
            {"closed_as": "reached", **{f"part-{it.ids[name]}": "reached" for name in ("goal_id", "objective_id")}}
        ],
        "plan_end": [{}],
        "plan_correct_problem": [
            {
                "title": "Sleep",
                "in_their_words": "I lie awake.",
                "areas": ["cravings"],
                "stage": "action",
                "part": "nurse",
            }
        ],
        "plan_correct_goal": [{"in_their_words": "Sleep.", "clinical": "Sleeps six hours", "areas": ["self-care"]}],
        "plan_basis": [{"strengths": "A sister nearby.", "barriers": "No car.", "token": "0"}],
        "plan_review": [{"read": mark, "summary": "Looked at together."}],
        "plan_version": [
            {"verb": "refused", "why": "Not yet."},
            {"verb": "certify", "read": mark},
            {"verb": "paper", "signed_on": f"{NOW:%Y-%m-%d}", "witness": "Maya Okafor", "kept_in": "Cabinet 2"},
        ],
        "plan_version_here": [signature],  # not handed over: a session that is sees nothing else
        "plan_reviews": [{**days, "site": world.site.pk}, {**missing, "site": world.site.pk, "verb": "days"}],
        "library": [{"goal": "Sleeps at home", "revision": 0, "verb": "save"}, {"revision": 0, "verb": "publish"}],
        "me_plan": [signature, {"verb": "refuse", "why": "I want to talk first."}],
    }
