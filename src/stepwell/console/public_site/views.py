"""What the public pages say in the program's name: a draft, a look at it, and publishing."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from stepwell.console.public_site.forms import WordsForm, as_typed
from stepwell.domain.outreach.actions import bring_back_words, publish_words, save_words
from stepwell.domain.outreach.models import AMOUNTS, PLACES
from stepwell.domain.outreach.permissions import EDIT_PUBLIC
from stepwell.domain.outreach.queries import Desk, desk, sites_to_edit
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.kernel.wording import date_and_time
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

# The database's own bound: no site has an edition beyond it.
_MOST_DIGITS = 9


@page(EDIT_PUBLIC)
def choose(request: Request) -> HttpResponse:
    """The sites whose pages one edits; where it is one, straight to it."""
    sites = sites_to_edit(request.actor)
    if len(sites) == 1:
        return redirect("public_words", sites[0].pk)
    return render(request, "console/public_site/choose.html", {"sites": sites})


@page(EDIT_PUBLIC)
def words(request: Request, site_id: int) -> HttpResponseBase:
    """The draft of one site, and what was published before."""
    at = desk(request.actor, site_id)
    if request.method != "POST":
        return _show(request, at, WordsForm(initial=as_typed(at.draft or at.current, at.revision)))
    verb = request.POST.get("verb", "")
    if verb in ("publish", "bring_back"):
        return _without_form(request, at, verb)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _show(request, at, form)
    revision, now = form.cleaned_data["revision"], clock.now()
    try:
        saved = save_words(actor=request.actor, site_id=site_id, content=form.content(), revision=revision, now=now)
    except Refused as refused:
        show_refusals(form, refused)
        return _show(request, at, form)
    if verb == "preview":
        return see_other(reverse("public_preview", args=[site_id, saved.number]), request)
    messages.success(request, "The draft is saved. Nobody outside sees it before you publish it.")
    return see_other(reverse("public_words", args=[site_id]), request)


def _without_form(request: Request, at: Desk, verb: str) -> HttpResponseBase:
    revision, site_id, now = _number(request, "revision"), at.site.pk, clock.now()
    try:
        if verb == "publish":
            publish_words(actor=request.actor, site_id=site_id, revision=revision, now=now)
            messages.success(request, "It is published: everybody reads it from now on.")
        else:
            earlier = _number(request, "number")
            bring_back_words(actor=request.actor, site_id=site_id, number=earlier, revision=revision, now=now)
            messages.success(request, f"Edition {earlier} is the draft now. Look at it, then publish it.")
    except Refused as refused:
        form = WordsForm(initial=as_typed(at.draft or at.current, at.revision))
        return _show(request, at, form, refused.refusals)
    return see_other(reverse("public_words", args=[site_id]), request)


def _number(request: Request, name: str) -> int:
    """A number of a hidden field; what can't be one names nothing."""
    typed = request.POST.get(name, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS):
        raise NotFound("edition")
    return int(typed)


def _show(request: Request, at: Desk, form: WordsForm, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    zone = ZoneInfo(at.site.zone)
    context = {
        "at": at,
        "form": form,
        "places": [form[name] for name in PLACES],
        "rates": [form[name] for name in (*AMOUNTS, "rates_from")],
        "refusals": refusals,
        "saved": date_and_time(at.draft.saved_at, zone) if at.draft else "",
        "earlier": [(one, date_and_time(one.published_at, zone)) for one in at.published if one.published_at],
    }
    return render(request, "console/public_site/words.html", context, status=422 if refusals or form.errors else 200)
