"""Another leader for one session."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.schedule.forms import LeaderForm
from stepwell.domain.people.permissions import CLINICAL
from stepwell.domain.people.queries import site_staff
from stepwell.domain.week.actions import Taken, lead_session
from stepwell.domain.week.permissions import LEAD_INSTEAD
from stepwell.domain.week.queries.sessions import session_to_lead
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(LEAD_INSTEAD)
def lead(request: Request, session_id: UUID) -> HttpResponseBase:
    """Who leads this session in somebody's place. Who is in the way is named, and nothing is changed."""
    now = clock.now()
    session = session_to_lead(request.actor, session_id)
    others = [one for one in site_staff(request.actor, session.site, CLINICAL) if one.pk != session.leader_id]
    form = LeaderForm(others, request.POST if request.method == "POST" else None)
    back = f"{reverse('schedule')}?week={session.on}&site={session.site_id}"
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                led = lead_session(
                    actor=request.actor,
                    session_id=session_id,
                    staff_id=form.cleaned_data["staff"],
                    now=now,
                    despite=form.cleaned_data["despite"],
                )
            except Refused as refused:
                status = 409 if isinstance(refused, Taken) else 422
                show_refusals(form, refused, names={"leader": "staff"})
            else:
                messages.success(request, f"{led.leader.name} leads this session.")
                return see_other(back, request)
    given = {"session": session, "form": form, "back": back, "others": others}
    with timezone.override(ZoneInfo(session.site.zone)):
        return render(request, "console/schedule/leader.html", given, status=status)
