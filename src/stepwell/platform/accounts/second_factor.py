"""Staff sign in with two factors: whoever has only one sets up the other before anything else opens."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
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
    """Whether this session was opened with a second factor, or its account has just got one. Asked once a session."""
    if request.session.get(_KEY):
        return True
    methods = {one.get("method") for one in get_authentication_records(request, request.user)}
    trusted = settings.OIDC_IS_SECOND_FACTOR and "socialaccount" in methods
    if "mfa" in methods or trusted or is_mfa_enabled(request.user, _FACTORS):
        request.session[_KEY] = True
        return True
    return False
