"""What the packet says at a site: a draft beside how it reads, and publishing."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from stepwell.domain.orientation.actions import publish_packet, save_packet
from stepwell.domain.orientation.permissions import EDIT_PACKET
from stepwell.domain.orientation.queries import Desk, packet_desk, packet_sites, shown, texts_for
from stepwell.domain.orientation.rules import OURS, Topic
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.languages import ENGLISH
from stepwell.kernel.wording import date_and_time
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


class PacketForm(forms.Form):
    """A field for each topic. `revision` is the one that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        for topic in Topic:
            self.fields[topic.value] = forms.CharField(
                label=topic.heading, required=False, widget=forms.Textarea(attrs={"rows": 6})
            )


@page(EDIT_PACKET)
def choose(request: Request) -> HttpResponse:
    """The sites whose packet one edits; where it is one, straight to it."""
    sites = packet_sites(request.actor)
    if len(sites) == 1:
        return redirect("packet", sites[0].pk)
    return render(request, "console/orientation/choose.html", {"sites": sites})


@page(EDIT_PACKET)
def words(request: Request, site_id: int) -> HttpResponseBase:
    """The draft of one site beside how clients would read it, and what was published before."""
    at = packet_desk(request.actor, site_id)
    if request.method != "POST":
        return _show(request, at, PacketForm(initial=_begin(at)))
    form = PacketForm(request.POST)
    if not form.is_valid():
        return _show(request, at, form)
    revision, now = form.cleaned_data.pop("revision"), clock.now()
    try:
        if request.POST.get("verb") == "publish":
            publish_packet(actor=request.actor, site_id=site_id, revision=revision, now=now)
            messages.success(request, "It is published: clients read it from now on.")
        else:
            save_packet(actor=request.actor, site_id=site_id, words=form.cleaned_data, revision=revision, now=now)
            messages.success(request, "The draft is saved. Read it through beside the fields, then publish it.")
    except Refused as refused:
        show_refusals(form, refused)
        return _show(request, at, form)
    return see_other(reverse("packet", args=[site_id]), request)


def _begin(at: Desk) -> dict[str, object]:
    """The words that count, ours where the site has none of its own."""
    own = at.current.words if at.current else {}
    ours = {topic.value: words for topic, words in OURS.items()}
    return {**ours, **own, "revision": at.revision}


def _show(request: Request, at: Desk, form: PacketForm) -> HttpResponse:
    zone = ZoneInfo(at.site.zone)
    context = {
        "at": at,
        "form": form,
        "topics": [form[topic.value] for topic in Topic],
        "shown": shown(texts_for(at.site, clock.now(), of=at.current)[ENGLISH], at.current),
        "saved": date_and_time(at.draft.saved_at, zone) if at.draft else "",
        "earlier": [(one, date_and_time(one.published_at, zone)) for one in at.published if one.published_at],
    }
    return render(request, "console/orientation/words.html", context, status=422 if form.errors else 200)
