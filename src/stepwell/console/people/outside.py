"""Family and referrers who have a login: inviting them, another link, closing and opening it again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.people.forms import VisitorForm, VisitorReasonForm, WordsForm
from stepwell.console.people.invitations import invite_to_sign_in
from stepwell.domain.people import actions
from stepwell.domain.people.models import Visitor
from stepwell.domain.people.permissions import INVITE_VISITOR
from stepwell.domain.people.queries import get_visitor, list_visitors, sites_to_invite_to
from stepwell.kernel import clock
from stepwell.kernel.actor import Outside
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.permissions import CLOSE_ACCOUNT

PER_PAGE = 50


@page(INVITE_VISITOR)
def visitors(request: Request) -> HttpResponse:
    """Who has such a login at one's sites."""
    return _list(request)


@page(INVITE_VISITOR)
def new(request: Request) -> HttpResponseBase:
    """A login for family or a referrer, and the link to choose a password."""
    sites = sites_to_invite_to(request.actor)
    form = VisitorForm(sites, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        site = next(one for one in sites if one.pk == given["site"])
        try:
            chosen = {**given, "site": site, "kind": Outside(given["kind"])}
            opened = actions.open_visitor(actor=request.actor, now=clock.now(), **chosen)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{opened.name} has a login.")
            invite_to_sign_in(request, opened.account)
            return see_other(reverse("visitors"), request)
    return render(request, "console/people/outside_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@page(INVITE_VISITOR)
def invite(request: Request, visitor_id: int) -> HttpResponseBase:
    """Another link to choose a password."""
    invite_to_sign_in(request, get_visitor(request.actor, visitor_id).account)
    return see_other(reverse("visitors"), request)


@require_POST
@page(CLOSE_ACCOUNT)
def close(request: Request, visitor_id: int) -> HttpResponseBase:
    """The login is closed."""
    form = VisitorReasonForm(request.POST, prefix=f"close-{visitor_id}")

    def close_it(given: dict[str, Any]) -> None:
        actions.close_visitor(actor=request.actor, visitor_id=visitor_id, **given)

    return _done(request, get_visitor(request.actor, visitor_id), form, close_it, "The login is closed.")


@require_POST
@page(CLOSE_ACCOUNT)
def reopen(request: Request, visitor_id: int) -> HttpResponseBase:
    """The login opens again."""

    def open_it(given: dict[str, Any]) -> None:
        actions.reopen_visitor(actor=request.actor, visitor_id=visitor_id, **given)

    visitor = get_visitor(request.actor, visitor_id)
    return _done(request, visitor, forms.Form(request.POST), open_it, "The login is open again.")


def _done(
    request: Request, visitor: Visitor, form: forms.Form, act: Callable[[dict[str, Any]], None], words: str
) -> HttpResponseBase:
    """Do it and go back to the list; what was refused stands in that person's row."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, words)
            return see_other(reverse("visitors"), request)
    return _list(request, {visitor.pk: form}, status=422)


def _list(request: Request, sent: dict[int, forms.Form] | None = None, *, status: int = 200) -> HttpResponse:
    asked = WordsForm(request.GET)
    words = asked.cleaned_data["q"] if asked.is_valid() else ""
    shown = Paginator(list_visitors(request.actor, words=words), PER_PAGE).get_page(request.GET.get("page"))
    given = sent or {}
    rows = [{"visitor": one, "form": given.get(one.pk) or VisitorReasonForm(prefix=f"close-{one.pk}")} for one in shown]
    context = {
        "rows": rows,
        "page": shown,
        "form": asked,
        "words": words,
        "may_close": request.actor.may(CLOSE_ACCOUNT),
    }
    return render(request, "console/people/outside.html", context, status=status)
