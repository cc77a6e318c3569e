"""The organization's own log-in, by OpenID Connect: there and back, and a way on where it doesn't answer."""

from base64 import urlsafe_b64decode
from typing import Any

import orjson
import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from stepwell.platform.access.door import Request

# Signed with a key of two halves: nothing that we know as well can sign, and nothing goes unsigned (RFC 8725 §3.1).
_ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
_ABOUT = "/.well-known/openid-configuration"


class _Provider(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself; nothing that names another one (OpenID Connect Discovery 4.3)."""
        config: dict[str, Any] = super().openid_config
        named = str(self.get_provider().server_url).removesuffix(_ABOUT)
        if str(config.get("issuer", "")).rstrip("/") != named.rstrip("/"):
            raise OAuth2Error("the provider's issuer isn't the one that was set up")
        return config

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The signature counts even where the token came straight from the provider, which OpenID Connect lets be."""
        if _algorithm(id_token) not in _ALGORITHMS:
            raise OAuth2Error("the token isn't signed in a way that is taken")
        self.did_fetch_access_token = False
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        return claims


def _algorithm(token: str) -> object:
    try:
        head = orjson.loads(urlsafe_b64decode(token.partition(".")[0] + "=="))
    except ValueError:
        return None
    return head.get("alg") if isinstance(head, dict) else None


def go(request: Request, provider_id: str) -> HttpResponseBase:
    """Off to the provider."""
    return _answered(OAuth2LoginView, request, provider_id)


def back(request: Request, provider_id: str) -> HttpResponseBase:
    """Back from it, with a code."""
    return _answered(OAuth2CallbackView, request, provider_id)


def _answered(view: Any, request: Request, provider_id: str) -> HttpResponseBase:
    if "\x00" in provider_id:  # the database is asked for it, and takes no such text
        raise Http404
    try:
        answer: HttpResponseBase = view.adapter_view(_Provider(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (requests.RequestException, OAuth2Error):
        return render(request, "socialaccount/authentication_error.html", status=502)
    return answer
