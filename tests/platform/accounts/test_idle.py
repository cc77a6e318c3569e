"""A session nobody uses ends; what a page does by itself is no use."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from stepwell.kernel import clock


def minutes(count):
    return NOW + timedelta(minutes=count)


@pytest.fixture
def asks(world, settings):
    """`asks("counselor", 5, "/")`: that person's window asks for a page five minutes after the start."""
    settings.IDLE_MINUTES, settings.IDLE_MINUTES_PHONE = 15, 60  # as they are unless somebody says otherwise
    windows = {}

    def asks(who, after, path="/account/", **headers):
        window = windows.setdefault(who, world.browser(who))
        with clock.standing_at(minutes(after)):
            return window.get(path, headers=headers)

    return asks


def is_signed_out(answer):
    return answer.status_code == 302 and answer.headers["Location"].startswith("/login/")


def test_a_session_in_use_goes_on(asks):
    for after in (0, 14, 28, 42):
        assert asks("counselor", after).status_code == 200


def test_a_session_ends_after_fifteen_minutes_without_a_sign_of_life(asks):
    assert asks("counselor", 0).status_code == 200
    assert is_signed_out(asks("counselor", 16))
    assert is_signed_out(asks("counselor", 16))


def test_what_a_page_asks_by_itself_keeps_no_session_alive(asks):
    asks("counselor", 0)
    for after in (5, 10, 14):
        assert asks("counselor", after, **{"X-By-Itself": "1"}).status_code == 200
    assert is_signed_out(asks("counselor", 16, **{"X-By-Itself": "1"}))


def test_asking_to_stay_is_a_sign_of_life(asks):
    asks("counselor", 0)
    assert asks("counselor", 14, "/stay/").status_code == 200
    assert asks("counselor", 28).status_code == 200


def test_a_phone_is_left_alone_for_an_hour(asks):
    assert asks("client", 0, "/me/").status_code == 200
    assert asks("client", 59, "/me/").status_code == 200
    assert is_signed_out(asks("client", 120, "/me/"))


def test_the_address_of_a_phones_page_opens_no_session_of_a_desk_again(asks):
    asks("counselor", 0)
    assert is_signed_out(asks("counselor", 20, "/me/"))
    assert is_signed_out(asks("counselor", 21))


def test_coming_from_the_phones_pages_the_shorter_limit_holds_at_once(asks):
    asks("client", 0, "/me/")
    asks("client", 0.1, "/account/")
    assert is_signed_out(asks("client", 20, "/account/"))


def test_after_twelve_hours_one_signs_in_again_however_busy_one_was(asks, settings):
    settings.SESSION_HOURS = 12
    for after in range(0, 12 * 60, 10):
        assert asks("counselor", after).status_code == 200
    assert is_signed_out(asks("counselor", 12 * 60 + 1))
