"""Signing in by password: who gets in, what the others are told, and when the door stays shut for a while."""

import re
import time

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.db import connection
from django.test import Client as Http
from tests.cast import NOW, PASSWORD

from stepwell.kernel import clock
from stepwell.platform.accounts.actions import close_account, reopen_account
from stepwell.platform.ledger.models import Entry

WRONG = "go together"
SHUT = "Too many tries"


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def tries(email, password, window=None, **more):
    return (window or Http()).post("/login/", {"login": email, "password": password}, **more)


def said(answer):
    return answer.content.decode()


def got_in(answer):
    return answer.status_code == 302 and "_auth_user_id" in answer.client.session


def rows(verb):
    return Entry.objects.filter(verb=verb)


def test_the_right_password_opens_a_session_and_is_written_down(world):
    window, account = Http(), world.accounts["counselor"]
    before = window.get("/login/").cookies.get("sessionid")
    answer = tries(account.email.upper(), PASSWORD, window)
    assert got_in(answer)
    assert window.cookies["sessionid"] != before
    assert rows("sign_in.done").filter(actor_key=f"account:{account.pk}").count() == 1


def test_wrong_unknown_and_closed_are_told_the_same(world):
    close_account(actor=world.actor("director"), account_id=world.accounts["colleague"].pk, reason="left")
    answers = [
        tries(world.email("counselor"), "not-the-password"),
        tries("nobody@example.test", PASSWORD),
        tries(world.email("colleague"), PASSWORD),
        tries(world.email("colleague"), "not-the-password"),
    ]
    for answer in answers:
        assert not got_in(answer)
        assert WRONG in said(answer)
    assert len({answer.status_code for answer in answers}) == 1


def test_what_was_typed_stays_but_for_the_password(world):
    page = said(tries(world.email("counselor"), "not-the-password"))
    assert world.email("counselor") in page
    assert "not-the-password" not in page


def test_a_failure_is_on_the_chain_of_the_account_and_names_no_address(world):
    account = world.accounts["counselor"]
    tries(account.email, "not-the-password")
    tries("nobody@example.test", "not-the-password")
    known = rows("sign_in.failed").filter(actor_key=f"account:{account.pk}")
    assert known.count() == 1
    assert rows("sign_in.failed").filter(actor_key="system:sign_in").count() == 1
    for one in rows("sign_in.failed"):
        assert "@" not in f"{one.actor_key} {one.actor_name} {one.detail}"


def test_after_five_failures_the_account_stays_shut_for_ten_minutes_and_opens_again(world, monkeypatch):
    started = time.time()
    monkeypatch.setattr(time, "time", lambda: started)
    for _ in range(5):
        assert WRONG in said(tries(world.email("counselor"), "not-the-password"))
    shut = tries(world.email("counselor"), PASSWORD)
    assert not got_in(shut)
    assert SHUT in said(shut)
    assert rows("sign_in.shut").get().actor_key == f"account:{world.accounts['counselor'].pk}"
    assert got_in(tries(world.email("colleague"), PASSWORD)), "another account is not shut with it"
    monkeypatch.setattr(time, "time", lambda: started + 9 * 60)
    assert not got_in(tries(world.email("counselor"), PASSWORD))
    monkeypatch.setattr(time, "time", lambda: started + 20 * 60)
    assert got_in(tries(world.email("counselor"), PASSWORD))


def test_all_processes_count_together(world):
    caches.close_all()
    for _ in range(5):
        tries(world.email("counselor"), "not-the-password")
        caches.close_all()  # as another process, which remembers nothing by itself
    assert SHUT in said(tries(world.email("counselor"), PASSWORD))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_many_other_tries_do_not_make_it_forget_whose_door_is_shut(world):
    for _ in range(5):
        tries(world.email("counselor"), "not-the-password")
    caches["default"].set_many({f"~another-{number}": True for number in range(1000)})
    assert SHUT in said(tries(world.email("counselor"), PASSWORD))


