"""Sessions end when nobody is there any more, and after half a day whoever is there.

What a page does by itself (a crisis screen that watches, a note that says it is open) is no sign of life: it says so in
a header. The browser warns two minutes before (look/idle.js), and what was typed stays in the page.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from stepwell.kernel import clock

Handler = Callable[[HttpRequest], HttpResponseBase]

_KEY, _WHERE, _BEGAN = "seen_at", "seen_on_phone", "began_at"
# Written at most this often: a session is a row that every request would change.
_WRITE_EVERY = timedelta(seconds=30)
BY_ITSELF = "X-By-Itself"


def end_idle_session(get_response: Handler) -> Handler:
    """Middleware, before the actor is made: a session nobody used is nobody's."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now, seen = clock.now(), _time(request, _KEY)
            began = _time(request, _BEGAN)
            if began is None:
                began, request.session[_BEGAN] = now, now.isoformat()
            was_phone, is_phone = bool(request.session.get(_WHERE)), request.path.startswith("/me/")
            is_idle = seen is not None and now - seen > idle_limit(is_phone=was_phone)
            # the session's own age begins anew with each write, so it never ends for who is busy
            if is_idle or now - began > timedelta(hours=settings.SESSION_HOURS):
                logout(request)
            elif BY_ITSELF not in request.headers and (
                seen is None or now - seen > _WRITE_EVERY or is_phone is not was_phone
            ):
                request.session[_KEY], request.session[_WHERE] = now.isoformat(), is_phone
        return get_response(request)

    return handle


def idle_limit(*, is_phone: bool) -> timedelta:
    """How long nobody may stir: longer on one's own phone.

    The page that was last used decides, not the one that is asked for: else the address of a phone's page would open
    a desk's session again.
    """
    return timedelta(minutes=settings.IDLE_MINUTES_PHONE if is_phone else settings.IDLE_MINUTES)


def _time(request: HttpRequest, key: str) -> datetime | None:
    try:
        return datetime.fromisoformat(request.session[key])
    except (KeyError, TypeError, ValueError):
        return None
