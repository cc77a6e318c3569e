"""The assessment: a draft to go on with, or the signed one to read."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.assessment import page as shown
from stepwell.console.assessment.form import AssessmentForm, form_of
from stepwell.console.assessment.paper import paper_of
from stepwell.console.editing.shown import editing_line, whose
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY
from stepwell.domain.admissions.queries.placement import known_findings_of
from stepwell.domain.admissions.rules.levels import Dimension
from stepwell.domain.assessment import actions
from stepwell.domain.assessment.models import Assessment
from stepwell.domain.assessment.permissions import SIGN_ASSESSMENT, VIEW_ASSESSMENT, WRITE_ASSESSMENT
from stepwell.domain.assessment.queries import AssessmentState, assessment_state, token_of
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.careplan.queries import current_episode
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import held_for
from stepwell.domain.thread.queries.links import FoundLink, findings_of
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.kernel.wording import clock_24, date_and_time
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_ASSESSMENT)
def assessment(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """One enquiry's assessment; who may write gets the form until it is signed."""
    now = clock.now()
    if request.method == "POST":
        return _save(request, enquiry_id, now)
    state = assessment_state(request.actor, enquiry_id)
    if (
        state.is_signed
        or state.enquiry.closed_at
        or state.enquiry.site_id not in request.actor.sites_for(WRITE_ASSESSMENT)
    ):
        return _show_signed(request, state)
    return _show_form(request, state, form_of(state.content, state.token), now)


