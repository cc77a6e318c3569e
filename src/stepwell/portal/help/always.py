"""Help with the calls on it, whatever else fails.

A press of "I don't feel safe" that didn't come through is said not to have come through, whether the database was
away, the session had ended or the page was too old: a person must never take silence for an answer.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from stepwell.portal.language import browsers_language
from stepwell.portal.navigation import tabs_at

Handler = Callable[[HttpRequest], HttpResponseBase]


def help_always(get_response: Handler) -> Handler:
    """Middleware: stands outside of everything that can fail."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        home = reverse("me_help")
        if not request.path.startswith(home):
            return response
        signed_out = _leads_to(response, resolve_url(settings.LOGIN_URL))
        if request.method == "POST" and not _leads_to(response, home):
            # 503 also where nobody is logged in: anything that keeps the page from counting as an answer
            return _calls(request, 503, not_sent=True, signed_out=signed_out)
        if signed_out or response.status_code >= 500:
            return _calls(request, 200 if signed_out else 503, not_sent=False, signed_out=signed_out)
        return response

    return handle


def _leads_to(response: HttpResponseBase, address: str) -> bool:
    """Whether it is a redirect to below `address`."""
    return 300 <= response.status_code < 400 and response.headers.get("Location", "").startswith(address)


def _calls(request: HttpRequest, status: int, *, not_sent: bool, signed_out: bool) -> HttpResponse:
    """The calls alone, made without the database: no request is given, so nothing asks who this is."""
    # by the browser's own word: what this person chose is in the database
    with translation.override(browsers_language(request)):
        context = {
            "tabs": tabs_at(request.path),
            "not_sent": not_sent,
            "signed_out": signed_out,
            "login_url": f"{resolve_url(settings.LOGIN_URL)}?next={reverse('me_help')}",
        }
        response = HttpResponse(render_to_string("portal/calls.html", context), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
