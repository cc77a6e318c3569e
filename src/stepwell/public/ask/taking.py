"""Taking in what a public form holds: counted by where it comes from, held where it looks odd, kept once."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext

from stepwell.domain.admissions.actions.online import Referrer, receive_online
from stepwell.domain.admissions.rules.online import why_held
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.look.spoken import kept_in_address
from stepwell.platform.access.door import Request, see_other
from stepwell.public.ask.forms import AskForm
from stepwell.public.frame import in_frame

_DOOR = system("public form")


def as_sent(request: Request) -> dict[str, Any]:
    """What a form begins with: nothing, or what was sent. Asked for anew in the other language, it is as typed, and
    nothing of it is sent or wrong yet.
    """
    if request.method != "POST":
        return {}
    if request.POST.get("verb") == "language":
        return {"initial": {**request.POST.dict(), "language": get_language()}}
    return {"data": request.POST}


def take_in(
    request: Request, form: AskForm, referrer: Referrer | None = None, *, template: str, onward: str
) -> HttpResponseBase:
    """The form of `template`, or, kept, on to `onward`. Ours and a referrer's are counted together."""

    def show(status: int) -> HttpResponse:
        return in_frame(request, template, {"form": form}, status=status)

    if not form.is_bound or not form.is_valid():
        return show(422 if form.is_bound else 200)
    if not ratelimit.consume(request, action="ask_online_most"):
        form.add_error(None, gettext("Too many asked from this place within an hour. Please call us instead."))
        return show(429)
    asked = form.asked()
    is_one_of_many = not ratelimit.consume(request, action="ask_online")
    words = f"{asked.words} {asked.reach_words}"
    held = why_held(trap=form.cleaned_data["website"], words=words, is_one_of_many=is_one_of_many)
    given = {"site": form.chosen_site, "key": form.cleaned_data["key"], "asked": asked, "held": held}
    try:
        receive_online(actor=_DOOR, **given, referrer=referrer, now=clock.now())
    except Refused as refused:
        show_refusals(form, refused)
        return show(422)
    return see_other(f"{reverse(onward)}{kept_in_address(request)}", request)
