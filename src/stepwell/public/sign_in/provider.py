"""The organization's own log-in, by OpenID Connect: there and back, and a way on where it doesn't answer."""

from typing import Any

import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from stepwell.platform.access.door import Request


class _Provider(OpenIDConnectOAuth2Adapter):
    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The signature counts even where the token came straight from the provider, which OpenID Connect lets be."""
        self.did_fetch_access_token = False
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        return claims


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
    except requests.RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)
    return answer
