"""Refer somebody without a login: kept with the person's agreement alone, once, and answered by calling the person."""

from uuid import uuid4

import pytest
from django.test import Client as Http
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.wording import unwelcome_words

from stepwell.domain.admissions.models import Enquiry, OnlineRequest
from stepwell.kernel import clock

PAGE = "/refer/"


def given(world, **change):
    return {
        "key": uuid4(), "referrer_name": "Dr. Ames", "referrer_organization": "County Clinic",
        "referrer_phone": "303 555 0155", "name": "Jo", "phone": "303 555 0144", "reach_words": "Not at work.",
        "best_time": "evening", "words": "Wants to begin.", "says_agreed": "on", "site": world.site.pk, **change,
    }  # fmt: skip


@pytest.fixture
def at_nine(world):
    with clock.standing_at(NOW):
        yield world


def test_a_referral_is_kept_and_thanked_for_and_no_cookie_is_left(at_nine):
    http = Http(enforce_csrf_checks=True)
    assert unwelcome_words(http.get(PAGE).text) == []
    answer = http.post(PAGE, given(at_nine))
    assert answer.status_code == 303
    assert "unless they consent in writing" in http.get(answer.headers["Location"]).text
    assert not http.cookies
    kept = OnlineRequest.objects.get()
    assert (kept.referred_by, kept.says_agreed, kept.is_for_other) == ("Dr. Ames, County Clinic", True, True)
    assert (kept.may_text, kept.may_voicemail, kept.held_because) == (False, False, "")
    desk = at_nine.browser("admissions")
    assert "Answer a referral that came online" in desk.get("/app/today/").text
    assert "referred by Dr. Ames, County Clinic" in desk.get("/app/admissions/").text
    page = desk.get(f"/app/admissions/online/{kept.pk}/").text
    for said in ("303 555 0155", "Not at work.", "Tell the referrer nothing", "Wants to begin."):
        assert said in page


def test_the_enquiry_that_comes_of_it_is_a_referral_with_the_referrers_name(at_nine):
    Http().post(PAGE, given(at_nine))
    kept = OnlineRequest.objects.get()
    taken = {"given_names": "Jo", "family_name": "Lindqvist", "phone": kept.phone}
    answer = at_nine.browser("admissions").post(f"/app/admissions/online/{kept.pk}/", taken)
    assert answer.status_code == 303
    made = Enquiry.objects.get(client__family_name="Lindqvist")
    assert (made.source, made.source_name) == ("referral", "Dr. Ames, County Clinic")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"says_agreed": ""}, "They have to know and agree."),
        ({"referrer_name": " "}, "Your name is missing."),
        ({"referrer_phone": ""}, "There is no way to reach you."),
        ({"referrer_email": "at home"}, "This is no e-mail address."),
        ({"referrer_organization": "x" * 101}, "longer than 100 letters"),
        ({"reach_words": "x" * 301}, "longer than 300 letters"),
        ({"name": ""}, "There is no name."),
        ({"phone": ""}, "There is no way to reach them."),
        ({"phone": "911"}, "too short for a phone number"),
        ({"referrer_name": "A\0"}, "Null characters"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_all_that_was_typed_stays(at_nine, change, said):
    answer = Http().post(PAGE, given(at_nine, **change))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Wants to begin." in answer.text
    assert not OnlineRequest.objects.exists()


def test_sent_twice_it_is_there_once(at_nine):
    sent = given(at_nine)
    for _ in range(2):
        assert Http().post(PAGE, sent).status_code == 303
    assert OnlineRequest.objects.count() == 1


@pytest.mark.parametrize("odd", [{"website": "x"}, {"reach_words": "http://a.example http://b.example"}])
def test_what_looks_like_a_program_is_held_and_thanked_for_all_the_same(at_nine, odd):
    assert Http().post(PAGE, given(at_nine, **odd)).status_code == 303
    kept = OnlineRequest.objects.get()
    assert kept.held_because
    assert "Answer a referral" not in at_nine.browser("admissions").get("/app/today/").text


def test_many_from_one_place_are_held_and_very_many_are_asked_to_call(at_nine):
    for number in range(6):
        assert Http().post(PAGE, given(at_nine, name=f"Jo {number}")).status_code == 303
    assert OnlineRequest.objects.exclude(held_because="").get().name == "Jo 5"
    for number in range(6, 40):
        Http().post(PAGE, given(at_nine, name=f"Jo {number}"))
    assert Http().post(PAGE, given(at_nine)).status_code == 429


def test_a_program_that_is_not_set_up_says_where_else_to_call(alone, db):
    assert "1-800-662-4357" in Http().get(PAGE).text


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (390, False, False)])
def test_a_referrer_sends_somebody_and_admissions_reads_who(browse, width, dark, scripts):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(width=width, dark=dark, scripts=scripts)
        page.goto("/")
        page.get_by_role("link", name="Refer somebody").first.click()
        page.get_by_label("Your name").fill("Dr. Ames")
        page.get_by_label("Your phone").fill("303 555 0155")
        page.get_by_label("Their name").fill(f"Jo {world.site.pk}")
        page.get_by_label("Their phone").fill("303 555 0144")
        page.get_by_label("Where?").select_option(world.site.name)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("They have to know and agree.").wait_for()
        if scripts:
            assert_sound(page)
        page.get_by_label("The person knows and agrees").check()
        page.get_by_role("button", name="Send").click()
        page.get_by_role("heading", name="We have it").wait_for()
        desk = browse(world.email("admissions"), width=width, dark=dark, scripts=scripts)
        desk.goto("/app/admissions/")
        desk.get_by_role("link", name=f"Jo {world.site.pk}").click()
        desk.get_by_role("heading", name="Who referred them").wait_for()
        if scripts:
            assert_sound(desk)
