"""A file far over the limit, through a real server: an answer, flat memory, and nothing stored."""

import http.client
import tracemalloc
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from tests.cast import NOW, make_world

from stepwell.domain.admissions.models import Referral
from stepwell.kernel import clock

MEGABYTE = 1024 * 1024
BOUNDARY = "of-the-test"


def part(name: str, more: str = "") -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()


def upload_of(megabytes: int, token: str) -> tuple[int, Iterator[bytes]]:
    """The length and the pieces of an upload, made as it is sent: it is never whole anywhere."""
    head = part("csrfmiddlewaretoken") + token.encode() + b"\r\n" + part("file", '; filename="referral.json"')
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()

    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(megabytes):
            yield b" " * MEGABYTE
        yield tail

    return len(head) + megabytes * MEGABYTE + len(tail), pieces()


def test_two_hundred_megabytes_are_refused_with_the_limit_and_memory_stays_flat(committed, address):
    world = make_world()
    browser = world.browser("admissions")
    session, token = browser.cookies[settings.SESSION_COOKIE_NAME].value, _get_new_csrf_string()
    length, pieces = upload_of(200, token)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(length),
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
    }
    tracemalloc.start()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    with clock.standing_at(NOW):
        connection.request("POST", "/app/admissions/upload/", body=pieces, headers=headers)
        answer = connection.getresponse()
        page = answer.read().decode()
    connection.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status == 422
    assert "This file is larger than 64 MB." in page
    assert peak < 24 * MEGABYTE
    assert not Referral.objects.filter(site=world.site).exists()
