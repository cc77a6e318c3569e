"""What plans may begin with at a site: one topic at a time beside what was published, and publishing the whole."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from stepwell.domain.library.actions import publish_library, save_library
from stepwell.domain.library.permissions import EDIT_LIBRARY
from stepwell.domain.library.queries import Desk, library_desk, library_sites
from stepwell.domain.library.rules import TOPICS, Kind, Topic, lines_of
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.numbered import by_number, number_of
from stepwell.kernel.wording import date_and_time
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


def _lines(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 5, "wrap": "off"})
    )


class TopicForm(forms.Form):
    """The lines of one topic. `revision` is the one that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    goal = _lines("Goals", "One a line: the clinical wording. What somebody wants in their own words is theirs to say.")
    objective = _lines("Objectives", "One a line: what they will do | measure | target.")
    intervention = _lines(
        "Interventions",
        "One a line. How it is done may follow after a |: individual, family, medication, casework, peer.",
    )


@page(EDIT_LIBRARY)
def choose(request: Request) -> HttpResponse:
    """The sites whose starting points one edits; where it is one, straight to it."""
    sites = library_sites(request.actor)
    if len(sites) == 1:
        return redirect("library", sites[0].pk)
    return render(request, "console/plan/library_choose.html", {"sites": sites})


@page(EDIT_LIBRARY)
def words(request: Request, site_id: int) -> HttpResponseBase:
    """One topic of a site's starting points; the others are a tab away."""
    at = library_desk(request.actor, site_id)
    topic = by_number(request.GET.get("topic", "1"), TOPICS)
    if topic is None:
        raise NotFound("topic")
    if request.method != "POST":
        begin = {kind.value: lines_of(at.words, topic, kind) for kind in Kind}
        return _show(request, at, topic, TopicForm(initial={**begin, "revision": at.revision}))
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _show(request, at, topic, form)
    revision, now = form.cleaned_data.pop("revision"), clock.now()
    who = {"actor": request.actor, "site_id": site_id, "revision": revision, "now": now}
    try:
        if request.POST.get("verb") == "publish":
            publish_library(**who)
            messages.success(request, "It is published: plans are offered it from now on.")
        else:
            save_library(**who, topic=topic.code, words=form.cleaned_data)
            messages.success(request, "The draft is saved. Publish it when every topic says what you want.")
    except Refused as refused:
        show_refusals(form, refused)
        return _show(request, at, topic, form)
    return see_other(_address(at, topic), request)


def _address(at: Desk, topic: Topic) -> str:
    return f"{reverse('library', args=[at.site.pk])}?topic={number_of(topic, TOPICS)}"


def _show(request: Request, at: Desk, topic: Topic, form: TopicForm) -> HttpResponse:
    zone = ZoneInfo(at.site.zone)
    context = {
        "at": at,
        "form": form,
        "topic": topic,
        "topics": [{"label": one.label, "url": _address(at, one), "current": one is topic} for one in TOPICS],
        "saved": date_and_time(at.draft.saved_at, zone) if at.draft else "",
        "earlier": [(one, date_and_time(one.published_at, zone)) for one in at.published if one.published_at],
    }
    return render(request, "console/plan/library.html", context, status=422 if form.errors else 200)
