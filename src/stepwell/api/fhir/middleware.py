"""The short way: an address of FHIR meets no session, no form protection and no pages, for it has none of them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from stepwell.api.fhir.answers import nothing_there, problem

Handler = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/fhir/"


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
        answered: HttpResponseBase = view(request, *args, **kwargs)
        return answered

    return handle
