"""How a client says where they are reached, by form and by their browser."""

import json

import pytest
from django.test import Client as Http
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, make_world
from tests.wording import unwelcome_words

from stepwell.kernel import clock
from stepwell.platform.notify.models import Address, Quiet
from stepwell.platform.notify.rules import Channel

PAGE, PUSH = "/me/reminders/", "/me/reminders/push/"
GIVEN = {"phone": "612 555 0100", "quiet_from": "21:00", "quiet_until": "08:00"}
PHONE = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "keys": {"p256dh": "BKey", "auth": "word"}}


@pytest.fixture
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def me(world, standing):
    return world.browser("client")


def open_ones(world, channel):
    return Address.objects.filter(account=world.accounts["client"], channel=channel, ended_at=None)


@pytest.mark.parametrize("who", EVERYBODY)
def test_it_is_the_clients_own_page(world, standing, who):
    expected = 200 if who == "client" else 403
    window = world.browser(who)
    assert window.get(PAGE).status_code == expected
    assert window.post(PUSH, "null", content_type="application/json").status_code == expected


def test_without_a_login_one_is_asked_to_log_in(db):
    assert Http().get(PAGE).headers["Location"].startswith("/login/")


def test_a_number_and_quiet_hours_are_kept_and_shown_again(world, me):
    assert me.post(PAGE, GIVEN).status_code == 303
    assert open_ones(world, Channel.SMS).get().value == "+16125550100"
    quiet = Quiet.objects.get(account=world.accounts["client"])
    assert (quiet.from_time.hour, quiet.until_time.hour, quiet.zone) == (21, 8, "America/Denver")
    page = me.get(PAGE).content.decode()
    assert "+16125550100" in page
    assert 'value="21:00"' in page
    assert unwelcome_words(page) == []


def test_an_empty_form_ends_texts_and_quiet_hours(world, me):
    me.post(PAGE, GIVEN)
    me.post(PAGE, {"phone": "", "quiet_from": "", "quiet_until": ""})
    assert not open_ones(world, Channel.SMS).exists()
    assert not Quiet.objects.filter(account=world.accounts["client"]).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "call me"}, "area code"),
        ({"quiet_until": ""}, "Give both times, or neither."),
        ({"quiet_from": "late"}, "Enter a valid time"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(world, me, wrong, words):
    answer = me.post(PAGE, {**GIVEN, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert next(iter(wrong.values())) in answer.content.decode()
    assert not open_ones(world, Channel.SMS).exists()


def test_a_browser_is_taken_once_and_given_up(world, me):
    for _ in range(2):
        answer = me.post(PUSH, json.dumps(PHONE), content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, {"on": True})
    kept = open_ones(world, Channel.PUSH).get()
    assert json.loads(kept.value) == PHONE
    assert me.post(PUSH, "null", content_type="application/json").json() == {"on": False}
    assert not open_ones(world, Channel.PUSH).exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("[]", 422),
        ("0", 422),
        ("{}", 422),
        ("[" * 3_000, 422),
        (json.dumps({**PHONE, "keys": {"auth": "word"}}), 422),
        (json.dumps({**PHONE, "endpoint": ["x"]}), 422),
        (json.dumps({**PHONE, "endpoint": "https://127.0.0.1/metadata"}), 422),
        (json.dumps({**PHONE, "endpoint": "http://fcm.googleapis.com/x"}), 422),
        (json.dumps({**PHONE, "more": "x" * 4_000}), 413),
    ],
)
def test_what_is_no_subscription_of_a_service_we_know_is_refused(world, me, body, status):
    answer = me.post(PUSH, body, content_type="application/json")
    assert answer.status_code == status
    assert answer.json()["what"]
    assert not open_ones(world, Channel.PUSH).exists()


def test_a_subscription_needs_the_pages_own_token(world, standing):
    window = Http(enforce_csrf_checks=True)
    window.force_login(world.accounts["client"])
    assert window.post(PUSH, json.dumps(PHONE), content_type="application/json").status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(390, False, True), (1280, True, True), (390, True, False)])
def test_the_page_is_sound_and_takes_a_number(browse, width, dark, scripts):
    world = make_world()
    page = browse(world.email("client"), width=width, dark=dark, scripts=scripts)
    page.goto(PAGE)
    page.get_by_label("Number for texts").fill("call me")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("This phone number can’t be dialed").or_(page.get_by_text("area code")).count()
    if scripts:
        assert_sound(page)
    page.get_by_label("Number for texts").fill("612 555 0100")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert page.get_by_label("Number for texts").input_value() == "+16125550100"
