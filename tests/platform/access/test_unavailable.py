"""The database is away, or the disk is full: a clear page, the words kept, and pages that come by themselves."""

import errno
import shutil
from types import SimpleNamespace

import psycopg
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import Client as Browser
from django.test import RequestFactory
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from stepwell.platform.access.errors import bad_request, broken
from stepwell.platform.access.unavailable import Lack, ask_again, lack_behind


def caused(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


def answered(request, error):
    """What Django's 500 handler makes of an exception."""
    try:
        raise error
    except Exception:
        return broken(request)


@pytest.mark.parametrize(
    ("error", "lack"),
    [
        (OperationalError("server closed the connection"), Lack.DATABASE),
        (caused(OperationalError(), PoolTimeout("no connection in 5 s")), Lack.DATABASE),
        (caused(ConnectorException(), OperationalError()), Lack.DATABASE),
        (caused(OperationalError(), psycopg.errors.DiskFull()), Lack.ROOM),
        (OSError(errno.ENOSPC, "No space left on device"), Lack.ROOM),
        (ValueError("ours"), None),
        (OSError(errno.ENOENT, "ours too"), None),
    ],
)
def test_it_is_known_whether_the_database_or_the_disk_is_at_fault_or_neither(error, lack):
    assert lack_behind(error) is lack


def test_a_database_that_is_away_because_its_disk_is_full_says_so(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))
    assert lack_behind(OperationalError()) is Lack.ROOM
    assert lack_behind(ValueError()) is None


def test_a_fault_of_our_own_stays_a_500():
    assert answered(RequestFactory().get("/app/"), ValueError("Ana Reyes")).status_code == 500


def test_a_form_comes_back_with_all_that_was_typed_and_its_key_and_nothing_is_run():
    request = RequestFactory().post(
        "/app/groups/1/?a=1",
        "response=%3Cb%3E%22quoted%22%3C%2Fb%3E%0Asecond+line&key=k1&key=k2",
        content_type="application/x-www-form-urlencoded",
    )
    response = answered(request, OperationalError("secret detail"))
    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert 'action="/app/groups/1/?a=1"' in page
    assert 'value="&lt;b&gt;&quot;quoted&quot;&lt;/b&gt;\nsecond line"' in page
    assert page.count('name="key"') == 2
    assert "secret detail" not in page


@pytest.mark.parametrize(("path", "name"), [("/login/", "username"), ("/app/account/", "new_password1")])
def test_what_logs_somebody_in_is_never_held_in_a_page(path, name):
    request = RequestFactory().post(path, f"{name}=hush-hush", content_type="application/x-www-form-urlencoded")
    page = answered(request, OperationalError()).content.decode()
    assert "hush-hush" not in page
    assert "Go back and send it again" in page


def test_htmx_gets_words_alone_for_the_typing_stays_where_it_is():
    request = RequestFactory().post("/app/x/", {"a": "typed"}, headers={"HX-Request": "true"})
    response = answered(request, caused(OperationalError(), psycopg.errors.DiskFull()))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content.decode().startswith("The disk is full.")


@pytest.mark.parametrize(("method", "tries"), [("get", 2), ("head", 2), ("post", 1)])
def test_a_page_is_asked_for_again_when_its_connection_broke_and_a_form_never(method, tries):
    seen = []

    def view(request):
        seen.append(request)
        return answered(request, OperationalError("terminating connection"))

    assert ask_again(view)(getattr(RequestFactory(), method)("/app/")).status_code == 503
    assert len(seen) == tries


def test_a_page_asked_for_again_still_gives_its_csrf_cookie():
    """The log-in page whose first try broke after its form was made: without the cookie nobody could log in."""
    tries = []

    def breaks_once(request):
        tries.append(request)
        if len(tries) == 1:
            get_token(request)
            raise OperationalError("terminating connection")
        return HttpResponse(get_token(request))

    handler = ask_again(convert_exception_to_response(CsrfViewMiddleware(convert_exception_to_response(breaks_once))))
    answer = handler(RequestFactory().get("/login/"))
    assert len(tries) == 2
    assert answer.status_code == 200
    assert answer.cookies["csrftoken"].value


def test_a_session_that_could_not_be_saved_is_the_databases_doing():
    interrupted = SessionInterrupted("The session was deleted")
    interrupted.__context__ = OperationalError("terminating connection")  # as Django's session middleware raises it
    assert bad_request(RequestFactory().get("/app/"), interrupted).status_code == 503
    assert bad_request(RequestFactory().get("/app/"), SessionInterrupted("It was really deleted")).status_code == 400


def test_nobody_waits_twice_for_a_connection_that_was_not_to_be_had():
    seen = []

    def view(request):
        seen.append(request)
        return answered(request, caused(OperationalError(), PoolTimeout("no connection in 5 s")))

    ask_again(view)(RequestFactory().get("/app/"))
    assert len(seen) == 1


def test_health_says_that_the_database_does_not_answer(monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("refused")

        def close(self):
            """Nothing is open."""

    monkeypatch.setattr("stepwell.public.views.connection", Away())
    response = Browser().get("/health/")
    assert (response.status_code, response.content) == (503, b"the database does not answer")
