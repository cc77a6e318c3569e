"""One placement of a proposal changed by hand, in a dialog or dropped on a place; what it does is said first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from stepwell.console.schedule.planner.forms import ByHandForm, option_key
from stepwell.console.schedule.planner.present import named
from stepwell.domain.planner import actions
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.queries.by_hand import ByHand, by_hand, changed_by_hand
from stepwell.domain.planner.queries.proposals import mark, people_of
from stepwell.domain.planner.rules.by_hand import Foreseen, Of, Place, Placement
from stepwell.domain.planner.rules.instance import moments
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, see_other

# What a form of it sends, beside which placement it is about.
_CHOSEN = ("seen", "option", "leader", "room", "groups")


def change(request: Request, proposal: Proposal, now: datetime) -> HttpResponseBase:
    """`?change=group:KEY` is which placement. With `&targets` the places it could be dropped on, each with what it
    would do; with a place in the address what that would do, before it is saved. Saving is a POST to the same address.
    """
    back = reverse("proposal", args=[proposal.pk])
    names = {mark(one.pk): one.name for one in people_of(request.actor, proposal).values()}
    try:
        found = by_hand(request.actor, proposal, _placement(request.GET["change"]), now)
    except Refused as refused:
        messages.warning(request, str(refused))
        return see_other(back, request)
    if "targets" in request.GET:
        return JsonResponse({"targets": [_target(found, one, names) for one in _places(request, found)]})
    seen, status = changed_by_hand(proposal), 200
    form, foreseen = ByHandForm(found.choices, seen=seen), None
    if request.method == "POST":
        form, status = ByHandForm(found.choices, request.POST, seen=seen), 422
        if form.is_valid() and _save(request, found, form, names, now):
            messages.success(request, "Changed in the proposal. The week is as it was.")
            return see_other(back, request)
    elif any(name in request.GET for name in _CHOSEN):
        form = ByHandForm(found.choices, _asked(request.GET, found, seen), seen=seen)
        foreseen = found.put(form.place) if form.is_valid() and found.choices.offer(form.place) else None
    given: dict[str, Any] = {"proposal": proposal, "form": form, "what": _what(found, names), "back": back}
    given |= {"here": f"{back}?{urlencode({'change': request.GET['change']})}", "foreseen": foreseen}
    given |= _said(foreseen, names)
    with timezone.override(ZoneInfo(proposal.site.zone)):
        return render(request, "console/planner/by_hand.html", given, status=status)


def _save(request: Request, found: ByHand, form: ByHandForm, names: Mapping[str, str], now: datetime) -> bool:
    try:
        actions.change_by_hand(
            actor=request.actor,
            proposal_id=found.proposal.pk,
            placement=found.placement,
            place=form.place,
            seen=form.cleaned_data["seen"],
            now=now,
        )
    except Refused as refused:
        words = (replace(one, what=named(one.what, names)) for one in refused.refusals)
        show_refusals(form, Refused(*words))
        return False
    return True


def _placement(said: str) -> Placement:
    of, _, key = said.partition(":")
    try:
        return Placement(Of(of), str(UUID(key)))
    except ValueError:
        raise NotFound("placement") from None


def _asked(said: QueryDict, found: ByHand, seen: int) -> QueryDict:
    """What is in the address, and for what isn't, where it is now."""
    now, whole = found.choices.now, QueryDict(mutable=True)
    leads = now.leader if now.leader in {one.key for one in found.choices.leaders} else ""
    present = {"option": option_key(now.option), "leader": leads, "room": now.room}
    whole.update({name: said.get(name, value) for name, value in present.items()} | {"seen": str(seen)})
    whole.setlist("groups", said.getlist("groups"))
    return whole


def _what(found: ByHand, names: Mapping[str, str]) -> str:
    if found.placement.of is Of.GROUP:
        return found.instance.group[found.placement.key].name
    return named(found.instance.person[found.placement.key].name, names)


def _said(foreseen: Foreseen | None, names: Mapping[str, str]) -> dict[str, Any]:
    if foreseen is None:
        return {}
    return {
        "broken": [named(one.words, names) for one in foreseen.broken],
        "opened": [(named(one.words, names), one.price) for one in foreseen.opened],
        "met": [(named(one.words, names), one.price) for one in foreseen.met],
    }


def _places(request: Request, found: ByHand) -> list[Place]:
    """Where it can be dropped: another time, all else as it is; or another group, for the one that it is dragged from
    (`&from=`).
    """
    now = found.choices.now
    if found.choices.options:
        return [replace(now, option=one) for one in found.choices.options if one not in ((), now.option)]
    kept = now.groups - {request.GET.get("from", "")}
    others = [kept | {one.key} for one in found.choices.groups if one.key not in now.groups]
    return [Place(groups=frozenset(one)) for one in others]


def _target(found: ByHand, place: Place, names: Mapping[str, str]) -> dict[str, Any]:
    foreseen = found.put(place)
    groups = [found.instance.group[one] for one in sorted(place.groups - found.choices.now.groups)]
    # a time is dropped on alone: who leads it and where is in the dialog
    query = {"option": option_key(place.option)} if place.option else {"groups": sorted(place.groups)}
    label = moments(place.option) or ", ".join(f"{one.name}, {moments(one.options[0])}" for one in groups)
    if foreseen.broken:
        said = {"state": "taken", "head": "In conflict", "words": [named(one.words, names) for one in foreseen.broken]}
    else:
        words = [named(one.words, names) for one in foreseen.opened]
        said = {"state": "asks" if words else "free", "head": "Possible" if words else "Free", "words": words}
    return {"label": label, "query": urlencode(query, doseq=True), **said}
