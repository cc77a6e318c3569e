"""The door that every view stands behind.

A view without `@page` fails `tests/platform/access/test_every_view_declares.py`. The door logs in, checks the named
permission, and turns what the rooms behind it raise into an answer: 403, 404 (with a ledger row), never a leak.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.platform.access.errors import error_page, form_too_old
from stepwell.platform.access.permission import EVERYONE, LOGGED_IN
from stepwell.platform.ledger.unit import reads_together, record

View = Callable[..., HttpResponseBase]
_with_open_chart: Callable[[Actor, UUID], Actor] = lambda actor, _: actor  # noqa: E731 - until wiring says otherwise


def set_chart_opener(with_open_chart: Callable[[Actor, UUID], Actor]) -> None:
    """Called once by `stepwell.wiring`: whether the chart in an address stands open to somebody is the domain's."""
    global _with_open_chart
    _with_open_chart = with_open_chart


class Request(HttpRequest):
    """A request that has come through the door."""

    actor: Actor
    htmx: Any


def page(permission: Permission) -> Callable[[View], View]:
    """Let through who holds `permission`; everybody else is asked to log in, or told no."""

    def guard(view: View) -> View:
        @_kept_by_nobody
        @wraps(view)
        def behind_the_door(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
            if permission is EVERYONE:
                return view(request, *args, **kwargs)
            actor = request.actor
            if actor.account_id is None:
                return _ask_to_log_in(request)
            if actor.staff_id is not None and isinstance(client_id := kwargs.get("client_id"), UUID):
                request.actor = actor = _with_open_chart(actor, client_id)
            try:
                if not _belongs(actor, request.path) or not (permission is LOGGED_IN or actor.may(permission)):
                    raise NotAllowed(permission.name)
                with reads_together():
                    return view(request, *args, **kwargs)
            except NotAllowed as refused:
                record(actor, "access.refused", detail={"permission": str(refused)})
                return error_page(request, 403)
            except NotFound as hidden:
                if hidden.client_id:
                    record(actor, "access.hidden", client_id=hidden.client_id, detail={"permission": permission.name})
                return error_page(request, 404)

        behind_the_door.permission = permission  # type: ignore[attr-defined]  # read by the resolver test
        return behind_the_door

    return guard


def _kept_by_nobody(view: View) -> View:
    """No browser and no proxy keeps the answer. One that says so in one word stays as it is: Django's words name the
    second too, in which two answers that must be alike may differ.
    """

    @wraps(view)
    def answered(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.headers.get("Cache-Control") != "no-store":
            add_never_cache_headers(response)
        return response

    return answered


def _ask_to_log_in(request: Request) -> HttpResponseBase:
    """The log-in page, never in the middle of another: htmx would put it where somebody is typing.

    What htmx sends is refused instead, so that the words stay on the page (look/console.js says why).
    """
    if not request.htmx:
        return redirect_to_login(request.get_full_path())
    if request.method == "GET":
        return see_other(redirect_to_login(request.get_full_path()).url, request)
    return form_too_old(request)


def _belongs(actor: Actor, path: str) -> bool:
    """The console is for staff: clients hold some of its permissions, for their own record on their phone."""
    return actor.staff_id is not None or not path.startswith("/app/")


def permission_of(view: object) -> Permission | None:
    """The permission that a view declared, if it did."""
    found = getattr(view, "permission", None)
    return found if isinstance(found, Permission) else None


def see_other(location: str, request: Request | None = None) -> HttpResponse:
    """Go and get `location`: for a browser 303, for htmx a header that loads the whole page."""
    if request is not None and request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": location})
    return HttpResponse(status=303, headers={"Location": location})
