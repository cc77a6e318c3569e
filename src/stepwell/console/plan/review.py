"""Reviewing a plan and signing it; a version that was signed, its signatures, and the client's own hand under it."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.plan.paper import paper_of
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.planreview import actions
from stepwell.domain.planreview.permissions import CERTIFY_PLAN, SIGN_PLAN
from stepwell.domain.planreview.queries import Signed, newest_version, version_of
from stepwell.domain.planreview.rules.clock import Certification
from stepwell.domain.planreview.rules.paper import OnPaper
from stepwell.domain.planreview.rules.snapshot import Progress
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.look.signing import SignForm
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.handed_over import hand_over, is_handed_over
from stepwell.workflows.plan_review import Review, review_of, sign_plan


class ReviewForm(forms.Form):
    """What the review found: of each open objective how far it has come, and words. None of it is owed."""

    summary = forms.CharField(
        label="What the review found", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Optional."
    )
    read = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = [step for step in review.said.steps if not step.is_closed]
        for step in self.steps:
            self.fields[f"progress-{step.id}"] = forms.ChoiceField(
                label=f"Progress of {step.number}",
                required=False,
                choices=[("", "Not said"), *((one.value, one.value.capitalize()) for one in Progress)],
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each open objective with its field."""
        return [(step, self[f"progress-{step.id}"]) for step in self.steps]

    @property
    def progress(self) -> dict[str, str]:
        """By the objective's id, of those where something is said."""
        said = {step.id: self.cleaned_data[f"progress-{step.id}"] for step in self.steps}
        return {key: word for key, word in said.items() if word}


