"""The views of signing in: allauth's own, behind our door."""

from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django import forms
from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.access.permission import EVERYONE, LOGGED_IN
from stepwell.platform.accounts.handed_over import take_back
from stepwell.platform.accounts.links import ask_for_link, find_link, use_link
from stepwell.platform.accounts.messages import Purpose
from stepwell.public.sign_in import provider
from stepwell.simulate.people import DEMO_PASSWORD, demo_logins


class _LogIn(account.LoginView):
    template_name = "public/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sso"] = [app["provider_id"] for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]]
        context["sso_name"] = settings.OIDC_NAME
        if settings.DEMO:
            context |= {"demo_logins": demo_logins(), "demo_password": DEMO_PASSWORD}
        return context


class _HowISignIn(factors.IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        actor = self.request.actor
        context["needs_second_factor"] = settings.SECOND_FACTOR and actor.staff_id is not None
        return context


log_in = page(EVERYONE)(_LogIn.as_view())
log_out = page(EVERYONE)(auth_views.LogoutView.as_view())
closed = page(EVERYONE)(account.AccountInactiveView.as_view())
second = page(EVERYONE)(factors.AuthenticateView.as_view())
passkey = page(EVERYONE)(webauthn.LoginWebAuthnView.as_view())
sso = page(EVERYONE)(provider.go)
sso_back = page(EVERYONE)(provider.back)

index = page(LOGGED_IN)(_HowISignIn.as_view())
again = page(LOGGED_IN)(account.ReauthenticateView.as_view())
again_by_code = page(LOGGED_IN)(factors.ReauthenticateView.as_view())
again_by_passkey = page(LOGGED_IN)(webauthn.ReauthenticateWebAuthnView.as_view())
change_password = page(LOGGED_IN)(account.PasswordChangeView.as_view(success_url="/account/"))
set_password = page(LOGGED_IN)(account.PasswordSetView.as_view(success_url="/account/"))
code_on = page(LOGGED_IN)(totp.ActivateTOTPView.as_view())
code_off = page(LOGGED_IN)(totp.DeactivateTOTPView.as_view())
recovery = page(LOGGED_IN)(codes.ViewRecoveryCodesView.as_view())
recovery_new = page(LOGGED_IN)(codes.GenerateRecoveryCodesView.as_view())
recovery_file = page(LOGGED_IN)(codes.DownloadRecoveryCodesView.as_view(content_type="text/plain; charset=utf-8"))
passkeys = page(LOGGED_IN)(webauthn.ListWebAuthnView.as_view())
passkey_new = page(LOGGED_IN)(webauthn.AddWebAuthnView.as_view())
passkey_remove = page(LOGGED_IN)(webauthn.RemoveWebAuthnView.as_view())
passkey_name = page(LOGGED_IN)(webauthn.EditWebAuthnView.as_view())
# who found a session open sees the others, and ends none of them
sessions = page(LOGGED_IN)(reauthentication_required(allow_get=True)(usersessions.ListUserSessionsView.as_view()))


def _take_device_back(request: Request) -> HttpResponseBase:
    """A device that was handed over is the staff's again, once they have shown that it is them."""
    return see_other(take_back(request), request)


take_device_back = page(LOGGED_IN)(reauthentication_required()(_take_device_back))


class LinkForm(forms.Form):
    """Where to send it."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class PasswordForm(forms.Form):
    """A new password, if one is wanted."""

    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        help_text=_("At least twelve letters or signs."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@page(EVERYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: Request) -> HttpResponseBase:
    """Send me a link. The answer is the same for an address that nobody here has."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="sign_in_link", key=email.casefold()):
            form.add_error(None, _("Too many links were asked for. Wait an hour, or call the program."))
            return render(request, "public/link_ask.html", {"form": form}, status=429)
        ask_for_link(email=email, now=clock.now())
        return render(request, "public/link_asked.html", {"email": email})
    return render(request, "public/link_ask.html", {"form": form}, status=422 if form.errors else 200)


@page(EVERYONE)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: Request, token: str) -> HttpResponseBase:
    """The page behind a link. Opening it uses nothing up; its button does."""
    link = find_link(token, now=clock.now())
    if link is None:
        return render(request, "public/link_over.html", status=404)
    is_invitation = link.purpose == Purpose.INVITATION
    wants_password = request.method == "POST" and (is_invitation or "password" in request.POST)
    form = PasswordForm(request.POST if wants_password else None)
    context = {"form": form, "is_invitation": is_invitation}
    if request.method != "POST":
        return render(request, "public/link_open.html", context)
    if wants_password and not form.is_valid():
        return render(request, "public/link_open.html", context, status=422)
    try:
        used = use_link(token=token, password=form.cleaned_data["password"] if wants_password else "", now=clock.now())
    except Refused as refused:
        show_refusals(form, refused)
        return render(request, "public/link_open.html", context, status=422)
    if used is None:
        return render(request, "public/link_over.html", status=404)
    record_authentication(request, used.account, method="link")
    answer: HttpResponseBase = perform_login(request, Login(user=used.account, email=used.account.email))
    return answer


@page(LOGGED_IN)
def stay(request: Request) -> HttpResponse:
    """Somebody is still there: asking is enough (`platform.accounts.idle`).

    Who logged in again in another window gets the token that the forms of this page need now.
    """
    return JsonResponse({"token": get_token(request)})
