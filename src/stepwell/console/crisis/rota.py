"""The rota on screen: who is on call when, which hours nobody covers, one more stretch, and taking one off."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.console.crisis.forms import OnCallForm, ReachForm
from stepwell.console.undo.offers import offer
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import my_sites
from stepwell.domain.safety.actions import put_on_call, take_off_call
from stepwell.domain.safety.permissions import KEEP_ROTA, VIEW_ROTA
from stepwell.domain.safety.queries.rota import find_stretch, keeps_rota_of, may_stand, rotas
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.kernel.period import Period
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.notify.address import end_address, give_address
from stepwell.platform.notify.queries import channels_of, own_addresses
from stepwell.platform.notify.rules import Channel

# Ours: how far ahead the page looks, and how far it does when asked for more.
SHOWN, SHOWN_MORE = timedelta(weeks=4), timedelta(weeks=26)
_BY_PHONE = (Channel.SMS, Channel.VOICE)


@page(VIEW_ROTA)
@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: Request) -> HttpResponseBase:
    """One site's rota, from now on; sent to, one more stretch, or one fewer."""
    now = clock.now()
    sites = my_sites(request.actor)
    wanted = request.POST.get("site") or request.GET.get("site", "")
    site = next((one for one in sites if str(one.pk) == wanted), None) or (None if wanted else next(iter(sites), None))
    if site is None:
        raise NotFound("site")
    verb = request.POST.get("verb", "")
    reach = ReachForm(request.POST if verb == "reach" else None, initial={"phone": _own_number(request)})
    if reach.is_bound:
        return _reach(request, site, reach, now)
    keeps = bool(keeps_rota_of(request.actor, [site]))
    if request.method == "POST" and not keeps:
        raise NotAllowed(KEEP_ROTA.name)
    if verb == "take_off":
        return _take_off(request, site, now)
    form = _form(request, site, now) if keeps else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            _put(request, site, form, now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return see_other(_back(site), request)
    return _show(request, site, form, reach, now)


def _form(request: Request, site: Site, now: datetime) -> OnCallForm:
    people, today = may_stand(request.actor, site, now), clock.day_at(now, ZoneInfo(site.zone))
    return OnCallForm(people, today, request.POST if request.method == "POST" else None)


def _own_number(request: Request) -> str:
    """Where texts and calls to the one who is signed in go."""
    known = own_addresses(request.actor)
    return next((one.value for channel in _BY_PHONE for one in known.get(channel, [])), "")


def _reach(request: Request, site: Site, form: ReachForm, now: datetime) -> HttpResponseBase:
    """One's own number, for texts and calls alike; none where it is left empty."""
    assert request.actor.account_id is not None  # staff have a login
    me: dict[str, Any] = {"actor": request.actor, "account_id": request.actor.account_id, "now": now}
    if form.is_valid():
        number = form.cleaned_data["phone"].strip()
        try:
            for channel in _BY_PHONE:
                if number:
                    give_address(channel=channel, value=number, **me)
                else:
                    end_address(channel=channel, **me)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Saved. Pages go to this number." if number else "Saved. Pages go by e-mail.")
            return see_other(_back(site), request)
    return _show(request, site, None, form, now)


def _put(request: Request, site: Site, form: OnCallForm, now: datetime) -> None:
    said = form.cleaned_data
    made = put_on_call(
        actor=request.actor, site=site, staff_id=said["staff"], place=said["place"], asked=form.asked(), now=now
    )
    again = f", {len(made)} times" if len(made) > 1 else ""
    messages.success(request, f"Written down{again}.")


def _take_off(request: Request, site: Site, now: datetime) -> HttpResponseBase:
    wanted = request.POST.get("stretch", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 18):
        raise NotFound("on call")
    before = find_stretch(request.actor, int(wanted))
    ends_at = before.ends_at
    try:
        stretch = take_off_call(actor=request.actor, stretch_id=before.pk, now=now)
    except Refused as refused:
        messages.error(request, " ".join(f"{one.what} {one.mend}" for one in refused.refusals))
        return see_other(_back(site), request)
    said = f"{before.staff.name} is taken off."
    messages.success(request, said)
    ids = {"stretch": stretch.pk, "ends_at": ends_at.isoformat()}
    done_at = (stretch.taken_off_at or stretch.ends_at).isoformat()
    offer(request, "taken off call", said=said, back=_back(site), now=now, done_at=done_at, **ids)
    return see_other(_back(site), request)


def _back(site: Site) -> str:
    return f"{reverse('rota')}?site={site.pk}"


def _show(request: Request, site: Site, form: OnCallForm | None, reach: ReachForm, now: datetime) -> HttpResponseBase:
    is_long = request.GET.get("more") == "1"
    shown = rotas(request.actor, [site], Period(now, now + (SHOWN_MORE if is_long else SHOWN)))[0]
    channels = channels_of({one.staff.account_id for one in shown.stretches})
    lines: list[dict[str, Any]] = [
        {
            "stretch": one,
            "starts_at": one.period.started_at,
            "by_phone": bool(channels.get(one.staff.account_id, set()) & {*_BY_PHONE}),
        }
        for one in shown.stretches
    ]
    lines += [{"gap": one, "starts_at": one.started_at} for one in shown.gaps]
    sites = my_sites(request.actor)
    context: dict[str, Any] = {
        "site": site,
        "sites": [{"label": one.name, "url": _back(one), "current": one.pk == site.pk} for one in sites],
        "rota": shown,
        "lines": sorted(lines, key=lambda line: line["starts_at"]),
        "form": form,
        "reach": reach,
        "is_long": is_long,
        "more_url": f"{_back(site)}&more=1",
    }
    with timezone.override(ZoneInfo(site.zone)):
        status = 422 if reach.errors or (form is not None and form.errors) else 200
        return render(request, "console/crisis/rota.html", context, status=status)
