"""What leaves the page: logs, cookies, sessions and headers say nothing about anybody. Of pages: test_every_page."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client as Browser
from tests.cast import PASSWORD
from tests.furnished import PLAIN, bodies, every_address, text_of
from tests.platform.access.strictness import assert_silent, assert_strict
from tests.referrals import small_bundle

from stepwell.domain.people.models import Client
from stepwell.platform.ledger.models import Entry

pytestmark = pytest.mark.every_door
STAFF = ("director", "supervisor", "admissions", "counselor", "case manager")


def browser_of(site, who, **more):
    browser = Browser(raise_request_exception=False, **more)
    browser.force_login(site.world.accounts[who])
    return browser


@pytest.mark.parametrize("who", [*STAFF, "colleague", "elsewhere", "client", "stranger"])
def test_what_is_sent_leaves_no_word_in_logs_cookies_sessions_or_the_ledger(site, said, who):
    """403, 404, 405, 409, 422, and every form. Messages live in the session, and its row says nothing of a person."""
    from django.contrib.sessions.models import Session

    told = bodies(site)
    browser, before = browser_of(site, who), Entry.objects.order_by("pk").last().pk
    for address, name in every_address():
        if name in ("logout", "login", "health"):
            continue
        for body in told.get(name, [{}]):
            more = {"words": PLAIN.words, "response": PLAIN.response}
            answer = browser.post(site.path(address), {**body, **more})
            assert_strict(answer, address)
            assert set(answer.cookies) <= {"csrftoken", "sessionid"}, (name, set(answer.cookies))
            for cookie in answer.cookies.values():
                assert_silent(cookie.OutputString(), site, name)
    for one in Session.objects.all():
        assert_silent(str(one.get_decoded()), site, "session")
    entries = list(Entry.objects.filter(pk__gt=before))
    assert entries or who == "stranger"
    for entry in entries:
        words = f"{entry.verb} {entry.subject_type} {entry.subject_id} {entry.detail} {entry.actor_name}"
        assert_silent(words, site, entry)
    assert_silent(said.getvalue(), site, "log")


def test_an_answer_to_a_wrong_method_is_strict_too(site):
    browser = browser_of(site, "director")
    for address, name in every_address():
        if name != "health":
            assert_strict(browser.put(site.path(address)), address)


def test_logs_are_silent_where_a_form_comes_from_elsewhere(site, said):
    strict = browser_of(site, "counselor", enforce_csrf_checks=True)
    refused = strict.post(site.path("/app/clients/<uuid:client_id>/plan/problem/"), {"title": PLAIN.title})
    assert refused.status_code == 403
    assert_silent(said.getvalue(), site, "log")


def test_a_database_error_is_logged_without_the_row_it_speaks_of(site, said, monkeypatch):
    """PostgreSQL says "Failing row contains (…, Ana, Reyes, …)": class and place are logged, and no more."""
    from stepwell.console.clients import views

    def break_it(*_args, **_more):
        try:
            with transaction.atomic():
                Client.objects.filter(pk=site.world.client.pk).update(site_id=None)
        except IntegrityError as error:
            raise ValueError(f"{site.world.client.family_name} is no number") from error

    monkeypatch.setattr(views, "get_client", break_it)
    answer = browser_of(site, "counselor").get(site.path("/app/clients/<uuid:client_id>/"))
    assert answer.status_code == 500
    assert_silent(text_of(answer), site, "page")
    assert_silent(said.getvalue(), site, "log")
    assert "ValueError" in said.getvalue()
    assert "NotNullViolation" in said.getvalue() or "IntegrityError" in said.getvalue()
    assert "test_nothing_leaks.py" in said.getvalue(), "where it broke is still said"


def test_the_page_for_what_broke_needs_no_database(site, monkeypatch):
    from django.db.backends.base.base import BaseDatabaseWrapper

    browser = browser_of(site, "counselor")

    def gone(*_args, **_more):
        raise OperationalError("the database is away")

    with monkeypatch.context() as away:
        away.setattr(BaseDatabaseWrapper, "cursor", gone)
        answer = browser.get("/app/today/")
    assert answer.status_code == 503
    assert "Try again" in answer.text


def test_a_session_is_new_at_login_and_gone_at_logout(site):
    email = site.world.email("counselor")
    browser = Browser()
    browser.get("/login/")
    session = browser.session
    session["planted"] = "before"
    session.save()
    planted = session.session_key
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted
    answer = browser.post("/login/", {"login": email, "password": PASSWORD})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != planted
    assert cookie["httponly"]
    assert cookie["samesite"] in ("Lax", "Strict")
    assert cookie["max-age"] == ""  # gone with the browser, and on the server after a day's work at the latest
    assert browser.session.get_expiry_age() <= 12 * 60 * 60
    assert browser.get("/app/today/").status_code == 200
    kept = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert browser.get("/logout/").status_code == 405
    browser.post("/logout/")
    browser.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert browser.get("/app/today/").status_code == 302


def test_a_closed_account_is_out_at_once(site):
    browser = browser_of(site, "counselor")
    account = site.world.accounts["counselor"]
    account.is_active = False
    account.save()
    assert browser.get("/app/today/").status_code == 302


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_login_leads_nowhere_else(site, onward):
    answer = Browser().post(
        f"/login/?next={onward}", {"login": site.world.email("counselor"), "password": PASSWORD, "next": onward}
    )
    assert answer.headers["Location"] == "/"


def test_every_form_wants_its_token(site):
    browser = browser_of(site, "counselor", enforce_csrf_checks=True)
    for address, name in every_address():
        # takes nothing in, and knows no cookie; or is for whoever comes, and leaves none (public.ask, public.fit)
        if address.startswith("/fhir/") or name in ("ask", "cost", "fit", "refer"):
            continue
        answer = browser.post(site.path(address), {})
        # what a carrier sends is signed, what a system asks for carries a token
        is_signed = address.startswith(("/notify/", "/fhir/"))
        assert answer.status_code == 403 or is_signed or "/help/" in site.path(address), name


def test_another_host_is_refused_and_health_says_nothing(site):
    assert Browser(headers={"host": "evil.example"}).get("/login/").status_code == 400
    answer = Browser().get("/health/")
    assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.parametrize(
    "path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static//etc/passwd", "/static/look/"]
)
def test_static_files_come_from_the_static_folders_alone(site, path):
    assert Browser().get(path).status_code == 404


@pytest.mark.parametrize(
    "file_name", ["../../../../etc/cron.d/x.json", "/etc/passwd", "..\\..\\x.json", "<script>x</script>.json"]
)
@pytest.mark.parametrize("kind", ["application/json", "text/html", "application/x-sh"])
def test_a_file_is_read_by_its_content_and_kept_nowhere(site, tmp_path, settings, file_name, kind):
    """Neither its name nor what it claims to be counts, and nothing of it stays on the disk."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    for content, status in ((small_bundle(), 303), (b"#!/bin/sh\nrm -rf /", 422), (b"PK\x03\x04zip", 422)):
        file = SimpleUploadedFile("x.json", content, kind)
        file._name = file_name
        answer = browser_of(site, "admissions").post("/app/admissions/upload/", {"file": file})
        assert answer.status_code == status, answer.status_code
        assert "<script>x" not in answer.text
        assert not list(tmp_path.iterdir()), "a copy of the file stayed behind"
