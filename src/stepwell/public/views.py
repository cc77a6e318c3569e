"""Logging in and out, and finding one's own front door."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE, LOGGED_IN
from stepwell.simulate.people import DEMO_PASSWORD, demo_logins


class LoginForm(AuthenticationForm):
    """Says what to do, and not which of the two was wrong."""

    error_messages = {  # noqa: RUF012 - Django declares it so
        "invalid_login": "This e-mail address and password don't go together. Check both and try again.",
        "inactive": "This account is closed. Ask the program to open it again.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "E-mail address"
        self.fields["username"].widget.attrs["type"] = "email"
        self.fields["username"].widget.input_type = "email"


class _LogIn(auth_views.LoginView):
    template_name = "public/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_logins": demo_logins(), "demo_password": DEMO_PASSWORD}
        return context


log_in = page(EVERYONE)(sensitive_post_parameters("password")(_LogIn.as_view()))
log_out = page(EVERYONE)(auth_views.LogoutView.as_view())


@page(LOGGED_IN)
def home(request: Request) -> HttpResponseBase:
    """To the portal for a client, to the console for staff."""
    return redirect("me_today" if request.actor.client_id else "today")


@page(EVERYONE)
def health(request: Request) -> HttpResponse:
    """For who watches the server: 200 when the database answers, 503 when it doesn't."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        connection.close()
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
