"""Ask to be called: a form for whoever comes, that loses nothing and leaves nothing behind in the browser."""

from uuid import uuid4

import pytest
from django.test import Client as Http
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.wording import unwelcome_words

from stepwell.domain.admissions.models import OnlineRequest
from stepwell.domain.people.actions import open_site
from stepwell.domain.people.models import Site
from stepwell.kernel import clock
from stepwell.kernel.actor import system

PAGE = "/ask/"


def given(world, **change):
    return {"key": uuid4(), "who": "me", "name": "Jo", "phone": "303 555 0144", "best_time": "evening",
            "site": world.site.pk, **change}  # fmt: skip


@pytest.fixture
def at_nine(world):
    with clock.standing_at(NOW):
        yield world


def test_a_name_and_a_number_are_enough_and_no_cookie_is_left(at_nine):
    http = Http(enforce_csrf_checks=True)
    page = http.get(PAGE)
    assert unwelcome_words(page.text) == []
    answer = http.post(PAGE, given(at_nine))
    assert answer.status_code == 303
    thanks = http.get(answer.headers["Location"])
    assert "We have it" in thanks.text
    assert not http.cookies
    kept = OnlineRequest.objects.get()
    assert (kept.name, kept.best_time, kept.may_text, kept.may_voicemail) == ("Jo", "evening", False, False)
    today = at_nine.browser("admissions").get("/app/today/").text
    assert "Answer somebody who asked online" in today
    assert f"/app/admissions/online/{kept.pk}/" in today


def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_stays(at_nine):
    answer = Http().post(PAGE, given(at_nine, phone="", words="Ring twice."))
    assert answer.status_code == 422
    assert "There is no way to reach you." in answer.text
    assert "Ring twice." in answer.text
    assert not OnlineRequest.objects.exists()


@pytest.mark.parametrize("change", [{"key": "x"}, {"site": 0}, {"who": "them"}, {"best_time": "at noon"}])
def test_odd_input_is_refused_without_an_error_of_ours(at_nine, change):
    assert Http().post(PAGE, given(at_nine, **change)).status_code == 422


def test_the_same_form_sent_twice_is_there_once(at_nine):
    sent = given(at_nine)
    for _ in range(2):
        assert Http().post(PAGE, sent).status_code == 303
    assert OnlineRequest.objects.count() == 1


def test_what_a_program_fills_in_is_held_and_thanked_for_all_the_same(at_nine):
    answer = Http().post(PAGE, given(at_nine, website="http://spam.example"))
    assert answer.status_code == 303
    assert OnlineRequest.objects.get().held_because == "a field was filled in that nobody sees"


def test_many_from_one_place_are_held_and_very_many_are_asked_to_call(at_nine):
    for number in range(6):
        assert Http().post(PAGE, given(at_nine, name=f"Jo {number}")).status_code == 303
    assert OnlineRequest.objects.exclude(held_because="").get().name == "Jo 5"
    for number in range(6, 40):
        Http().post(PAGE, given(at_nine, name=f"Jo {number}"))
    refused = Http().post(PAGE, given(at_nine, name="One too many"))
    assert refused.status_code == 429
    assert "Please call us instead." in refused.text
    assert "One too many" in refused.text


def test_a_program_that_is_not_set_up_says_where_else_to_call(alone, db):
    assert not Site.objects.exists()
    assert "1-800-662-4357" in Http().get(PAGE).text


def test_one_site_is_not_asked_about(alone, db):
    site = open_site(actor=system("setup"), name="North", zone="America/Denver")
    page = Http().get(PAGE).text
    assert 'name="site"' not in page
    sent = {"key": uuid4(), "who": "other", "name": "Jo", "email": "jo@example.test", "best_time": "any time"}
    with clock.standing_at(NOW):
        assert Http().post(PAGE, sent).status_code == 303
    assert OnlineRequest.objects.get().site == site


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (390, False, False)])
def test_somebody_asks_and_admissions_opens_the_enquiry(browse, width, dark, scripts):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(width=width, dark=dark, scripts=scripts)
        page.goto("/")
        page.get_by_role("link", name="Ask us to call").first.click()
        if scripts:
            assert_sound(page)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Not sent yet").wait_for()
        if scripts:
            assert_sound(page)
        page.get_by_label("What may we call you?").fill(f"Jo {world.site.pk}")
        page.get_by_label("Phone").fill("303 555 0144")
        page.get_by_label("You may leave a voicemail").check()
        page.get_by_label("Where?").select_option(world.site.name)
        page.get_by_role("button", name="Send").click()
        page.get_by_role("heading", name="We have it").wait_for()
        if scripts:
            assert_sound(page)
        desk = browse(world.email("admissions"), width=width, dark=dark, scripts=scripts)
        desk.goto("/app/admissions/")
        desk.get_by_role("link", name=f"Jo {world.site.pk}").click()
        if scripts:
            assert_sound(desk)
        desk.get_by_label("Family name").fill(f"Lund{world.site.pk}")
        desk.get_by_role("button", name="Open the enquiry").click()
        desk.wait_for_url("**/app/admissions/*/")
    assert OnlineRequest.objects.get(site=world.site).enquiry.client.family_name == f"Lund{world.site.pk}"
