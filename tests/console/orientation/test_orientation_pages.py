"""The packet in the console: written by a director, gone through with a client, signed on a handed-over device."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, PASSWORD, make_world
from tests.orienting import mark_of

from stepwell.domain.orientation.models import Orientation, Packet
from stepwell.kernel import clock


@pytest.fixture
def visit(world):
    """`visit("director")` is a logged-in browser."""
    with clock.standing_at(NOW):
        yield world.browser


def page_of(world, name="orientation"):
    return reverse(name, args=[world.client.pk])


def test_a_director_writes_the_packet_reads_it_beside_the_fields_and_publishes_it(world, visit):
    browser, page = visit("director"), reverse("packet", args=[world.site.pk])
    assert browser.get(reverse("packets"))["Location"] == page
    first = browser.get(page).text
    assert "Clients read our words." in first
    assert "You are treated with respect, whoever you are." in first
    assert browser.post(page, {"revision": 0, "verb": "save", "day": "We begin at nine."}).status_code == 303
    drafted = browser.get(page).text
    assert "There is a draft" in drafted
    assert "We begin at nine." in drafted
    again = browser.post(page, {"revision": 0, "verb": "save", "day": "Ten."})
    assert (again.status_code, "meanwhile" in again.text, ">Ten.</textarea>" in again.text.replace("\n", "")) == (
        422,
        True,
        True,
    )
    assert browser.post(page, {"revision": 1, "verb": "publish"}).status_code == 303
    assert Packet.objects.get().published_at == NOW
    assert "Edition 1" in browser.get(page).text
    assert browser.post(page, {"revision": "x"}).status_code == 422


def test_whoever_may_not_write_it_is_not_shown_the_settings(world, visit):
    assert visit("counselor").get(reverse("packets")).status_code == 403
    assert visit("counselor").get(reverse("packet", args=[world.site.pk])).status_code == 403


def test_a_signed_paper_is_recorded_and_the_page_says_so(world, visit):
    browser, page = visit("counselor"), page_of(world)
    assert "Hand over this device" in browser.get(page).text
    wrong = browser.post(page, {"signed_on": "2026-10-09", "witness": "Bea Lund", "read": mark_of(world)})
    assert (wrong.status_code, "later than today" in wrong.text, 'value="Bea Lund"' in wrong.text) == (422, True, True)
    right = browser.post(page, {"signed_on": "2026-10-06", "witness": "Bea Lund", "read": mark_of(world)})
    assert right.status_code == 303
    assert "Signed on paper, 6 Oct 2026" in browser.get(page).text
    assert reverse("orientation", args=[world.client.pk]) in browser.get(f"/app/clients/{world.client.pk}/").text


def test_without_handing_over_nobody_signs_in_the_console(world, visit):
    browser = visit("counselor")
    there = page_of(world, "orientation_here")
    assert browser.get(there)["Location"] == page_of(world)
    answer = browser.post(there, {"name": "Ana Reyes", "agrees": "on", "read": mark_of(world)})
    assert answer["Location"] == page_of(world)
    assert not Orientation.objects.exists()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_client_signs_on_the_programs_own_tablet(committed, browse, width, dark):
    with clock.standing_at(NOW):
        world = make_world()
        page = browse(world.email("counselor"), width=width, dark=dark)
        page.goto(page_of(world))
        assert_sound(page)
        page.get_by_role("button", name="Hand over this device").click()
        expect(page.get_by_role("heading", name="How things work here")).to_be_visible()
        assert_sound(page)
        page.goto("/app/clients/")
        expect(page.get_by_role("heading", name="How things work here")).to_be_visible()
        page.get_by_label("Type your full name").fill("Somebody Else")
        page.get_by_label("I have read this, and I agree").check()
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.get_by_text("This isn't your name as we know it.").first).to_be_visible()
        page.get_by_label("Type your full name").fill(f"Ana {world.client.family_name}")
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.get_by_text("It is signed. Please give this device back.")).to_be_visible()
        assert_sound(page)
        page.get_by_role("link", name="For staff: take this device back").click()
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Signed here, on our device, 6 Oct 2026")).to_be_visible()


@pytest.mark.browser
def test_the_editor_is_sound_wide_and_narrow(committed, browse):
    with clock.standing_at(NOW):
        world = make_world()
        page = browse(world.email("director"))
        page.goto("/app/settings/orientation/")
        assert_sound(page)
        page.get_by_label("What a day is like").fill("We begin at nine.")
        page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text("There is a draft")).to_be_visible()
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_text("It is published: clients read it from now on.")).to_be_visible()
        page.set_viewport_size({"width": 390, "height": 800})
        assert_sound(page)
