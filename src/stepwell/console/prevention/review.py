"""Looking together at a return to use: what came before, what helped, what to change, and the next step."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.checkins.happened import check_in_words
from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.checkins.rules import TRIGGERS
from stepwell.domain.prevention.actions.reviews import (
    Talked,
    decide_change,
    finish_use_review,
    save_use_review,
    say_change_made,
)
from stepwell.domain.prevention.permissions import REVIEW_USE
from stepwell.domain.prevention.queries.reviews import Reviewed, get_review
from stepwell.domain.prevention.rules.plan import Part
from stepwell.domain.prevention.rules.review import About
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.wording import date_and_time
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


class ReviewForm(forms.Form):
    """What was talked about; only the next step and its day are asked for, and only to finish."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    happened = forms.CharField(
        label="What happened before", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    helped = forms.CharField(
        label="What helped, then or before", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    next_step = forms.CharField(label="Next step", required=False, help_text="What you agreed on, in a few words.")
    next_on = forms.DateField(
        label="On", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@page(REVIEW_USE)
@sensitive_post_parameters()
def review(request: Request, use_review_id: UUID) -> HttpResponseBase:
    """One page, with the client beside the counselor; saved as often as one likes, finished once."""
    found = get_review(request.actor, use_review_id)
    if request.method != "POST":
        kept = found.review
        started = {name: getattr(kept, name) for name in ("revision", "happened", "helped", "next_step", "next_on")}
        return _show(request, found, ReviewForm(initial=started))
    form = ReviewForm(request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        revision, finishes = given.pop("revision"), request.POST.get("verb") == "finish"
        act = finish_use_review if finishes else save_use_review
        try:
            act(
                actor=request.actor, review_id=use_review_id, talked=Talked(**given), revision=revision, now=clock.now()
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The review is finished." if finishes else "Saved.")
            back = reverse("prevention", args=[found.client.pk]) if finishes else request.path
            return see_other(back, request)
    return _show(request, found, form)


@require_POST
@page(REVIEW_USE)
def change(request: Request, change_id: int) -> HttpResponseBase:
    """A yes or a no to one suggestion."""
    takes = request.POST.get("verb") == "take"
    try:
        decided = decide_change(actor=request.actor, change_id=change_id, takes=takes, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return see_other(reverse("today"), request)
    return see_other(f"{reverse('use_review', args=[decided.review_id])}#changes", request)


@require_POST
@page(REVIEW_USE)
def made(request: Request, change_id: int) -> HttpResponseBase:
    """A change of the plan of care was made."""
    try:
        done = say_change_made(actor=request.actor, change_id=change_id, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return see_other(reverse("today"), request)
    messages.success(request, "Done.")
    return see_other(reverse("prevention", args=[done.review.client_id]), request)


def _show(request: Request, found: Reviewed, form: ReviewForm) -> HttpResponse:
    parts = {part.value: part.heading for part in Part}
    context = {
        "found": found,
        "review": found.review,
        "client": found.client,
        "form": form,
        "told": [
            (date_and_time(one.said_at, found.zone), _said(one), _harder(one.triggers), one) for one in found.told
        ],
        "for_them": [(one, parts.get(one.part, "")) for one in found.changes if one.about == About.PREVENTION],
        "for_care": [one for one in found.changes if one.about == About.CARE],
        "opened": date_and_time(found.review.opened_at, found.zone),
        "finished": date_and_time(found.review.finished_at, found.zone) if found.review.finished_at else "",
        "plan_url": reverse("plan", args=[found.client.pk]) if request.actor.may(VIEW_PLAN) else "",
    }
    return render(request, "console/prevention/review.html", context, status=422 if form.errors else 200)


def _harder(triggers: list[str]) -> str:
    return ", ".join(TRIGGERS.get(one, one) for one in triggers)


def _said(one: CheckIn) -> str:
    return check_in_words(one.craving, one.mood, one.slept_minutes, one.use)
