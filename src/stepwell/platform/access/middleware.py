"""What every request passes: security headers on the way out, the actor on the way in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from stepwell.kernel.actor import ANONYMOUS, Actor

Handler = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

_METHODS = ("GET", "HEAD", "POST")

_load_actor: Callable[[int], Actor] | None = None


def set_actor_loader(load: Callable[[int], Actor]) -> None:
    """Called once by `stepwell.wiring`: how an account becomes an actor is the domain's to say."""
    global _load_actor
    _load_actor = load


def headers(get_response: Handler) -> Handler:
    """Headers that keep the browser strict."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        # the door says so too; this is for what never comes to it, such as 404, 405 and 500
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")  # for browsers older than frame-ancestors
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return handle


def methods(get_response: Handler) -> Handler:
    """What is asked for in any other way is refused: a view would take it for a GET."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        return get_response(request) if request.method in _METHODS else HttpResponseNotAllowed(_METHODS)

    return handle


def actor(get_response: Handler) -> Handler:
    """Put `request.actor` on every request; a closed account is nobody."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and _load_actor is not None:
            request.actor = _load_actor(user.pk)  # type: ignore[attr-defined]
        else:
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
        return get_response(request)

    return handle
