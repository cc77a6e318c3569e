"""The list of who works here, and one person's page. Every form stands on its own, and works without scripts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.people.forms import (
    CheckedForm,
    CosignerForm,
    DetailsForm,
    EndForm,
    FilterForm,
    HireForm,
    LoadForm,
    PostForm,
    ReasonForm,
)
from stepwell.console.people.invitations import invite_to_sign_in
from stepwell.domain.availability.queries import working_at
from stepwell.domain.availability.rules import ANY_TIME
from stepwell.domain.catalog.queries import credentials_asked, loads_at
from stepwell.domain.catalog.rules.load import NO_LIMIT
from stepwell.domain.people import actions
from stepwell.domain.people.models import Post, Site, Staff
from stepwell.domain.people.permissions import ADMINISTER, CLINICAL
from stepwell.domain.people.queries import administered, cosigners_at, list_staff, posts_shown, sites_to_administer
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.wording import short_date
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.permissions import RESET_FACTORS
from stepwell.workflows.staffing import say_what_they_take_on

PER_PAGE = 50


@page(ADMINISTER)
def staff(request: Request) -> HttpResponse:
    """Who works or worked at one's sites."""
    now = clock.now()
    asked = FilterForm(sites_to_administer(request.actor), request.GET or None)
    chosen = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    found = list_staff(
        request.actor, words=chosen.get("q", ""), site_id=chosen.get("site"), role=chosen.get("role", "")
    )
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"staff": one, "posts": [post for post in posts_shown(one, now) if post[1] != "ended"]} for one in shown]
    return render(request, "console/people/list.html", {"rows": rows, "page": shown, "form": asked, "chosen": chosen})


