"""The ends of the thread: what a diagnosis led to, which notes name an objective and which instrument shows it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.thread.forms import FindingForm, MeasureForm
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN
from stepwell.domain.measures.queries import titles_of_instruments
from stepwell.domain.thread.actions import answer_finding, show_by_instrument, take_back_finding
from stepwell.domain.thread.queries.links import FoundLink, findings_of, steps_shown_by
from stepwell.domain.thread.queries.notes import notes_naming
from stepwell.domain.week.permissions import VIEW_NOTES
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.thread import GoldenThread, ThreadGoal, ThreadObjective, ThreadProblem, golden_thread


@page(VIEW_PLAN)
def objective(request: Request, client_id: UUID, objective_id: UUID) -> HttpResponseBase:
    """One objective: where it comes from, every note that names it, and the instrument that shows it."""
    if request.actor.client_id is not None:  # clients read their plan on the phone, in its own words
        raise NotAllowed(VIEW_PLAN.name)
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    problem, goal, found = _above(thread, objective_id)
    titles = titles_of_instruments()
    if request.method == "POST":
        form = MeasureForm(titles, request.POST)
        if form.is_valid():
            try:
                code = form.cleaned_data["code"]
                show_by_instrument(actor=request.actor, objective_id=found.id, code=code, now=now)
            except Refused as refused:
                show_refusals(form, refused)
            else:
                messages.success(request, f"Objective {found.number} is shown by {titles[code]}." if code else "Saved.")
                return see_other(reverse("thread", args=[client_id]), request)
    else:
        form = MeasureForm(titles, initial={"code": _code(request, thread, found)})
    context = {
        "client": thread.client, "thread": thread, "problem": problem, "goal": goal, "objective": found, "form": form,
        "shown": _code(request, thread, found), "titles": titles,
        "notes": notes_naming(request.actor, found.id), "reads_notes": request.actor.may(VIEW_NOTES),
    }  # fmt: skip
    return render(request, "console/thread/objective.html", context, status=422 if form.errors else 200)


@page(WRITE_PLAN)
def finding(request: Request, client_id: UUID, diagnosis_id: int) -> HttpResponseBase:
    """What becomes of a diagnosis: a problem, another one, or a reason why none."""
    now, back = clock.now(), reverse("thread", args=[client_id])
    thread = golden_thread(request.actor, client_id, now=now)
    if not thread.can_be_written:
        return see_other(back, request)
    link = _link(request, thread, diagnosis_id)
    said = {"problem": link.answer.problem_id or "", "reason": link.answer.reason} if link.answer else None
    form = FindingForm(thread.problems, request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and request.POST.get("verb") == "take_back":
        take_back_finding(actor=request.actor, client_id=client_id, diagnosis_id=diagnosis_id)
        return see_other(back, request)
    if request.method == "POST" and form.is_valid():
        try:
            answer_finding(
                actor=request.actor,
                client_id=client_id,
                diagnosis_id=diagnosis_id,
                problem_id=form.problem_id,
                reason=form.cleaned_data["reason"],
                now=now,
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return see_other(back, request)
    context = {"client": thread.client, "link": link, "form": form}
    return render(request, "console/thread/finding.html", context, status=422 if form.errors else 200)


def _above(thread: GoldenThread, objective_id: UUID) -> tuple[ThreadProblem, ThreadGoal, ThreadObjective]:
    """The objective of this very plan with what it came from: another client's leads nowhere."""
    for problem in thread.problems:
        for goal in problem.goals:
            for one in goal.objectives:
                if one.id == objective_id:
                    return problem, goal, one
    raise NotFound("objective")


def _link(request: Request, thread: GoldenThread, diagnosis_id: int) -> FoundLink:
    """The diagnosis of this very person. Raises `NotFound`."""
    for one in findings_of(request.actor, thread.client, thread.episode):
        if one.diagnosis.pk == diagnosis_id:
            return one
    raise NotFound("finding")


def _code(request: Request, thread: GoldenThread, found: ThreadObjective) -> str:
    """The instrument that shows it; empty where it is counted another way."""
    shown = steps_shown_by(request.actor, thread.client)
    return next((code for code, steps in shown.items() if found.id in {one.pk for one in steps}), "")
