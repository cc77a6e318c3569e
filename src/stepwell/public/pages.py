"""The public pages that only say something, and the way out of them."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.public.frame import in_frame


@require_safe
@page(EVERYONE)
def talk(request: Request) -> HttpResponse:
    """How to talk with somebody one worries about."""
    return in_frame(request, "public/talk.html")


@require_safe
@page(EVERYONE)
def expect(request: Request) -> HttpResponse:
    """A day, a week, what is asked, whose rights."""
    return in_frame(request, "public/expect.html")


@require_safe
@page(EVERYONE)
def help_now(request: Request) -> HttpResponse:
    """Whom to call. It asks the database for nothing, so that it stands while the rest doesn't."""
    return render(request, "public/help_now.html", {"program": "Stepwell"})


@require_safe
@page(EVERYONE)
def leave(request: Request) -> HttpResponse:
    """Away from here: to the operator's neutral page, else to one that says nothing.

    Clears what the browser may clear without harm. Not its storage: a client's unsent check-ins wait there.
    """
    if settings.EXIT_URL:
        answer = HttpResponse(status=303, headers={"Location": settings.EXIT_URL})
    else:
        answer = render(request, "public/left.html")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
