"""The pages for what went wrong. They say what to do next, and nothing about anybody."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from stepwell.platform.access.unavailable import lack_behind, unavailable_page

TEXTS = {
    400: ("This couldn’t be read", "Go back and try again. What you typed is still in the form."),
    403: ("This isn’t part of your role here", "If you need it, ask your director to add it to your role."),
    404: ("There is nothing here for you", "The address may be wrong, or this isn’t shared with you."),
    413: ("This is too large to be saved", "Nothing of it was saved. Go back, shorten it or send it in parts."),
    500: ("Something broke on our side", "It has been noted. Go back and try again in a minute."),
}
FORM_TOO_OLD = (
    "This wasn’t saved: you may have been signed out",
    "Go back and copy what you wrote. Then log in, and send it again.",
)


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for `status`, for people."""
    title, mend = TEXTS[status]
    return render(request, "shell/error.html", {"title": title, "mend": mend, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400. A session that couldn't be saved comes here too, and that is the database's doing."""
    if lack := lack_behind(exception):
        return unavailable_page(request, lack, exception)
    # sent again as it is it would only be refused again
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403."""
    return error_page(request, 403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404."""
    return error_page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's 500, or 503 where the database or the disk is what broke.

    Made without the request: nothing can ask who this is then.
    """
    error = sys.exc_info()[1]  # Django calls this while it handles the exception
    if lack := lack_behind(error):
        return unavailable_page(request, lack, error)
    title, mend = TEXTS[500]
    page = render_to_string("shell/error.html", {"title": title, "mend": mend, "status": 500})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere."""
    return form_too_old(request)


def form_too_old(request: HttpRequest) -> HttpResponse:
    """Whoever sent it was signed out meanwhile, here or in another window."""
    title, mend = FORM_TOO_OLD
    return render(request, "shell/error.html", {"title": title, "mend": mend, "status": 403}, status=403)
