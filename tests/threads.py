"""Charts for tests: one that is whole, step by step, and what the thread's doors take."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.cast import NOW, World
from tests.planning import make_group, sign_note_about, start_stay, write_objective


def sign_diagnoses(world: World, enquiry: Any = None, now: datetime = NOW, **changed: Any) -> Any:
    """A signed assessment with alcohol use disorder and PTSD, or what is said instead."""
    from stepwell.domain.admissions.models import Enquiry
    from stepwell.domain.assessment.actions import save_assessment, sign_assessment
    from tests.domain.assessment.cases import whole

    if enquiry is None:
        enquiry = Enquiry.objects.create(site=world.site, client=world.client, source="phone", received_at=now)
    kept = save_assessment(
        actor=world.actor("counselor"),
        enquiry_id=enquiry.pk,
        content=replace(whole(), **changed),
        token="0",
        now=now,
    )
    return sign_assessment(
        actor=world.actor("counselor"), enquiry_id=enquiry.pk, assessment_id=kept.pk, revision=kept.revision, now=now
    )


def attend(booking: Any) -> Any:
    """They were there."""
    from stepwell.domain.week.models import Status

    booking.status = Status.PRESENT
    booking.save(update_fields=["status"])
    return booking


def whole_thread(world: World, *, weeks_ago: int = 3, **assessed: Any) -> dict[str, Any]:
    """A stay that began some weeks ago: a signed assessment, a plan for its one diagnosis, a group, a signed note of
    yesterday. `assessed` says more of the assessment. The site reviews plans every 60 days.
    """
    from stepwell.domain.careplan.models import Problem
    from stepwell.domain.planreview.models import PlanProtocol
    from stepwell.workflows.plan import link_intervention_to_group

    began = NOW - timedelta(weeks=weeks_ago)
    PlanProtocol.objects.get_or_create(site=world.site, defaults={"review_days": 60})
    stay = start_stay(world, started_on=began.date())
    assessment = sign_diagnoses(world, now=began, **{"conditions": (), **assessed})
    series = make_group(world, stay)
    objective = write_objective(world, now=began)
    problem, first = objective.goal.problem, assessment.diagnoses.order_by("position")[0]
    Problem.objects.filter(pk=problem.pk).update(system=first.system, code=first.code)
    served = link_intervention_to_group(
        actor=world.actor("counselor"), objective_id=objective.pk, title="Skills", series_id=series.pk, now=began
    )
    note = sign_note_about(world, series, objective, on=NOW.date() - timedelta(days=1))
    attend(note.booking)
    return {
        "stay": stay, "assessment": assessment, "series": series, "problem": problem, "objective": objective,
        "intervention": served, "note": note,
    }  # fmt: skip


def thread_ids(world: World) -> dict[str, Any]:
    """A diagnosis that the plan says nothing about yet."""
    from stepwell.domain.admissions.models import Enquiry

    signed = sign_diagnoses(world, Enquiry.objects.get(episode__client=world.client))
    return {"diagnosis_id": signed.diagnoses.get(code="F43.10").pk}


def thread_bodies(ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the doors of the thread take."""
    return {
        "thread_objective": [{"code": "phq-9"}, {"code": ""}],
        "thread_finding": [
            {"problem": ids["problem_id"], "reason": ""},
            {"problem": "", "reason": "Treated elsewhere."},
            {"verb": "take_back"},
        ],
        "note_objective": [{"objective": ids["objective_id"]}, {"verb": "take_back"}],
    }


def signing_bare_first(ids: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """What is sent, by whom, so that the furnished draft is signed and names no objective: none is open then."""
    closing = f"/app/clients/{ids['client_id']}/plan/objectives/{ids['objective_id']}/close/"
    body = {"response": "Called before nine.", "objective": "", "revision": 1, "verb": "sign"}
    signing = f"/app/groups/{ids['session_id']}/notes/{ids['note_id']}/"
    return [("counselor", closing, {"closed_as": "written by mistake"}), ("counselor", signing, body)]
