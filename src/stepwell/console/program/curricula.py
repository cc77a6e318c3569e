"""Curricula: the ones that are shipped, what a site took of them, and the groups that follow."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import FollowForm, TopicsForm
from stepwell.domain.catalog.actions import take_curriculum, word_topics
from stepwell.domain.catalog.models import Curriculum
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import curricula_of, curriculum_to_set_up, site_to_set_up
from stepwell.domain.catalog.rules.curricula import shipped_curricula
from stepwell.domain.week.actions.curriculum import follow_curriculum
from stepwell.domain.week.queries.curriculum import groups_following, groups_to_choose
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(SET_UP_CATALOG)
def shelf(request: Request, site_id: int) -> HttpResponseBase:
    """What there is, with its credit; one press takes one."""
    site = site_to_set_up(request.actor, site_id)
    refused_words = ""
    if request.method == "POST":
        try:
            taken = take_curriculum(actor=request.actor, site=site, code=request.POST.get("code", ""))
        except Refused as refused:
            refused_words = str(refused)
        else:
            messages.success(request, f"{taken.title} is yours to edit. Next: a group that follows it.")
            return see_other(reverse("curriculum", args=[taken.pk]), request)
    mine = curricula_of(request.actor, site)
    known = {one.code for one in mine}
    context = {
        "site": site,
        "mine": mine,
        "others": [one for one in shipped_curricula() if one.code not in known],
        "refused": refused_words,
    }
    return render(request, "console/program/curricula.html", context, status=422 if refused_words else 200)


@page(SET_UP_CATALOG)
def curriculum(request: Request, curriculum_id: int) -> HttpResponseBase:
    """Its topics, in the site's words, and which groups follow it."""
    it = curriculum_to_set_up(request.actor, curriculum_id)
    form = TopicsForm(it, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            word_topics(actor=request.actor, curriculum_id=curriculum_id, topics=form.topics)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The topics are saved.")
            return see_other(reverse("curriculum", args=[curriculum_id]), request)
    return _show(request, it, form, _follow_form(request, it))


@page(SET_UP_CATALOG)
def follow(request: Request, curriculum_id: int) -> HttpResponseBase:
    """A group follows it from a day on."""
    it = curriculum_to_set_up(request.actor, curriculum_id)
    if request.method != "POST":
        return see_other(reverse("curriculum", args=[curriculum_id]), request)
    form = _follow_form(request, it)
    if form.is_valid():
        said = form.cleaned_data
        chosen = None if said["verb"] == "stop" else it
        try:
            series = follow_curriculum(
                actor=request.actor,
                series_id=said["series"],
                curriculum=chosen,
                from_on=said["from_on"],
                now=clock.now(),
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            told = f"follows {it.title}" if chosen else "follows no curriculum"
            messages.success(request, f"{series.name} {told} from {said['from_on']:%Y-%m-%d} on.")
            return see_other(reverse("curriculum", args=[curriculum_id]), request)
    return _show(request, it, TopicsForm(it), form)


def _follow_form(request: Request, it: Curriculum) -> FollowForm:
    today = clock.day_at(clock.now(), ZoneInfo(it.site.zone))
    groups = groups_to_choose(request.actor, it.site, today)
    sent = request.POST if request.method == "POST" and "series" in request.POST else None
    return FollowForm(groups, sent, initial={"from_on": today})


def _show(request: Request, it: Curriculum, form: TopicsForm, follows: FollowForm) -> HttpResponse:
    context = {
        "site": it.site,
        "it": it,
        "form": form,
        "topics": list(form),
        "follow_form": follows,
        "groups": groups_following(request.actor, it, clock.now()),
    }
    status = 422 if form.errors or follows.errors else 200
    return render(request, "console/program/curriculum.html", context, status=status)
