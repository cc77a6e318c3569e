"""One day's sessions joined or split: what it does is shown first, and it is offered back."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.groups.session_forms import JoinSessionForm, SplitForm
from stepwell.console.groups.telling import hearers
from stepwell.console.undo.offers import offer
from stepwell.domain.week.actions import Taken, foresee_join, join_sessions, split_session
from stepwell.domain.week.actions.joining import Joint
from stepwell.domain.week.models import Session
from stepwell.domain.week.permissions import LEAD_INSTEAD
from stepwell.domain.week.queries.groups import choices_to_change
from stepwell.domain.week.queries.joining import people_in, sessions_beside
from stepwell.domain.week.queries.sessions import session_to_lead
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(LEAD_INSTEAD)
def join(request: Request, session_id: UUID) -> HttpResponseBase:
    """The people of one session sit in another one that day."""
    now = clock.now()
    session = session_to_lead(request.actor, session_id)
    beside = sessions_beside(request.actor, session, now)
    data = request.POST if request.method == "POST" else None
    form = JoinSessionForm(beside, data)
    seen: Joint | None = None
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            asked = {"session_id": session_id, "into_id": typed["into"], "now": now, "despite": typed["despite"]}
            try:
                if data.get("verb") == "save":
                    seen = join_sessions(actor=request.actor, **asked)
                    return _joined(request, session, seen)
                seen = foresee_join(actor=request.actor, **asked)
                if seen.refusals:
                    raise (Taken if seen.is_taken else Refused)(*seen.refusals)
                status = 200
            except Refused as refused:
                seen = None
                status = 409 if isinstance(refused, Taken) else 422
                show_refusals(form, refused)
    given = {"session": session, "series": session.series, "form": form, "seen": seen, "beside": beside}
    given |= hearers(request.actor, session, now)
    with timezone.override(ZoneInfo(session.site.zone)):
        return render(request, "console/groups/join.html", given, status=status)


def _joined(request: Request, session: Session, seen: Joint) -> HttpResponseBase:
    back = reverse("series", args=[session.series_id])
    messages.success(request, f"They sit with {seen.into.series.name} that day. {session.leader.name} is free.")
    offer(request, "session joined", said="Sessions joined.", back=back, now=clock.now(), session=str(session.pk))
    return see_other(back, request)


@page(LEAD_INSTEAD)
def split(request: Request, session_id: UUID) -> HttpResponseBase:
    """Some of the people sit in a second room, with a leader of its own."""
    now = clock.now()
    session = session_to_lead(request.actor, session_id)
    people = people_in(request.actor, session)
    form = SplitForm(people, choices_to_change(request.actor, session), request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                second = split_session(
                    actor=request.actor,
                    session_id=session_id,
                    client_ids=form.cleaned_data["people"],
                    place_id=form.cleaned_data["place"],
                    leader_id=form.cleaned_data["leader"],
                    now=now,
                    despite=form.cleaned_data["despite"],
                )
            except Refused as refused:
                status = 409 if isinstance(refused, Taken) else 422
                show_refusals(form, refused)
            else:
                back = reverse("series", args=[session.series_id])
                messages.success(request, f"{len(form.cleaned_data['people'])} of them sit in {second.place.name}.")
                ids = {"session": str(session.pk), "second": str(second.pk)}
                offer(request, "session split", said="Session split.", back=back, now=now, **ids)
                return see_other(back, request)
    given = {"session": session, "series": session.series, "form": form, "people": people}
    with timezone.override(ZoneInfo(session.site.zone)):
        return render(request, "console/groups/split.html", given, status=status)
