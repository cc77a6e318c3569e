"""Staff sign in with two factors: whoever has only one sets up the other before anything else opens."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponseBase]

_KEY = "second_factor"
_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def ask_for_second_factor(get_response: Handler) -> Handler:
    """Middleware, after the actor is known. Clients may have one; staff must, where the settings say so."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        actor: Any = request.actor  # type: ignore[attr-defined]  # put there by the middleware before
        if not settings.SECOND_FACTOR or actor.staff_id is None or _is_open(request.path) or _has_one(request):
            return get_response(request)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("mfa_index")})
        return redirect("mfa_index")

    return handle


def _is_open(path: str) -> bool:
    """Where it is set up, and the way out."""
    return path.startswith((reverse("mfa_index"), reverse("logout"), reverse("health"), "/static/"))


def _has_one(request: HttpRequest) -> bool:
    """Whether its account has a second factor: allauth opens no session without asking for it then.

    Asked once a session, and again when one is taken away.
    """
    if request.session.get(_KEY):
        return True
    methods = {one.get("method") for one in get_authentication_records(request, request.user)}
    trusted = settings.OIDC_IS_SECOND_FACTOR and "socialaccount" in methods
    if trusted or is_mfa_enabled(request.user, _FACTORS):
        request.session[_KEY] = True
        return True
    return False


@receiver(authenticator_removed)
def ask_once_more(request: HttpRequest, **_: Any) -> None:
    """Who takes the last one away has to set up another."""
    request.session.pop(_KEY, None)
