"""How Stepwell is spoken to: by which methods, over TLS, and what each answer says of itself."""

import json
import logging
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.test import Client as Http
from django.utils.module_loading import import_string


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/login/", "/app/today/", "/health/", "/static/look/base.css"])
def test_other_methods_are_refused_and_nothing_comes_back(world, method, path):
    answer = world.browser("counselor").generic(method, path, b"echo", headers={"X-Echo": "echo"})
    assert answer.status_code == 405
    assert b"echo" not in b"".join(answer)


NAMES = [
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
]  # fmt: skip


def over_tls():
    """The settings that STEPWELL_HTTPS makes."""
    code = f"import json, stepwell.settings as s; print(json.dumps({{n: getattr(s, n, None) for n in {NAMES}}}))"
    environ = {**os.environ, "STEPWELL_HTTPS": "true", "PYTHONPATH": os.pathsep.join(sys.path)}
    return json.loads(subprocess.check_output([sys.executable, "-c", code], env=environ, text=True))


def test_over_tls_cookies_are_this_hosts_alone_and_every_answer_asks_for_tls_for_a_year():
    found = over_tls()
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


@pytest.fixture
def tls(settings):
    for name, value in over_tls().items():
        setattr(settings, name, value)
    settings.HTTPS = True


def test_a_browser_over_tls_signs_in_and_its_cookies_have_no_domain(world, tls):
    window = Http()
    answer = window.post("/login/", {"login": world.email("counselor"), "password": "x"}, secure=True)
    signed_in = world.browser("counselor").get("/account/", secure=True)
    assert signed_in.status_code == 200
    assert "max-age=31536000; includeSubDomains" in answer.headers["Strict-Transport-Security"]
    cookie = answer.cookies["__Host-csrftoken"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_people_are_led_to_tls_and_programs_are_refused_in_clear(db, tls, settings):
    assert Http().get("/login/").headers["Location"] == "https://testserver/login/"
    fhir = Http().get("/fhir/R4/metadata", headers={"Authorization": "Bearer secret"})
    assert (fhir.status_code, fhir.json()["resourceType"]) == (403, "OperationOutcome")
    assert Http().get("/fhir/R4/metadata", secure=True).status_code == 200
    settings.NOTIFY_SMS_ACCOUNT, settings.NOTIFY_SMS_TOKEN = "AC1", "token"
    assert Http().post("/notify/inbound/", {"Body": "STOP"}).status_code in (403, 404)
    assert "Location" not in Http().post("/notify/inbound/", {"Body": "STOP"}).headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/login/", "text/html; charset=utf-8"),
        ("/health/", "text/plain; charset=utf-8"),
        ("/fhir/R4/metadata", "application/fhir+json; charset=utf-8"),
        ("/static/look/base.css", 'text/css; charset="utf-8"'),
    ],
)
def test_every_answer_says_what_it_is_and_what_may_be_done_with_it(db, path, kind):
    answer = Http().get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_log_has_one_line_for_a_request_its_time_in_utc_and_no_link_that_signs_in():
    form = configured.LOGGING["formatters"]["plain"]
    formatter = import_string(form["class"])(form["format"], style=form["style"])
    path = "/login/link/s3cret-token_1/"
    line = formatter.format(logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (path,), None))
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING django.request Not Found: /login/link/-/$", line)


def test_a_line_break_in_an_address_makes_no_second_line_of_the_log(db, caplog):
    Http().get("/nowhere%0aERROR forged")
    assert caplog.records
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_what_is_refused_is_a_line_of_the_log(world, caplog):
    strict = Http(enforce_csrf_checks=True)
    strict.post("/login/", {"login": "x"})
    world.browser("counselor").put("/app/today/")
    Http().get("/fhir/R4/metadata/nothing")
    Http().get("/fhir/R4/Patient/x", headers={"Authorization": "Bearer s3cret-token"})
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    for path in ("/login/", "/app/today/", "/fhir/R4/metadata/nothing", "/fhir/R4/Patient/x"):
        assert any(path in line for line in said), path
    assert not any("s3cret-token" in line for line in said)
