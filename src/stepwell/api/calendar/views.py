"""GET /calendar/{token}.ics."""

import time
from math import ceil

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from stepwell.api.pace import Pace
from stepwell.domain.feeds.actions import fetch_feed
from stepwell.domain.feeds.rules import digest_of
from stepwell.interop.calendar.feed import feed_of, tag_of
from stepwell.interop.calendar.recurrences import Meeting
from stepwell.kernel import clock
from stepwell.platform.access.door import page
from stepwell.platform.access.permission import EVERYONE

# Ours: a calendar reads every few hours, and several devices of one person may read one address.
_pace = Pace(1 / 60, at_once=30)


@page(EVERYONE)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of whoever this token belongs to. Open to everyone as pages go: the token is the key, and
    `fetch_feed` answers for it. Each answer is in the ledger before it goes out.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if wait := _pace.wait(digest_of(token), time.monotonic()):
        return _plain("Too often. Come again later.", 429, {"Retry-After": str(ceil(wait))})
    now = clock.now()
    found = fetch_feed(token=token, now=now)
    if found is None:
        return _plain("There is no calendar here.", 404)
    meetings = [
        Meeting(one.session_id, one.series_id, one.zone, one.starts_at, one.ends_at, one.place) for one in found.entries
    ]
    # weak: the second in which it was written stands in it too
    tag = f'W/"{tag_of(meetings, key=found.feed_id)}"'
    held = {part.strip() for part in request.headers.get("If-None-Match", "").split(",")}
    if tag in held or tag.removeprefix("W/") in held:
        return _sent(b"", 304, {"ETag": tag})
    return _sent(feed_of(meetings, key=found.feed_id, made_at=now), 200, {"ETag": tag})


def _sent(content: bytes, status: int, headers: dict[str, str]) -> HttpResponse:
    answer = HttpResponse(content, status=status, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="appointments.ics"'
    return _kept_to_itself(answer, headers)


def _plain(words: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    answer = HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
    return _kept_to_itself(answer, headers or {})


def _kept_to_itself(answer: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    """No proxy keeps it, no search engine lists it, and no address that it leads to learns of it."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    for name, value in headers.items():
        answer.headers[name] = value
    return answer