class RefusalForm(forms.Form):
    """Why somebody doesn't sign."""

    why = forms.CharField(label="Why, as they said it", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PaperForm(forms.Form):
    """What stands on the printed version that the client has signed."""

    signed_on = forms.DateField(
        label="Signed on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The day that stands on the paper.",
    )
    witness = forms.CharField(label="Who saw it", required=False)
    kept_in = forms.CharField(
        label="Where the paper is kept", required=False, help_text="A folder or a cabinet: the paper stays there."
    )


@page(VIEW_PLAN)
def review(request: Request, client_id: UUID) -> HttpResponseBase:
    """What has changed since the last version, how far each objective has come, and signing."""
    _staff_alone(request)
    now = clock.now()
    found = review_of(request.actor, client_id, now=now)
    form = ReviewForm(request.POST if request.method == "POST" else None, review=found)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = sign_plan(
                actor=request.actor,
                client_id=client_id,
                read=typed["read"],
                progress=form.progress,
                summary=typed["summary"],
                now=now,
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"Version {made.number} is signed, and stays as it is.")
            return see_other(reverse("plan_version", args=[client_id, made.pk]), request)
    return _show_review(request, found, form)


@page(VIEW_PLAN)
def version(request: Request, client_id: UUID, version_id: UUID) -> HttpResponseBase:
    """One version, what it changed, and its signatures. A prescriber certifies it here; a refusal, and a signature on
    paper, are written down.
    """
    _staff_alone(request)
    now, verb = clock.now(), request.POST.get("verb", "")
    form = RefusalForm(request.POST if verb == "refused" else None)
    paper = PaperForm(request.POST if verb == "paper" else None, initial={"witness": request.actor.name})
    whole: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            if _is_done(request, client_id, version_id, form, paper, now):
                return see_other(reverse("plan_version", args=[client_id, version_id]), request)
        except Refused as refused:
            if verb == "paper" and all(each.where for each in refused.refusals):
                show_refusals(paper, refused)
            else:
                whole = refused.refusals
    found = version_of(request.actor, client_id, version_id)
    return _show_version(request, found, form, paper, whole)


def _is_done(
    request: Request, client_id: UUID, version_id: UUID, form: RefusalForm, paper: PaperForm, now: datetime
) -> bool:
    """Whether what was asked for is done; what a field lacks stands beside it."""
    who: dict[str, Any] = {"actor": request.actor, "client_id": client_id, "version_id": version_id, "now": now}
    match request.POST.get("verb", ""):
        case "certify":
            actions.certify_version(**who, read=request.POST.get("read", ""))
            words = "The plan is certified."
        case "refused":
            if not form.is_valid():
                return False
            actions.record_refusal(**who, why=form.cleaned_data["why"])
            words = "It is written down. Treatment goes on, and they may still sign."
        case "paper":
            if not paper.is_valid():
                return False
            actions.record_paper(**who, paper=OnPaper(**paper.cleaned_data))
            words = "It is written down as signed on paper."
        case _:
            raise NotFound("verb")
    messages.success(request, words)
    return True


@page(SIGN_PLAN)
def here(request: Request, client_id: UUID, version_id: UUID) -> HttpResponseBase:
    """The version alone and the client's own hand under it, on a device that is handed over."""
    now = clock.now()
    address = reverse("plan_version_here", args=[client_id, version_id])
    back = reverse("plan_version", args=[client_id, version_id])
    found = version_of(request.actor, client_id, version_id)
    if request.POST.get("verb") == "hand_over":
        hand_over(request, address, back)
        return see_other(address, request)
    if not is_handed_over(request, address):
        return see_other(back, request)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = Typed(**form.cleaned_data)
        try:
            actions.sign_plan_here(
                actor=request.actor, client_id=client_id, version_id=version_id, typed=typed, now=now
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return render(request, "console/orientation/thanks.html")
    context = {"found": found, "client": found.row.client, "form": form}
    return render(request, "console/plan/here.html", context, status=422 if form.errors else 200)


@page(VIEW_PLAN)
def paper(request: Request, client_id: UUID, version_id: UUID) -> HttpResponse:
    """A version as a PDF. The look is written down as one that leaves the screen."""
    _staff_alone(request)
    found = version_of(request.actor, client_id, version_id, what="plan_version_paper")
    made = paper_of(found, request.actor.name, clock.now())
    headers = {"Content-Disposition": 'inline; filename="plan.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _staff_alone(request: Request) -> None:
    """Clients read theirs on the phone, in its own words."""
    if request.actor.client_id is not None:
        raise NotAllowed(VIEW_PLAN.name)


def _show_review(request: Request, found: Review, form: ReviewForm) -> HttpResponse:
    client = found.thread.client
    may_sign = found.thread.can_be_written and client.site_id in request.actor.sites_for(SIGN_PLAN)
    context = {
        "review": found,
        "client": client,
        "zone": ZoneInfo(client.site.zone),
        "form": form,
        "may_sign": may_sign and any(found.said.steps),
        "is_pressing": found.certification in (Certification.PREPARE, Certification.DUE, Certification.LAPSED),
    }
    return render(request, "console/plan/review.html", context, status=422 if form.errors else 200)


def _show_version(
    request: Request, found: Signed, form: RefusalForm, paper: PaperForm, whole: tuple[Any, ...]
) -> HttpResponse:
    client, actor = found.row.client, request.actor
    newest = newest_version(found.row.episode)
    is_newest = newest is not None and newest.pk == found.row.pk and found.row.episode.ended_on is None
    context = {
        "found": found,
        "client": client,
        "zone": ZoneInfo(client.site.zone),
        "form": form,
        "paper": paper,
        "refusals": [{"what": each.what, "mend": each.mend, "href": "#signatures"} for each in whole],
        "is_newest": is_newest,
        "may_have_signed": is_newest and found.by_client is None and client.site_id in actor.sites_for(SIGN_PLAN),
        "may_certify": is_newest and found.by_certifier is None and client.site_id in actor.sites_for(CERTIFY_PLAN),
    }
    return render(
        request, "console/plan/version.html", context, status=422 if form.errors or paper.errors or whole else 200
    )