@page(VIEW_ASSESSMENT)
def paper(request: Request, enquiry_id: UUID) -> HttpResponse:
    """What is kept, as a PDF. The look is written down as one that leaves the screen."""
    state = assessment_state(request.actor, enquiry_id, what="assessment_paper")
    if state.assessment is None:
        raise NotFound("assessment", state.enquiry.client_id)
    made = paper_of(state, request.actor.name, clock.now())
    headers = {"Content-Disposition": 'inline; filename="assessment.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_POST
@page(WRITE_ASSESSMENT)
def addendum(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Add to the signed assessment."""
    words = request.POST.get("words", "")
    try:
        actions.add_addendum(actor=request.actor, enquiry_id=enquiry_id, words=words, now=clock.now())
    except Refused as refused:
        state = assessment_state(request.actor, enquiry_id)
        return _show_signed(request, state, refused.refusals, words)
    return see_other(f"{_address(enquiry_id)}#addenda", request)


def _save(request: Request, enquiry_id: UUID, now: datetime) -> HttpResponseBase:
    """Keep what the page holds, then do what was asked. What was typed stays on the page whatever happens."""
    verb, _, what = request.POST.get("verb", "").partition(":")
    uses = [one for one in request.POST.getlist("substance") if (verb, what) != ("drop_substance", one)]
    others = [one for one in request.POST.getlist("condition") if (verb, what) != ("drop_condition", one)]
    if verb == "add_substance":
        uses.append(request.POST.get("new_substance", ""))
    if verb == "add_condition":
        others.append(request.POST.get("new_condition", ""))
    form = AssessmentForm(request.POST, uses=uses, others=others)
    content = form.content()
    if _errors_of(form):
        return _refused(request, enquiry_id, form, (), now)
    who: dict[str, Any] = {"actor": request.actor, "enquiry_id": enquiry_id, "now": now}
    place = {"add_substance": "#substances", "drop_substance": "#substances"}.get(verb, "")
    place = "#conditions" if verb in ("add_condition", "drop_condition") else place
    saved: Assessment | None = None
    try:
        whence = {name: form.cleaned_data[name] for name in ("token", "page")}
        saved = actions.save_assessment(**who, content=content, **whence, stays=bool(request.htmx))
        if verb == "take":
            taken = actions.take_over(**who, item_id=_number(what))
            place = f"#section-{taken.section}"
        if verb == "sign":
            actions.sign_assessment(**who, assessment_id=saved.pk, revision=saved.revision)
    except Refused as refused:
        return _refused(request, enquiry_id, form, refused.refusals, now, saved)
    if request.htmx:
        state = assessment_state(request.actor, enquiry_id)
        return render(request, "console/assessment/_saved.html", _swapped(request, state, form, now))
    if verb == "later":
        return see_other(reverse("enquiry", args=[enquiry_id]), request)
    return see_other(_address(enquiry_id) + place, request)


def _number(text: str) -> int:
    """An item's number; 0, which is nobody's, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _errors_of(form: AssessmentForm) -> bool:
    """Whether something can't be kept as it was typed; a choice in a list that adds is none."""
    for name in ("new_substance", "new_condition"):
        form.errors.pop(name, None)
    return bool(form.errors)


def _refused(
    request: Request,
    enquiry_id: UUID,
    form: AssessmentForm,
    refusals: tuple[Refusal, ...],
    now: datetime,
    saved: Assessment | None = None,
) -> HttpResponse:
    """The same page with its refusals. After a clash it carries what stands now, so that saving again is a choice.

    `saved` is the draft where it was kept and what was refused came after that.
    """
    state = assessment_state(request.actor, enquiry_id)
    whole = [refusal for refusal in refusals if refusal.where not in form.fields]
    for refusal in refusals:
        if refusal.where in form.fields:
            form.add_error(refusal.where, f"{refusal.what} {refusal.mend}".strip())
    if request.htmx:
        # the fields stay as they are, so theirs can't stand beside them yet
        if not state.is_signed and state.enquiry.closed_at is None:
            mend = "Choose “Save for later” to see both before one is kept."
            whole = [Refusal(each.what, each.where, mend) for each in whole]
        context = _swapped(request, state, form, now) | {"whole": whole, "keep_token": True}
        return render(request, "console/assessment/_saved.html", context, status=422)
    return _show_form(request, state, form, now, whole=whole, saved=saved, status=422)


def _show_form(
    request: Request,
    state: AssessmentState,
    form: AssessmentForm,
    now: datetime,
    *,
    whole: list[Refusal] | None = None,
    saved: Assessment | None = None,
    status: int = 200,
) -> HttpResponse:
    content = form.content() if form.is_bound else state.content
    theirs = state.content if whole and state.assessment and not state.is_signed else None
    # its own save; or what it met: it shows both, and from there saving is a choice
    token = state.token if whole or not form.is_bound else form.data.get("token", "")
    token = token_of(saved) if saved is not None else token
    context = _context(request, state, form, content, now) | {
        "rows": shown.rows_of(form, content, state.offers, state.taken, theirs),
        "uses": shown.use_rows_of(form, content, _today(state, now)),
        "conditions": shown.condition_rows_of(form),
        "results": _results(request, state),
        "theirs": theirs,
        "theirs_is": whose(state.assessment, request.actor),
        "whole": whole,
        "token": token,
        "page": uuid4().hex,
        "editing": editing_line(request.actor, "assessment", state.enquiry.pk, ZoneInfo(state.enquiry.site.zone), now),
    }
    return render(request, "console/assessment/assessment.html", context, status=status)


def _results(request: Request, state: AssessmentState) -> list[Any]:
    """What the instruments say about mind and risk, with whose result it is."""
    if state.enquiry.site_id not in request.actor.sites_for(VIEW_ENQUIRY):
        return []
    known = known_findings_of(request.actor, state.enquiry)
    return [one for one in known if one.dimension is Dimension.MIND]


def _show_signed(
    request: Request, state: AssessmentState, refusals: tuple[Refusal, ...] = (), words: str = ""
) -> HttpResponse:
    found = state.assessment
    if found is None and refusals:
        raise NotFound("assessment", state.enquiry.client_id)
    zone = ZoneInfo(state.enquiry.site.zone)
    signed_at = date_and_time(found.signed_at, zone) if found and found.signed_at else ""
    led_to = _led_to(request.actor, state.enquiry.client) if signed_at else {}
    context = _base(request, state) | {
        "sections": shown.read_sections(state.content),
        "uses": shown.read_uses(state.content),
        "diagnoses": [(one, led_to.get(one.pk)) for one in state.diagnoses],
        "taken": state.taken,
        "signed_at": signed_at,
        "addenda": [(one, date_and_time(one.added_at, zone)) for one in state.addenda],
        "refusals": [{"what": each.what, "mend": each.mend, "href": f"#{each.where}"} for each in refusals],
        "words": words,
        "may_add": bool(signed_at) and state.enquiry.site_id in request.actor.sites_for(WRITE_ASSESSMENT),
    }
    return render(request, "console/assessment/signed.html", context, status=422 if refusals else 200)


def _led_to(actor: Actor, client: Client) -> dict[int, FoundLink]:
    """What the plan makes of each diagnosis, for who may read it."""
    if VIEW_PLAN not in held_for(actor, client, (VIEW_PLAN,)):
        return {}
    return {one.diagnosis.pk: one for one in findings_of(actor, client, current_episode(actor, client))}


def _swapped(request: Request, state: AssessmentState, form: AssessmentForm, now: datetime) -> dict[str, Any]:
    """What htmx swaps around the fields; the fields themselves are never swapped: typing goes on meanwhile."""
    content = form.content()
    standings = [(code, shown.standing_of(said)) for code, said in content.answers.items()]
    suggestions = shown.suggestions_of(content, _today(state, now))
    swapped = {"standings": standings, "suggestions": suggestions, "token": state.token, "is_swap": True}
    return _context(request, state, form, content, now) | swapped


def _context(
    request: Request, state: AssessmentState, form: AssessmentForm, content: Any, now: datetime
) -> dict[str, Any]:
    return _base(request, state) | {"form": form, "left": shown.left_words(content, _today(state, now))}


def _base(request: Request, state: AssessmentState) -> dict[str, Any]:
    enquiry, found = state.enquiry, state.assessment
    return {
        "enquiry": enquiry,
        "client": enquiry.client,
        "assessment": found,
        "saved_at": clock_24(found.saved_at, ZoneInfo(enquiry.site.zone)) if found else "",
        "address": _address(enquiry.pk),
        "enquiry_url": reverse("enquiry", args=[enquiry.pk]) if request.actor.may(VIEW_ENQUIRY) else "",
        "admissions_url": reverse("admissions"),
        "may_sign": enquiry.site_id in request.actor.sites_for(SIGN_ASSESSMENT),
    }


def _today(state: AssessmentState, now: datetime) -> Any:
    return clock.day_at(now, ZoneInfo(state.enquiry.site.zone))


def _address(enquiry_id: UUID) -> str:
    return reverse("assessment", args=[enquiry_id])
