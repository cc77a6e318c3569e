"""The plan, as the client said it; and the version that waits for their name, with what changed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.planreview.actions import refuse_own_plan, sign_own_plan
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.look.signing import SignForm
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.permissions import OPEN_PORTAL
from stepwell.portal.plan.words import plain
from stepwell.workflows.plan_review import own_plan_to_read


class NotSigningForm(forms.Form):
    """Why somebody doesn't sign, in their own words."""

    why = forms.CharField(
        label=_("Why not? A few words are enough."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@page(OPEN_PORTAL)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request) -> HttpResponseBase:
    """Goals in one's own words, and what is next for each; a signed version to read, and to sign or not."""
    now, verb = clock.now(), request.POST.get("verb", "sign")
    is_sent = request.method == "POST"
    form = SignForm(request.POST if is_sent and verb == "sign" else None)
    refusal = NotSigningForm(request.POST if is_sent and verb == "refuse" else None)
    sent = refusal if verb == "refuse" else form
    if is_sent and sent.is_valid():
        try:
            if verb == "refuse":
                refuse_own_plan(actor=request.actor, why=refusal.cleaned_data["why"], now=now)
                messages.success(request, gettext("Your team reads it. Nothing else changes, and you can still sign."))
            else:
                sign_own_plan(actor=request.actor, typed=Typed(**form.cleaned_data), now=now)
                messages.success(request, gettext("Signed. You can read it here at any time."))
        except Refused as refused:
            show_refusals(sent, refused)
        else:
            return see_other(reverse("me_plan"), request)
    reading = own_plan_to_read(request.actor)
    changes = [plain(change) for change in reading.version.changes] if reading.version else []
    context = {
        "plan": reading.plan,
        "version": reading.version,
        "changes": changes,
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.errors or refusal.errors else 200
    return render(request, "portal/plan.html", context, status=status)
