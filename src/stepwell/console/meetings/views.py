"""Coming and past meetings, and one meeting: its agenda, who is there, the sign-off, and what was added."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from stepwell.console.meetings.forms import AddedForm, DayForm, ThereForm
from stepwell.console.schedule.tabs import schedule_tabs
from stepwell.domain.people.queries import my_sites
from stepwell.domain.team.actions.agenda import set_meeting_day
from stepwell.domain.team.actions.minutes import add_to_minutes, say_who_was_there, sign_meeting
from stepwell.domain.team.permissions import KEEP_MINUTES, OPEN_MEETING, SIGN_MEETING, VIEW_MEETING
from stepwell.domain.team.queries.meetings import Coming, coming, get_meeting, may_attend, past_meetings
from stepwell.domain.team.rules.agenda import LOOKS_AHEAD, MISSED
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.meeting import open_with_answers, refresh_with_answers


@page(VIEW_MEETING)
@require_safe
def meetings(request: Request) -> HttpResponse:
    """The next meeting of each site, and the earlier ones."""
    return _list(request)


@page(OPEN_MEETING)
@require_POST
def meeting_day(request: Request) -> HttpResponseBase:
    """When a site's team meets."""
    now = clock.now()
    sites = {one.site.pk: one for one in coming(request.actor, my_sites(request.actor), now)}
    asked = request.POST.get("site", "")
    here = sites.get(int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    if here is None:
        return see_other(reverse("meetings"), request)
    form = DayForm(request.POST, site_id=here.site.pk, day=here.day)
    if not form.is_valid():
        return _list(request, form)
    typed = form.cleaned_data
    set_meeting_day(
        actor=request.actor,
        site_id=here.site.pk,
        weekday=typed["weekday"],
        starts_at_time=typed["starts_at_time"],
        now=now,
    )
    messages.success(request, "Saved.")
    return see_other(reverse("meetings"), request)


@page(OPEN_MEETING)
@require_POST
def open_today(request: Request) -> HttpResponseBase:
    """Make today's agenda."""
    asked = request.POST.get("site", "")
    here = asked if asked.isdecimal() and len(asked) < 10 else "0"
    made = open_with_answers(actor=request.actor, site_id=int(here), now=clock.now())
    return see_other(reverse("meeting", args=[made.pk]), request)


@page(VIEW_MEETING)
@require_safe
def meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """The agenda with what was said and decided, who is here, and the sign-off."""
    return _show(request, meeting_id)


@page(OPEN_MEETING)
@require_POST
def refresh(request: Request, meeting_id: UUID) -> HttpResponseBase:
    """Whoever has a reason by now comes last."""
    try:
        added = refresh_with_answers(actor=request.actor, meeting_id=meeting_id, now=clock.now())
    except Refused as refused:
        return _show(request, meeting_id, refused=refused)
    messages.success(request, f"{added} more on the agenda." if added else "Nobody more has a reason.")
    return see_other(reverse("meeting", args=[meeting_id]), request)


@page(KEEP_MINUTES)
@require_POST
def there(request: Request, meeting_id: UUID) -> HttpResponseBase:
    """Who is here."""
    found = get_meeting(request.actor, meeting_id)
    staff = may_attend(request.actor, found.meeting.site)
    form = ThereForm(request.POST, staff=staff, there=found.attendees)
    if form.is_valid():
        ids = form.cleaned_data["attendance"]
        try:
            say_who_was_there(actor=request.actor, meeting_id=meeting_id, staff_ids=ids, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Saved who is here.")
            return see_other(reverse("meeting", args=[meeting_id]), request)
    return _show(request, meeting_id, there_form=form)


@page(SIGN_MEETING)
@require_POST
def sign(request: Request, meeting_id: UUID) -> HttpResponseBase:
    """The sign-off. What is in its way is said on the page."""
    try:
        sign_meeting(actor=request.actor, meeting_id=meeting_id, seen=request.POST.get("seen", ""), now=clock.now())
    except Refused as refused:
        return _show(request, meeting_id, refused=refused)
    messages.success(request, "Signed. Whom you didn’t reach is on the next agenda.")
    return see_other(reverse("meeting", args=[meeting_id]), request)


@page(KEEP_MINUTES)
@require_POST
def add(request: Request, meeting_id: UUID) -> HttpResponseBase:
    """An addendum about the meeting."""
    form = AddedForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            add_to_minutes(actor=request.actor, meeting_id=meeting_id, client_id=None, words=words, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return see_other(reverse("meeting", args=[meeting_id]), request)
    return _show(request, meeting_id, added_form=form)


def _list(request: Request, wrong: DayForm | None = None) -> HttpResponse:
    now = clock.now()
    ahead = [(one, _day_form(one, wrong)) for one in coming(request.actor, my_sites(request.actor), now)]
    given = {
        "ahead": ahead,
        "past": past_meetings(request.actor, now),
        "tabs": schedule_tabs(request.actor, ahead[0][0].site, "meetings") if ahead else [],
        "missed": MISSED,
        "days_ahead": LOOKS_AHEAD.days,
    }
    return render(request, "console/meetings/list.html", given, status=422 if wrong else 200)


def _day_form(one: Coming, wrong: DayForm | None) -> DayForm | None:
    if not one.may_open:
        return None
    if wrong is not None and wrong.initial["site"] == one.site.pk:
        return wrong
    return DayForm(None, site_id=one.site.pk, day=one.day)


def _show(
    request: Request,
    meeting_id: UUID,
    *,
    refused: Refused | None = None,
    there_form: ThereForm | None = None,
    added_form: AddedForm | None = None,
) -> HttpResponse:
    found = get_meeting(request.actor, meeting_id)
    staff = may_attend(request.actor, found.meeting.site)
    given = {
        "page": found,
        "meeting": found.meeting,
        "site": found.meeting.site,
        "first": next((one for one in found.items if one.state == "open"), None),
        "refusals": refused.refusals if refused else (),
        "there_form": there_form or ThereForm(None, staff=staff, there=found.attendees),
        "added_form": added_form or AddedForm(),
        "missed": MISSED,
    }
    wrong = refused or there_form or added_form
    with timezone.override(ZoneInfo(found.meeting.site.zone)):
        return render(request, "console/meetings/meeting.html", given, status=422 if wrong else 200)
