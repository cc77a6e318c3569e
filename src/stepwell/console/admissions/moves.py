"""Moving somebody on: from a list, or by dropping a card. Either leads to the page on which the step is done."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.domain.admissions.permissions import VIEW_ENQUIRY
from stepwell.domain.admissions.queries.moves import Movable, get_movable
from stepwell.domain.admissions.rules.moves import Step, move_to
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.kernel.errors import Refusal, Refused
from stepwell.platform.access.door import Request, page, see_other

PAGES = {
    Step.CHECK_BENEFITS: "enquiry_benefits",
    Step.ASSESS: "assessment",
    Step.PLACE: "placement",
    Step.SCHEDULE: "enquiry_schedule",
    Step.START: "start",
    Step.HAND_OVER: "enquiry_handover",
    Step.TEACH: "enquiry_education",
}


@page(VIEW_ENQUIRY)
def move(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Where to? Each stage with its step, or with what stands in the way."""
    found = get_movable(request.actor, enquiry_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        step = move_to(found.situation, _stage(request.POST.get("to", "")))
    except Refused as refused:
        if request.htmx:  # a card was dropped: the board says why, and the card goes back
            words = " ".join(f"{one.what} {one.mend}".strip() for one in refused.refusals)
            return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
        return _page(request, found, refused.refusals)
    return see_other(_address(found, step), request)


def _page(request: Request, found: Movable, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    context = {
        "enquiry": found.enquiry,
        "standing": found.standing,
        "choices": [_choice(found, stage) for stage in Stage if stage is not found.standing.stage],
        "refusals": [{"what": one.what, "mend": one.mend} for one in refusals],
    }
    return render(request, "console/admissions/move.html", context, status=422 if refusals else 200)


def _choice(found: Movable, stage: Stage) -> dict[str, object]:
    try:
        return {"stage": stage, "step": move_to(found.situation, stage)}
    except Refused as refused:
        return {"stage": stage, "refusals": refused.refusals}


def _stage(text: str) -> Stage:
    if text not in set(Stage):
        raise Refused(Refusal("No stage was chosen.", "to", "Choose one of the list."))
    return Stage(text)


def _address(found: Movable, step: Step) -> str:
    if step is Step.SCREEN:
        return reverse("instrument", args=[found.enquiry.client_id, found.next_screen])
    return reverse(PAGES[step], args=[found.enquiry.pk])
