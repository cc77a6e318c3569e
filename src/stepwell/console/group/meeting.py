"""Where one session meets on a screen."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from stepwell.console.group.present import Pages
from stepwell.console.group.views import show
from stepwell.domain.week.actions import set_meeting
from stepwell.domain.week.permissions import TAKE_ROLL
from stepwell.domain.week.queries import get_board
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


class MeetingForm(forms.Form):
    """The address; the action says what it must be."""

    url = forms.CharField(
        label="Address of the meeting",
        required=False,
        max_length=500,
        help_text="Paste the link of your video service. Empty takes it away.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )


@page(TAKE_ROLL)
@sensitive_post_parameters()
def meeting(request: Request, session_id: UUID) -> HttpResponseBase:
    """Set, changed or taken away by who leads the session."""
    now = clock.now()
    board = get_board(request.actor, session_id, now)
    if not board.can_take_roll:
        raise NotFound("session")
    form = MeetingForm(request.POST if request.method == "POST" else None, initial={"url": board.meeting_url})
    if form.is_valid():
        try:
            set_meeting(actor=request.actor, session_id=session_id, url=form.cleaned_data["url"], now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Saved.")
            return see_other(reverse("group", args=[session_id]), request)
    return show(request, Pages(board), "meeting", {"form": form}, status=422 if form.errors else 200)
