"""What people said of a session or a group, and what came of it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stepwell.domain.feedback.actions import answer_feedback
from stepwell.domain.feedback.permissions import ANSWER_FEEDBACK, VIEW_FEEDBACK
from stepwell.domain.feedback.queries import find_feedback, said_of, trend_of
from stepwell.domain.feedback.rules import FEWEST, MOST_WORDS, Helped
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


class AnswerForm(forms.Form):
    """What came of it."""

    answer = forms.CharField(
        label="What you talked about, or what changes",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_WORDS,
        strip=True,
    )


@page(VIEW_FEEDBACK)
@require_safe
def said(request: Request, session_id: UUID) -> HttpResponseBase:
    """Counts and words of one session, once its notes are signed."""
    context = {"said": said_of(request.actor, session_id), "session_id": session_id}
    return render(request, "console/feedback/said.html", context)


@page(VIEW_FEEDBACK)
@require_safe
def trend(request: Request, series_id: UUID) -> HttpResponseBase:
    """A group month by month."""
    found = trend_of(request.actor, series_id, clock.now())
    context = {"trend": found, "fewest": FEWEST, "labels": [one.value for one in Helped]}
    return render(request, "console/feedback/trend.html", context)


@page(ANSWER_FEEDBACK)
def feedback(request: Request, feedback_id: UUID) -> HttpResponseBase:
    """One person's word about one session; sent to, what came of it."""
    found = find_feedback(request.actor, feedback_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_feedback(
                actor=request.actor, feedback_id=found.pk, answer=form.cleaned_data["answer"], now=clock.now()
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Written down.")
            return see_other(reverse("feedback", args=[found.pk]), request)
    return render(
        request, "console/feedback/one.html", {"one": found, "form": form}, status=422 if form.errors else 200
    )
