"""Saying what leads where: which problem a diagnosis belongs to, which instrument shows an objective, which objective a
signed note served. Said again it is said anew; the ledger keeps what was said before. And a site's own days, after
which a link counts as missing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.assessment.models import Diagnosis
from stepwell.domain.assessment.queries import signed_diagnoses
from stepwell.domain.careplan.models import Problem
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.careplan.queries import find_objective, open_stay
from stepwell.domain.measures.queries import shelf
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import find_client
from stepwell.domain.planreview.permissions import SET_PLAN_REVIEW
from stepwell.domain.thread.models import FindingAnswer, NoteObjective, ObjectiveMeasure, ThreadDays
from stepwell.domain.thread.permissions import EXPORT_COMPLETENESS
from stepwell.domain.thread.queries.charts import ChartRow, charts_of
from stepwell.domain.thread.queries.links import objectives_to_name
from stepwell.domain.thread.rules.days import Days, check_days
from stepwell.domain.week.models import Note
from stepwell.domain.week.permissions import WRITE_NOTE
from stepwell.domain.week.queries.notes import find_note
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

LONGEST_REASON = 400


@action
def answer_finding(
    *, actor: Actor, client_id: UUID, diagnosis_id: int, problem_id: UUID | None, reason: str, now: datetime
) -> FindingAnswer:
    """A diagnosis belongs to this problem, or the plan leaves it out for this reason: one of the two."""
    require(actor, WRITE_PLAN)
    stay, reason = open_stay(actor, client_id), " ".join(reason.split())
    diagnosis = _diagnosis(actor, stay.client, diagnosis_id)
    if problem_id is None and not reason:
        raise refuse("Nothing is chosen.", "problem", "Choose a problem, or say why the plan leaves it out.")
    if problem_id is not None and reason:
        raise refuse("It is either a problem or a reason.", "reason", "Empty the reason, or choose no problem.")
    if len(reason) > LONGEST_REASON:
        raise refuse(f"This is longer than {LONGEST_REASON} letters.", "reason", "Say it shorter.")
    if problem_id is not None and not Problem.objects.filter(pk=problem_id, episode=stay).exists():
        raise refuse("This is no problem of the plan.", "problem", "Choose one of those shown.")
    said: dict[str, Any] = {"problem_id": problem_id, "reason": reason}
    key: dict[str, Any] = {"episode": stay, "system": diagnosis.system, "code": diagnosis.code}
    found = FindingAnswer.objects.filter(**key, **said).first()
    if found is not None:
        return found
    assert actor.staff_id is not None  # only staff hold WRITE_PLAN
    answer, _ = FindingAnswer.objects.update_or_create(
        **key, defaults={**said, "said_by_id": actor.staff_id, "said_at": now}
    )
    detail: dict[str, Plain] = {"problem": str(problem_id)} if problem_id else {"left_out": True}
    record(actor, "finding.answered", client_id=client_id, subject=("stay", stay.pk), detail=detail)
    return answer


@action
def take_back_finding(*, actor: Actor, client_id: UUID, diagnosis_id: int) -> None:
    """Nothing is said about the diagnosis any more. Twice is once."""
    require(actor, WRITE_PLAN)
    stay = open_stay(actor, client_id)
    diagnosis = _diagnosis(actor, stay.client, diagnosis_id)
    gone, _ = FindingAnswer.objects.filter(episode=stay, system=diagnosis.system, code=diagnosis.code).delete()
    if gone:
        record(actor, "finding.taken_back", client_id=client_id, subject=("stay", stay.pk))


@action
def show_by_instrument(*, actor: Actor, objective_id: UUID, code: str, now: datetime) -> ObjectiveMeasure | None:
    """The answers to this instrument show the objective; with no code, it is counted another way."""
    objective = find_objective(actor, objective_id)
    if objective.closed_at is not None:
        raise refuse(f"Objective {objective.number} is closed.", "code", "Set a new objective for what comes next.")
    if code and code not in shelf().instruments:
        raise refuse("This instrument can’t be asked here.", "code", "Choose one of those shown.")
    shown = ObjectiveMeasure.objects.filter(objective=objective).first()
    if (shown.instrument_code if shown else "") == code:
        return shown
    assert actor.staff_id is not None  # only staff hold WRITE_PLAN
    client_id, subject = objective.goal.problem.client_id, ("objective", objective.pk)
    record(actor, "objective.shown_by", client_id=client_id, subject=subject, detail={"instrument": code})
    if not code:
        ObjectiveMeasure.objects.filter(objective=objective).delete()
        return None
    chosen = {"instrument_code": code, "chosen_by_id": actor.staff_id, "chosen_at": now}
    shown, _ = ObjectiveMeasure.objects.update_or_create(objective=objective, defaults=chosen)
    return shown


@action
def say_objective(*, actor: Actor, note_id: UUID, objective_id: UUID, now: datetime) -> NoteObjective:
    """Which objective a signed note served that named none. What was signed stays as it is."""
    note = _bare_note(actor, note_id)
    if objective_id not in {one.pk for one in objectives_to_name(actor, note.booking.client)}:
        raise refuse("This is no objective of the plan.", "objective", "Choose one of those shown.")
    found = NoteObjective.objects.filter(note=note, objective_id=objective_id).first()
    if found is not None:
        return found
    assert actor.staff_id is not None  # only staff hold WRITE_NOTE
    said = {"objective_id": objective_id, "said_by_id": actor.staff_id, "said_at": now}
    served, _ = NoteObjective.objects.update_or_create(note=note, defaults=said)
    record(
        actor,
        "note.objective_said",
        client_id=note.booking.client_id,
        subject=("note", note.pk),
        detail={"objective": str(objective_id)},
    )
    return served


@action
def take_back_objective(*, actor: Actor, note_id: UUID) -> None:
    """It served none of them. Twice is once."""
    note = _bare_note(actor, note_id)
    gone, _ = NoteObjective.objects.filter(note=note).delete()
    if gone:
        subject = ("note", note.pk)
        record(actor, "note.objective_taken_back", client_id=note.booking.client_id, subject=subject)


@action
def export_completeness(*, actor: Actor, now: datetime) -> list[ChartRow]:
    """Everybody's chart with what is missing, to be saved as a file: who took it, and of whom, is written down."""
    require(actor, EXPORT_COMPLETENESS)
    rows = charts_of(actor, now=now, permission=EXPORT_COMPLETENESS)
    record(actor, "completeness.exported", detail={"clients": [str(row.client.pk) for row in rows]})
    return rows


