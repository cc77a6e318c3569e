"""Staff sign in with two factors; a code, a recovery code or a passkey is the second."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client as Http
from tests.cast import EVERYBODY, NOW, OUTSIDE, PASSWORD

from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.models import Message

STAFF = [who for who in EVERYBODY if who not in OUTSIDE]


@pytest.fixture(autouse=True)
def standing(settings):
    settings.SECOND_FACTOR = True
    with clock.standing_at(NOW):
        yield


def code_for(secret, ahead=0):
    counter = next(iter(yield_hotp_counters_from_time())) + ahead
    return format_hotp_value(hotp_value(secret, counter))


def signed_in(world, who, password=PASSWORD):
    window = Http()
    answer = window.post("/login/", {"login": world.email(who), "password": password})
    return window, answer


@pytest.fixture
def kept(world, django_capture_on_commit_callbacks):
    """The counselor has set up an app: the secret that it holds, and the window in which that was done."""
    window, _ = signed_in(world, "counselor")
    page = window.post(window.get("/account/code/on/").headers["Location"], {"password": PASSWORD}, follow=True)
    secret = re.search(r"<code class=\"strong\">([A-Z2-7]+)</code>", page.content.decode()).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        answer = window.post("/account/code/on/", {"code": code_for(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret, window


@pytest.mark.parametrize("who", STAFF)
def test_staff_with_one_factor_are_led_to_setting_up_the_other(world, who):
    window = world.browser(who)
    assert window.get("/").headers["Location"] == "/account/"
    by_htmx = window.get("/", headers={"HX-Request": "true"})
    assert (by_htmx.status_code, by_htmx.headers["HX-Redirect"]) == (204, "/account/")
    assert window.post("/app/settings/messages/", {}).headers["Location"] == "/account/"
    page = window.get("/account/")
    assert page.status_code == 200
    assert "Set up a second step first" in page.content.decode()


def test_a_client_may_do_without(world):
    assert world.browser("client").get("/me/").status_code == 200
    page = world.browser("client").get("/account/")
    assert page.status_code == 200
    assert "Without it nothing else opens" not in page.content.decode()


def test_the_way_out_stays_open(world):
    window = world.browser("counselor")
    assert window.post("/logout/").headers["Location"] == "/login/"


def test_who_sets_up_an_app_goes_on_at_once_and_is_asked_for_a_code_next_time(world, kept, monkeypatch):
    secret, window = kept
    assert window.get("/account/").status_code == 200
    assert window.get("/app/clients/").headers.get("Location") != "/account/"
    later = time.time() + 120
    monkeypatch.setattr(time, "time", lambda: later)
    again, answer = signed_in(world, "counselor")
    assert answer.headers["Location"] == "/login/second/"
    assert "_auth_user_id" not in again.session
    wrong = again.post("/login/second/", {"code": "000000"})
    assert "Wait for the next one, or use a recovery code" in wrong.content.decode()
    assert "_auth_user_id" not in again.session
    again.post("/login/second/", {"code": code_for(secret)})
    assert "_auth_user_id" in again.session
    assert again.get("/app/clients/").headers.get("Location") != "/account/"


def test_the_same_code_opens_nothing_twice(world, kept, monkeypatch):
    secret, _ = kept
    later = time.time() + 120
    monkeypatch.setattr(time, "time", lambda: later)
    code = code_for(secret)
    first, second = signed_in(world, "counselor")[0], signed_in(world, "counselor")[0]
    first.post("/login/second/", {"code": code})
    second.post("/login/second/", {"code": code})
    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_a_code_that_is_still_taken_is_not_taken_a_second_time(world, kept, monkeypatch):
    """Clocks differ, so a code is taken for half a minute more than it is shown; it counts once all the same."""
    secret, _ = kept
    begin = (int(time.time()) // 30 + 4) * 30
    monkeypatch.setattr(time, "time", lambda: begin)
    code = code_for(secret, ahead=2)
    first, second = signed_in(world, "counselor")[0], signed_in(world, "counselor")[0]
    first.post("/login/second/", {"code": code})
    monkeypatch.setattr(time, "time", lambda: begin + 45)
    second.post("/login/second/", {"code": code})
    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_a_wrong_code_after_the_right_password_is_written_down(world, kept):
    account = world.accounts["counselor"]
    signed_in(world, "counselor")[0].post("/login/second/", {"code": "000000"})
    failed = Entry.objects.get(verb="sign_in.failed", actor_key=f"account:{account.pk}")
    assert failed.detail == {"by": ["totp"]}


def test_a_recovery_code_opens_once(world, kept):
    _, window = kept
    shown = window.get("/account/recovery/").content.decode()
    codes = Authenticator.objects.get(user=world.accounts["counselor"], type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) >= 8
    assert all(one in shown for one in codes)
    first, second = signed_in(world, "counselor")[0], signed_in(world, "counselor")[0]
    first.post("/login/second/", {"code": codes[0]})
    second.post("/login/second/", {"code": codes[0]})
    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_recovery_codes_come_as_a_file_of_text_with_a_fixed_name(kept):
    _, window = kept
    answer = window.get("/account/recovery/file/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]


def test_secrets_are_not_readable_in_the_database(world, kept):
    secret, _ = kept
    found = Authenticator.objects.filter(user=world.accounts["counselor"])
    assert found.count() == 2
    for one in found:
        assert secret not in str(one.data)
    seed = found.get(type="recovery_codes")
    assert not any(code in str(seed.data) for code in seed.wrap().get_unused_codes())


def test_the_change_is_told_by_mail_and_written_down(world, kept):
    account = world.accounts["counselor"]
    said = [one for one in Message.objects.filter(account=account) if one.template == "sign_in.changed"]
    assert said
    assert all(one.to == account.email for one in said)
    assert Entry.objects.filter(verb="sign_in.changed", actor_key=f"account:{account.pk}").exists()


def test_a_change_asks_for_the_password_first_and_again_after_five_minutes(world, monkeypatch):
    window, _ = signed_in(world, "counselor")
    asks = window.get("/account/code/on/").headers["Location"]
    assert asks.startswith("/account/again/")
    wrong = window.post(asks, {"password": "not-the-password"})
    assert "isn" in wrong.content.decode()
    assert "your password. Check it and try again" in wrong.content.decode()
    assert window.get("/account/code/on/").status_code == 302
    assert window.post(asks, {"password": PASSWORD}).headers["Location"] == "/account/code/on/"
    assert window.get("/account/code/on/").status_code == 200
    later = time.time() + 400
    monkeypatch.setattr(time, "time", lambda: later)
    assert window.get("/account/code/on/").headers["Location"].startswith("/account/again/")


def test_turning_the_app_off_leads_staff_back_to_setting_it_up(world, kept):
    _, window = kept
    assert window.get("/app/clients/").headers.get("Location") != "/account/"
    assert window.post("/account/code/off/").status_code == 302
    assert window.get("/app/clients/").headers.get("Location") == "/account/"
