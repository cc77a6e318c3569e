"""The demo's mailbox: what would have gone out, had anybody been real. Outside the demo these addresses don't exist."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from stepwell.platform.access.door import Request, page
from stepwell.platform.access.errors import error_page
from stepwell.platform.access.permission import EVERYONE
from stepwell.platform.notify.queries import mailbox as everything


@page(EVERYONE)
def mailbox(request: Request) -> HttpResponse:
    """Every message, the newest first."""
    if not settings.DEMO:
        return error_page(request, 404)
    return render(request, "public/mailbox.html", {"messages_out": everything()})


@page(EVERYONE)
def letter(request: Request, message_id: UUID) -> HttpResponse:
    """One message, with links that can be followed."""
    if not settings.DEMO:
        return error_page(request, 404)
    found = next((one for one in everything() if one.pk == message_id), None)
    if found is None:
        return error_page(request, 404)
    return render(request, "public/letter.html", {"letter": found})