def test_an_address_invented_by_the_caller_opens_no_shut_door(world, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "3/5m/ip"}
    for number in range(3):
        tries(f"nobody{number}@example.test", "x", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    forged = tries(world.email("counselor"), PASSWORD, headers={"X-Forwarded-For": "203.0.113.99"})
    assert not got_in(forged)
    assert SHUT in said(forged)


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_after_signing_in(world, where):
    answer = Http().post("/login/", {"login": world.email("counselor"), "password": PASSWORD, "next": where})
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]


def test_nobody_opens_an_account_for_themselves(db):
    assert Http().get("/signup/").status_code == 404
    assert Http().get("/accounts/signup/").status_code == 404


def test_the_sessions_page_ends_the_other_sessions(world):
    mine, other = Http(), Http()
    for window in (mine, other):
        assert got_in(tries(world.email("counselor"), PASSWORD, window))
        assert window.get("/account/sessions/").status_code == 200
    asks = mine.post("/account/sessions/").headers["Location"]
    assert asks.startswith("/account/again/"), "who found a window open ends no others"
    assert other.get("/account/").status_code == 200
    mine.post(asks, {"password": PASSWORD})
    mine.post("/account/sessions/")
    assert other.get("/account/").status_code == 302
    assert mine.get("/account/").status_code == 200


def test_it_is_written_down_by_which_ways_somebody_signed_in(world):
    tries(world.email("counselor"), PASSWORD)
    assert rows("sign_in.done").get().detail == {"by": ["password"]}


def test_closing_an_account_ends_its_sessions_for_good(world):
    window, director, account = Http(), world.actor("director"), world.accounts["counselor"]
    assert got_in(tries(account.email, PASSWORD, window))
    close_account(actor=director, account_id=account.pk, reason="lost a laptop")
    reopen_account(actor=director, account_id=account.pk)
    assert window.get("/account/").status_code == 302
    assert got_in(tries(account.email, PASSWORD, window))


def test_showing_the_password_again_makes_a_new_session_and_is_written_down(world):
    window, account = Http(), world.accounts["counselor"]
    tries(account.email, PASSWORD, window)
    before = window.cookies["sessionid"].value
    again = window.get("/account/password/").headers.get("Location") or "/account/again/"
    window.post(again, {"password": "not-the-password"})
    assert rows("sign_in.failed").filter(actor_key=f"account:{account.pk}").count() == 1
    window.post(again, {"password": PASSWORD})
    assert window.cookies["sessionid"].value != before
    assert rows("sign_in.again").filter(actor_key=f"account:{account.pk}").get().detail == {"by": ["password"]}
    thief = Http()
    thief.cookies["sessionid"] = before
    assert thief.get("/account/").status_code == 302
    assert window.get("/account/sessions/").status_code == 200
    assert UserSession.objects.filter(session_key=window.cookies["sessionid"].value).count() == 1


def test_a_password_counts_as_it_was_typed_down_to_its_spaces(world):
    account, odd = world.accounts["counselor"], " Fünf Wörter, ohne Zeichen und mit Ende  "
    account.set_password(odd)
    account.save()
    assert not got_in(tries(account.email, odd.strip()))
    assert not got_in(tries(account.email, odd.lower()))
    assert got_in(tries(account.email, odd))


def test_a_new_password_asks_for_the_old_one_and_ends_the_other_sessions(world):
    mine, other, new = Http(), Http(), "the-river-takes-its-time"
    for window in (mine, other):
        tries(world.email("counselor"), PASSWORD, window)
    form = {"password1": new, "password2": new}
    assert mine.post("/account/password/", {"oldpassword": "not-the-password", **form}).status_code == 200
    assert not got_in(tries(world.email("counselor"), new))
    assert mine.post("/account/password/", {"oldpassword": PASSWORD, **form}).status_code == 302
    assert got_in(tries(world.email("counselor"), new))
    assert mine.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


@pytest.mark.parametrize("path", ["/login/", "/account/password/", "/account/again/"])
def test_a_password_is_masked_and_may_come_from_a_password_manager(world, path):
    window = Http()
    if path != "/login/":
        tries(world.email("counselor"), PASSWORD, window)
    fields = re.findall(r"<input[^>]*password[^>]*>", said(window.get(path)))
    assert fields
    for one in fields:
        assert 'type="password"' in one
        assert re.search(r'autocomplete="(current|new)-password"', one), one
        assert "onpaste" not in one