@page(ADMINISTER)
def new(request: Request) -> HttpResponseBase:
    """Somebody new: a login, who they are, and the first role."""
    sites = sites_to_administer(request.actor)
    form = HireForm(sites, _today(sites[0]), request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        chosen = {**given, "site": _site(sites, given["site"]), "role": Role(given["role"])}
        try:
            hired = actions.hire_at(actor=request.actor, now=clock.now(), **chosen)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{hired.name} has the role from {short_date(given['started_on'])}.")
            if hired.account.last_login is None:
                invite_to_sign_in(request, hired.account)
            return see_other(reverse("staff_person", args=[hired.pk]), request)
    return render(request, "console/people/new.html", {"form": form}, status=422 if form.errors else 200)


@page(ADMINISTER)
def person(request: Request, staff_id: int) -> HttpResponseBase:
    """One person's roles and login. Sent, it changes name, credentials and phone."""
    found = administered(request.actor, staff_id)
    if request.method != "POST":
        return _page(request, found)

    def change(given: dict[str, Any]) -> None:
        actions.change_staff(actor=request.actor, staff_id=found.pk, **given)

    return _done(request, found, "details", DetailsForm(request.POST), change, "Saved.")


@require_POST
@page(ADMINISTER)
def give(request: Request, staff_id: int) -> HttpResponseBase:
    """One more role."""
    found = administered(request.actor, staff_id)
    sites = sites_to_administer(request.actor)

    def give_it(given: dict[str, Any]) -> None:
        chosen = {**given, "site": _site(sites, given["site"]), "role": Role(given["role"])}
        actions.give_post(actor=request.actor, staff=found, **chosen)

    form = PostForm(sites, _today(sites[0]), request.POST)
    return _done(request, found, "post", form, give_it, f"{found.name} has the role.")


@require_POST
@page(ADMINISTER)
def end(request: Request, staff_id: int, post_id: int) -> HttpResponseBase:
    """A role ends."""
    found = administered(request.actor, staff_id)
    post = next((one for one in found.posts.all() if one.pk == post_id), None)
    if post is None:
        raise NotFound("post")
    today = _today(post.site)

    def end_it(given: dict[str, Any]) -> None:
        actions.end_post(actor=request.actor, post_id=post_id, today=today, **given)

    name = f"end-{post_id}"
    return _done(request, found, name, EndForm(request.POST, prefix=name), end_it, "The role ends.")


@require_POST
@page(ADMINISTER)
def cosigner(request: Request, staff_id: int, post_id: int) -> HttpResponseBase:
    """Who signs beside them in this role."""
    found = administered(request.actor, staff_id)
    post = next((one for one in found.posts.all() if one.pk == post_id), None)
    if post is None:
        raise NotFound("post")
    now = clock.now()

    def name_it(given: dict[str, Any]) -> None:
        actions.name_cosigner(actor=request.actor, post_id=post_id, cosigner_id=given["cosigner"], now=now)

    known = cosigners_at(request.actor, [post.site_id], now, besides=found.pk).get(post.site_id, [])
    name = f"cosign-{post_id}"
    return _done(request, found, name, CosignerForm(known, request.POST, prefix=name), name_it, "Saved.")


@require_POST
@page(ADMINISTER)
def load(request: Request, staff_id: int, site_id: int) -> HttpResponseBase:
    """What they take on at one site."""
    found = administered(request.actor, staff_id)
    site = next((one for one in _sites_of(request.actor, found) if one.pk == site_id), None)
    if site is None:
        raise NotFound("site")
    name = f"load-{site.pk}"
    form = _load_form(site, found, request.POST)

    def say_it(_: dict[str, Any]) -> None:
        say_what_they_take_on(
            actor=request.actor, site=site, staff_id=found.pk, load=form.load(), week=form.week(), now=clock.now()
        )

    return _done(request, found, name, form, say_it, "Saved. The planner goes by it from now on.")


@require_POST
@page(ADMINISTER)
def close(request: Request, staff_id: int) -> HttpResponseBase:
    """The login is closed."""
    found = administered(request.actor, staff_id)

    def close_it(given: dict[str, Any]) -> None:
        actions.close_login(actor=request.actor, staff_id=found.pk, now=clock.now(), **given)

    return _done(request, found, "close", ReasonForm(request.POST, prefix="close"), close_it, "The login is closed.")


@require_POST
@page(ADMINISTER)
def reopen(request: Request, staff_id: int) -> HttpResponseBase:
    """The login opens again."""
    found = administered(request.actor, staff_id)

    def open_it(given: dict[str, Any]) -> None:
        actions.reopen_login(actor=request.actor, staff_id=found.pk)

    return _done(request, found, "reopen", forms.Form(request.POST), open_it, "The login is open again.")


@require_POST
@page(RESET_FACTORS)
def anew(request: Request, staff_id: int) -> HttpResponseBase:
    """They lost every second step they had."""
    found = administered(request.actor, staff_id)

    def begin(given: dict[str, Any]) -> None:
        actions.begin_login_anew(actor=request.actor, staff_id=found.pk, now=clock.now(), **given)

    words = "What they had opens nothing any more. A link to begin anew is on its way."
    return _done(request, found, "anew", CheckedForm(request.POST, prefix="anew"), begin, words)


@require_POST
@page(ADMINISTER)
def invite(request: Request, staff_id: int) -> HttpResponseBase:
    """Another link to choose a password."""
    found = administered(request.actor, staff_id)
    invite_to_sign_in(request, found.account)
    return see_other(reverse("staff_person", args=[found.pk]), request)


def _done(
    request: Request, found: Staff, name: str, form: forms.Form, act: Callable[[dict[str, Any]], None], words: str
) -> HttpResponseBase:
    """Do it and go back to the person's page; what was refused stands in its own form there, as it was typed."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, words)
            return see_other(reverse("staff_person", args=[found.pk]), request)
    return _page(request, administered(request.actor, found.pk), {name: form}, status=422)


def _page(
    request: Request, found: Staff, sent: Mapping[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page with its forms: those that weren't sent as they begin."""
    sites = sites_to_administer(request.actor)
    given = dict(sent or {})
    today = _today(sites[0])
    now = clock.now()
    known = cosigners_at(request.actor, {post.site_id for post in found.posts.all()}, now, besides=found.pk)
    posts = [
        _shown_post(post, state, given, known.get(post.site_id, []), today) for post, state in posts_shown(found, now)
    ]
    details = {"name": found.name, "credentials": found.credentials, "phone": found.phone}
    context = {
        "staff": found,
        "posts": posts,
        "details": given.get("details") or DetailsForm(initial=details),
        "post_form": given.get("post") or PostForm(sites, today),
        "loads": [
            (site, given.get(f"load-{site.pk}") or _load_form(site, found)) for site in _sites_of(request.actor, found)
        ],
        "close_form": given.get("close") or ReasonForm(prefix="close"),
        "reopen_form": given.get("reopen"),
        "anew_form": given.get("anew") or CheckedForm(prefix="anew"),
        "is_self": found.account_id == request.actor.account_id,
    }
    return render(request, "console/people/person.html", context, status=status)


def _shown_post(
    post: Post, state: str, given: Mapping[str, forms.Form], clinicians: list[Staff], today: date
) -> dict[str, Any]:
    """One role with its forms. Who is named stays among the choices, though they may have left."""
    ending, beside = f"end-{post.pk}", f"cosign-{post.pk}"
    if post.cosigner is not None and post.cosigner not in clinicians:
        clinicians = [*clinicians, post.cosigner]
    return {
        "post": post,
        "state": state,
        "form": given.get(ending)
        or EndForm(prefix=ending, initial={"ended_on": post.ended_on or max(today, post.started_on)}),
        "signs_notes": post.role in CLINICAL,
        "cosigner": given.get(beside)
        or CosignerForm(clinicians, prefix=beside, initial={"cosigner": post.cosigner_id}),
    }


def _sites_of(actor: Actor, found: Staff) -> list[Site]:
    """Where they have a clinical role now, among the sites that one administers."""
    theirs = {post.site_id for post in found.posts.all() if post.ended_on is None and post.role in CLINICAL}
    return [site for site in sites_to_administer(actor) if site.pk in theirs]


def _load_form(site: Site, found: Staff, data: Any = None) -> LoadForm:
    times = working_at(site, [found.pk]).get(found.pk, ANY_TIME)
    load = loads_at(site).get(found.pk, NO_LIMIT)
    return LoadForm(credentials_asked(site), load, times, _today(site), data, prefix=f"load-{site.pk}")


def _site(sites: list[Site], wanted: int) -> Site:
    """One of these; the form offers no other."""
    return next(site for site in sites if site.pk == wanted)


def _today(site: Site) -> date:
    """The site's day."""
    return clock.day_at(clock.now(), ZoneInfo(site.zone))
