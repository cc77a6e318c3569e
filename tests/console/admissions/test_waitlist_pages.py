"""The pages of the waitlist, without scripts and in a browser."""

import pytest
from django.urls import reverse
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.domain.admissions.test_meanwhile import give
from tests.domain.admissions.test_referral_queries import receive
from tests.domain.admissions.test_waitlist import join

from stepwell.domain.admissions.rules.meanwhile import InterimKind
from stepwell.kernel import clock


@pytest.fixture
def visit(world):
    """`visit("admissions")` is a logged-in browser."""
    with clock.standing_at(NOW):
        yield world.browser


def test_somebody_is_put_in_line_offered_a_place_and_chooses_a_first_day(world, visit):
    clinic, enquiry, browser = make_clinic(world, people=0), receive(world), visit("admissions")
    page, listed = reverse("enquiry_wait", args=[enquiry.pk]), reverse("waitlist")
    assert "Nobody waits for a seat" in browser.get(listed).text
    assert "Put them in line" in browser.get(page).text
    assert browser.post(page, {"verb": "join"}).status_code == 422
    told = {"verb": "join", "track_id": clinic.track.pk, "group": "injects"}
    assert browser.post(page, told).status_code == 303
    assert "Number 1 of 1 for Evening IOP" in browser.get(page).text
    assert "Nothing yet" in browser.get(listed).text
    give(world, enquiry, InterimKind.NALOXONE)
    for one in (page, listed):
        assert "Naloxone given" in browser.get(one).text
    assert browser.post(page, {"verb": "offer"}).status_code == 303
    assert "They accept it" in browser.get(page).text
    assert "Offered 6 Oct, 09:00" in browser.get(listed).text
    accepted = browser.post(page, {"verb": "accept"})
    assert accepted["Location"] == reverse("enquiry_schedule", args=[enquiry.pk])
    assert browser.post(page, {"verb": "dance"}).status_code == 404


def test_an_offer_out_of_order_asks_for_a_reason_and_keeps_what_was_typed(world, visit):
    clinic, browser = make_clinic(world, people=0), visit("admissions")
    first, second = receive(world), receive(world)
    for enquiry in (first, second):
        join(world, enquiry, clinic)
    (last,) = (one for one in (first, second) if "Number 2 of 2" in browser.get(wait_of(one)).text)
    refused = browser.post(wait_of(last), {"verb": "offer", "reason": " "})
    assert (refused.status_code, "Somebody else is first in this line." in refused.text) == (422, True)


def wait_of(enquiry):
    return reverse("enquiry_wait", args=[enquiry.pk])


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_waitlist_is_sound_wide_and_narrow(committed, browse, width, dark, tmp_path):
    with clock.standing_at(NOW):
        world = make_world()
        clinic, enquiry, other = make_clinic(world, people=0), receive(world), receive(world)
        page = browse(world.email("admissions"), width=width, dark=dark)
        page.goto(wait_of(other))
        assert_sound(page)
        page.get_by_label("Track").select_option(label="Evening IOP")
        page.get_by_role("button", name="Put them in line").click()
        page.get_by_role("button", name="Offer a place").wait_for()
        assert_sound(page)
        join(world, enquiry, clinic)
        page.screenshot(path=tmp_path / "wait.png", full_page=True)
        page.goto("/app/admissions/waitlist/")
        page.screenshot(path=tmp_path / "waitlist.png", full_page=True)
        assert_sound(page)
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
