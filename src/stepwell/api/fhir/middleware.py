"""The short way: an address of FHIR meets no session, no form protection and no pages, for it has none of them."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from stepwell.api.fhir.answers import broken, not_now, nothing_there, problem, unreadable
from stepwell.platform.access.unavailable import lack_behind

Handler = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/fhir/"
_log = logging.getLogger(__name__)


def short_way(get_response: Handler) -> Handler:
    """Middleware: answer what lies under `/fhir/` here, by the same urls and views as ever; pass on everything else."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        if settings.HTTPS and not request.is_secure():
            # not led on to https: its sender would never notice that the token went in clear
            return problem(403, "security", "Only over https.")
        try:
            view, args, kwargs = resolve(request.path_info)
        except Resolver404:
            return nothing_there()
        try:
            answered: HttpResponseBase = view(request, *args, **kwargs)
        except SuspiciousOperation:
            return unreadable()
        except Exception as error:  # whatever it is: another system can't read a page that says so to people
            return _failed(error)
        return answered

    return handle


def _failed(error: Exception) -> HttpResponseBase:
    """503 where the database or the disk is what failed, else 500."""
    _log.error("A read failed", exc_info=error)
    lack = lack_behind(error)
    return not_now(lack.retry_after) if lack else broken()
