"""Ending a stay on a page: who may, what is asked, what the chart says afterwards."""

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.wording import unwelcome_words

from stepwell.kernel import clock

SAID = {"last_on": "2026-10-06", "reason": "completed"}


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=1)


@pytest.fixture
def address(clinic):
    return f"/app/clients/{clinic.clients[0].pk}/stay/end/"


def test_the_supervisor_finds_it_on_the_chart_and_ends_the_stay(clinic, address):
    browser = clinic.world.browser("supervisor")
    chart = f"/app/clients/{clinic.clients[0].pk}/"
    assert address in browser.get(chart).text
    asked = browser.get(address).text
    assert "Treatment completed" in asked
    assert 'value="2026-10-06"' in asked
    assert unwelcome_words(asked) == []
    answer = browser.post(address, SAID)
    assert (answer.status_code, answer.headers["Location"]) == (303, chart)
    said = browser.get(chart).text
    assert "Evening IOP until 6 Oct 2026 · Treatment completed" in said
    assert "2.1 until then" in said
    assert address not in said
    assert "No stay is open" in browser.get(address).text
    assert browser.post(address, SAID).status_code == 303


def test_what_is_wrong_is_said_and_what_was_chosen_stays(clinic, address):
    browser = clinic.world.browser("supervisor")
    answer = browser.post(address, {"last_on": "2026-10-09", "reason": "transferred"})
    assert answer.status_code == 422
    assert "This day is still to come. Choose today or earlier." in answer.text
    assert '<option value="transferred" selected' in answer.text
    empty = browser.post(address, {})
    assert empty.status_code == 422
    assert "The last day is missing." in empty.text
    assert "Choose how it ended." in empty.text


@pytest.mark.parametrize("who", ["counselor", "colleague", "admissions", "case manager", "client"])
def test_nobody_else_sees_it_or_may(clinic, address, who):
    browser = clinic.world.browser(who)
    assert browser.get(address).status_code == 403
    assert browser.post(address, SAID).status_code == 403
    if who == "counselor":
        assert address not in browser.get(f"/app/clients/{clinic.clients[0].pk}/").text
