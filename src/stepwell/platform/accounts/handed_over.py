"""A device in somebody else's hands: one page is all it shows, until whoever is signed in takes it back.

Staff hand a tablet over and a person answers. The session stays theirs; every other address leads back to the page,
typed or by the browser's Back. Taking it back asks anew for a password, a code or a passkey; signing out ends it too.
"""

from collections.abc import Callable

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponseBase]
# Told which page a device showed when it is taken back. Parts say so through `stepwell.wiring`.
WhenTakenBack = Callable[[HttpRequest, str], None]

_KEY = "handed_over"
_when_taken_back: list[WhenTakenBack] = []


def when_taken_back(tell: WhenTakenBack) -> None:
    """Who is told that a device shows its page no more."""
    _when_taken_back.append(tell)


def hand_over(request: HttpRequest, page: str, back: str) -> None:
    """From now on this session sees `page` and what lies below it. `back` is where it goes on when it is taken back."""
    known = get_authentication_records(request, request.user)
    # who signed in a minute ago has to show again who they are
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**one, "at": 0} for one in known]
    request.session[_KEY] = {"page": page, "back": back}


def is_handed_over(request: HttpRequest, page: str) -> bool:
    """Whether this device was handed over for that page."""
    return bool(request.session.get(_KEY, {}).get("page") == page)


def take_back(request: HttpRequest) -> str:
    """Whoever is signed in has shown that it is them. Where they go on; the start where nothing was handed over."""
    handed = request.session.pop(_KEY, None)
    if handed is None:
        return "/"
    for tell in _when_taken_back:
        tell(request, handed["page"])
    back: str = handed["back"]
    return back


def keep_to_the_page(get_response: Handler) -> Handler:
    """Middleware, after the session's own end was looked at."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        handed = request.session.get(_KEY)
        if not handed or request.path.startswith((handed["page"], *_ways_out())):
            return get_response(request)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": handed["page"]})
        return HttpResponse(status=303, headers={"Location": handed["page"]})

    return handle


def _ways_out() -> tuple[str, ...]:
    """Taking it back, showing who one is, staying, signing out."""
    return tuple(reverse(name) for name in ("take_back", "account_reauthenticate", "stay", "logout", "health"))
