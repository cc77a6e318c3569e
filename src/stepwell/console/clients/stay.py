"""Ending a stay: the last day and the reason that is counted."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.domain.admissions.permissions import END_EPISODE
from stepwell.domain.admissions.queries.episode import open_episodes
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.people.queries import get_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.discharge import discharge


class EndForm(forms.Form):
    """The last day and why."""

    last_on = forms.DateField(
        label="Last day",
        error_messages={"required": "The last day is missing.", "invalid": "This is no date. Write it as 2026-10-06."},
        help_text="The last day that belongs to the stay. Sessions after it are canceled.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.ChoiceField(
        label="How it ended",
        error_messages={"required": "Choose how it ended."},
        choices=[("", "Choose one"), *((one.value, one.label) for one in EndReason)],
    )


@page(END_EPISODE)
def end_stay(request: Request, client_id: UUID) -> HttpResponseBase:
    """Say when and why; then back to the chart."""
    now = clock.now()
    client = get_client(request.actor, client_id, what="stay")
    episode = open_episodes(request.actor, [client.pk]).get(client.pk)
    chart = reverse("client", args=[client.pk])
    status = 200
    form = EndForm(initial={"last_on": clock.day_at(now, ZoneInfo(client.site.zone))})
    if request.method == "POST":
        form, status = EndForm(request.POST), 422
        if episode is None:
            # sent twice, or somebody else was faster: the chart says how it ended
            messages.info(request, "No stay is open.")
            return see_other(chart, request)
        if form.is_valid():
            reason = EndReason(form.cleaned_data["reason"])
            last_on = form.cleaned_data["last_on"]
            try:
                discharge(actor=request.actor, episode_id=episode.pk, last_on=last_on, reason=reason, now=now)
            except Refused as refused:
                show_refusals(form, refused, names={"left_on": "last_on"})
            else:
                messages.success(request, "The stay has ended. Places in groups are free again.")
                return see_other(chart, request)
    given = {"client": client, "episode": episode, "form": form}
    return render(request, "console/clients/end_stay.html", given, status=status)