@action
def set_thread_days(*, actor: Actor, site_id: int, days: Days, now: datetime) -> ThreadDays:
    """A site's own days from a day on, today or later. What is missing already stays so. The same twice is once."""
    require(actor, SET_PLAN_REVIEW)
    sites = Site.objects.select_for_update(no_key=True).filter(pk__in=actor.sites_for(SET_PLAN_REVIEW))
    site = sites.filter(pk=site_id).first()
    if site is None:
        raise NotFound("site")
    check_days(days, today=day_at(now, ZoneInfo(site.zone)))
    told = {"plan": days.plan, "finding": days.finding, "note": days.note}
    known = ThreadDays.objects.filter(site=site, from_on=days.from_on, **told).first()
    if known is not None:
        return known
    assert actor.staff_id is not None  # only staff hold SET_PLAN_REVIEW
    row, _ = ThreadDays.objects.update_or_create(
        site=site, from_on=days.from_on, defaults={**told, "set_by_id": actor.staff_id, "set_at": now}
    )
    record(actor, "thread_days.set", subject=("site", site.pk), detail={"from": days.from_on.isoformat()})
    return row


def _diagnosis(actor: Actor, client: Client, diagnosis_id: int) -> Diagnosis:
    """One of the latest signed assessment. Raises `NotFound`."""
    seen = find_client(actor, client.pk, WRITE_PLAN)
    for one in signed_diagnoses(actor, seen):
        if one.pk == diagnosis_id:
            return one
    raise NotFound("finding")


def _bare_note(actor: Actor, note_id: UUID) -> Note:
    """A signed note, locked, that was signed without an objective."""
    note = find_note(actor, note_id, WRITE_NOTE)
    if note.signed_at is None:
        raise refuse("This note isn’t signed.", "objective", "Choose the objective in the draft.")
    if note.objective_id is not None:
        raise refuse("The note was signed with an objective.", "objective", "Add to the note what has to be said.")
    return note
