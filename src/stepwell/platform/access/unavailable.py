"""When the database doesn't answer, or the disk is full: what the person is told, and when a page is asked for again.

Every way to fail ends in Django's 500, whichever middleware or view met it; `errors.broken` asks here what was behind
it. What was sent by a form isn't lost: the page holds it, with the key that makes a second sending the same one. It
isn't sent again by itself: a commit may have come through whose answer did not.
"""

import errno
import shutil
from collections.abc import Callable, Iterator
from enum import Enum

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import RawPostDataException, UnreadablePostError
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout

Handler = Callable[[HttpRequest], HttpResponseBase]

_DISK_FULL = "53100"  # PostgreSQL's errcodes appendix, class 53: insufficient resources
# Below this much, what can't be written can't be written for want of room: a file of PostgreSQL's log is 16 MB.
_NO_ROOM = 16 * 1024 * 1024
# Forms whose fields a page may hold to be sent again: not those of logging in.
_INSIDE = ("/app/", "/me/", "/ask/")


class Lack(Enum):
    """What is missing."""

    DATABASE = 10
    ROOM = 60

    @property
    def retry_after(self) -> str:
        """Seconds, for the header that says when to come back."""
        return str(self.value)


_WORDS = {
    Lack.DATABASE: ("Stepwell is catching its breath", "Try again in a minute. Nothing you saved is lost."),
    Lack.ROOM: (
        "The disk is full",
        "Nothing you saved is lost, but nothing new can be saved now. Tell whoever looks after Stepwell. "
        "It goes on by itself as soon as there is room.",
    ),
}


def lack_behind(error: BaseException | None) -> Lack | None:
    """What was missing, if that is why `error` happened; None for a fault of our own."""
    found = None
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return Lack.ROOM
        if getattr(cause, "sqlstate", None) == _DISK_FULL:
            return Lack.ROOM
        if isinstance(cause, OperationalError | InterfaceError):
            found = Lack.DATABASE
    return Lack.ROOM if found and _no_room() else found


def unavailable_page(request: HttpRequest, lack: Lack, error: BaseException | None) -> HttpResponse:
    """503, made without the database. For htmx only the words: what was typed stays where it is."""
    title, mend = _WORDS[lack]
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(f"{title}. {mend}", status=503, content_type="text/plain; charset=utf-8")
    else:
        context = {"title": title, "mend": mend, "status": 503, **_way_on(request)}
        response = HttpResponse(render_to_string("shell/error.html", context), status=503)
    response.headers["Retry-After"] = lack.retry_after
    # a connection that broke is worth a second one; one that wasn't to be had in time isn't
    waited = any(isinstance(cause, PoolTimeout) for cause in _causes(error))
    response.lost_connection = lack is Lack.DATABASE and not waited  # type: ignore[attr-defined]
    return response


def ask_again(get_response: Handler) -> Handler:
    """Middleware: a page whose connection broke while it was read is read once more, on a new connection."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        before = dict(request.META) if isinstance(request, WSGIRequest) and request.method in ("GET", "HEAD") else None
        response = get_response(request)
        if not getattr(response, "lost_connection", False) or connection.in_atomic_block:
            return response
        connection.close()
        # a new request: the first one's has marks on it, such as a CSRF cookie that is taken as sent already
        return response if before is None else get_response(WSGIRequest(before))

    return handle


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _no_room() -> bool:
    """Whether the disk that holds the data is full."""
    try:
        return shutil.disk_usage(settings.DATA_FOLDER).free < _NO_ROOM
    except OSError:
        return False


def _way_on(request: HttpRequest) -> dict[str, object]:
    """How to go on: the same page again, or the same form with all that was typed, or back to where a file is."""
    if request.method in ("GET", "HEAD"):
        return {"again_url": request.get_full_path()}
    is_file = (request.content_type or "").startswith("multipart/")
    if is_file or not request.path.startswith(_INSIDE):
        return {"go_back": True}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, RawPostDataException, UnreadablePostError):
        return {"go_back": True}
    if any("password" in name for name, _ in fields):
        return {"go_back": True}
    return {"resend_url": request.get_full_path(), "fields": fields}
