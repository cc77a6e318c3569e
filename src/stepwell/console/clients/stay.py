"""Ending a stay, or going on in another track: the last day and the reason that is counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.availability.forms import despite_field
from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.permissions import END_EPISODE
from stepwell.domain.admissions.queries.episode import open_episodes
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import open_tracks
from stepwell.domain.people.queries import get_client
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refused
from stepwell.kernel.hours import in_hours
from stepwell.kernel.wording import short_day
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.change_level import change_level
from stepwell.workflows.discharge import discharge


class EndForm(forms.Form):
    """The last day and why."""

    last_on = forms.DateField(
        label="Last day",
        error_messages={"required": "The last day is missing.", "invalid": "This is no date. Write it as 2026-10-06."},
        help_text="The last day that belongs to the stay. Sessions after it are canceled.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    goes_on = forms.TypedChoiceField(label="After it", required=False, coerce=int, empty_value=None)
    why = forms.CharField(
        label="Why there",
        required=False,
        max_length=400,
        help_text="Where they go on in another track: what asks for more care, for less, or for other hours.",
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    despite = despite_field()
    reason = forms.ChoiceField(
        label="How it ended",
        required=False,
        choices=[("", "Choose one"), *((one.value, one.label) for one in EndReason)],
    )

    def __init__(self, tracks: Sequence[Track], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["goes_on"]
        assert isinstance(field, forms.TypedChoiceField)
        words = [
            (one.pk, f"Goes on in {one.name}: level {one.level_code}, {in_hours(one.prescribed_weekly_minutes)} a week")
            for one in tracks
        ]
        field.choices = [("", "Leaves the program"), *words]

    def clean_reason(self) -> str:
        """Needed where nothing follows; who goes on is transferred."""
        reason = str(self.cleaned_data["reason"])
        if not reason and not self.cleaned_data.get("goes_on"):
            raise forms.ValidationError("Choose how it ended.")
        return reason


@page(END_EPISODE)
def end_stay(request: Request, client_id: UUID) -> HttpResponseBase:
    """Say when and why; then back to the chart."""
    now = clock.now()
    client = get_client(request.actor, client_id, what="stay")
    episode = open_episodes(request.actor, [client.pk]).get(client.pk)
    chart = reverse("client", args=[client.pk])
    status = 200
    tracks = [one for one in open_tracks(request.actor, client.site) if episode is None or one.pk != episode.track_id]
    form = EndForm(tracks, initial={"last_on": clock.day_at(now, ZoneInfo(client.site.zone))})
    if request.method == "POST":
        form, status = EndForm(tracks, request.POST), 422
        if episode is None:
            # sent twice, or somebody else was faster: the chart says how it ended
            messages.info(request, "No stay is open.")
            return see_other(chart, request)
        if form.is_valid():
            try:
                said = _end(request.actor, episode, form.cleaned_data, now)
            except Refused as refused:
                show_refusals(form, refused, names={"left_on": "last_on", "track_id": "goes_on", "client": "goes_on"})
            else:
                messages.success(request, said)
                return see_other(chart, request)
    given = {"client": client, "episode": episode, "form": form}
    return render(request, "console/clients/end_stay.html", given, status=status)


def _end(actor: Actor, episode: Episode, asked: Mapping[str, Any], now: datetime) -> str:
    """What was asked for is done; what is said about it."""
    last_on, track_id = asked["last_on"], asked["goes_on"]
    if track_id is None:
        reason = EndReason(asked["reason"])
        discharge(actor=actor, episode_id=episode.pk, last_on=last_on, reason=reason, now=now)
        return "The stay has ended. Places in groups are free again."
    following = change_level(
        actor=actor,
        episode_id=episode.pk,
        track_id=track_id,
        last_on=last_on,
        reason=asked["why"],
        now=now,
        despite=asked["despite"],
    )
    return f"They go on in {following.track.name} from {short_day(following.started_on)}, with the same team."
