"""Questions on a device in the person's own hands: one page, nothing else, until staff take it back."""

import re

import pytest
from django.urls import reverse
from tests.browser import assert_sound
from tests.cast import NOW, PASSWORD, make_world

from stepwell.domain.measures.models import Administration, Mode
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock

GAD = load_instrument("gad-7")


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def here(world, code="gad-7"):
    return reverse("instrument_here", args=[world.client.pk, code])


def handed(world, code="gad-7"):
    browser = world.browser("counselor")
    answer = browser.post(here(world, code), {"verb": "hand_over"})
    assert answer.headers["Location"] == here(world, code)
    return browser


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def say(world, browser, at, answer, code="gad-7", **more):
    data = {"version": load_instrument(code).version, "at": at, "answer": answer, **more}
    return browser.post(here(world, code), data)


def test_the_person_answers_one_question_after_the_other_and_sends(world):
    browser = handed(world)
    for place, item in enumerate(GAD.items, start=1):
        page = text(browser.get(here(world)))
        assert f"Question {place} of 7" in page
        assert item.text.replace("'", "&#x27;") in page
        say(world, browser, place, "1")
    assert "Send your answers" in text(browser.get(here(world)))
    browser.post(here(world), {"verb": "send", "version": GAD.version})
    assert "Please give this device back." in text(browser.get(here(world)))
    sheet = Administration.objects.get()
    assert (sheet.total, sheet.mode, sheet.rater) == (7, Mode.SELF, world.staff["counselor"])


def test_its_pages_name_nobody_and_lead_nowhere(world):
    page = text(handed(world).get(here(world)))
    assert world.client.family_name not in page
    links = {link for link in re.findall(r'href="(/[^"]*)"', page) if not link.startswith("/static/")}
    assert links <= {here(world) + "?at=1&amp;in=es-US", reverse("take_back"), reverse("login")}


@pytest.mark.parametrize("name", ["today", "clients", "crisis", "mfa_index", "home"])
def test_every_other_address_leads_back_to_the_questions(world, name):
    browser = handed(world)
    assert browser.get(reverse(name)).headers["Location"] == here(world)
    assert browser.post(reverse(name), {}).headers["Location"] == here(world)
    moved = browser.get(reverse(name), headers={"HX-Request": "true"})
    assert moved.headers["HX-Redirect"] == here(world)


def test_other_questions_of_the_same_person_stay_shut(world):
    assert handed(world).get(here(world, "phq-9")).headers["Location"] == here(world)


def test_taking_it_back_asks_who_it_is_also_of_who_signed_in_a_moment_ago(world):
    browser = handed(world)
    asked = browser.get(reverse("take_back"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    wrong = browser.post(asked.headers["Location"], {"password": "not it"})
    assert wrong.status_code == 200
    assert browser.get(reverse("today")).headers["Location"] == here(world)
    right = browser.post(asked.headers["Location"], {"password": PASSWORD})
    back = browser.get(right.headers["Location"])
    assert back.headers["Location"] == reverse("instrument", args=[world.client.pk, "gad-7"])
    assert browser.get(reverse("today")).status_code == 200
    assert browser.get(here(world)).headers["Location"] == back.headers["Location"]


def test_signing_out_ends_it(world):
    browser = handed(world)
    browser.post(reverse("logout"))
    assert browser.get(here(world)).headers["Location"].startswith(reverse("login"))


def test_a_safety_answer_calls_the_team_and_says_what_to_do(world):
    browser = handed(world, "phq-9")
    say(world, browser, 9, "1", "phq-9")
    assert Task.objects.filter(client=world.client, is_safety=True).exists()
    page = text(browser.get(here(world, "phq-9")))
    assert "Your team has been told." in page
    assert "Question 1 of" in page


@pytest.mark.parametrize("typed", ["", "9", "two", "-1"])
def test_what_is_no_answer_stays_with_what_to_do(world, typed):
    answer = say(world, handed(world), 1, typed)
    assert answer.status_code == 422
    assert "Choose one to go on." in text(answer)


def test_sending_with_a_question_open_names_it(world):
    browser = handed(world)
    refused = browser.post(here(world), {"verb": "send", "version": GAD.version})
    assert refused.status_code == 422
    assert "Still open" in text(refused)


def test_it_is_asked_in_the_language_of_the_person(world):
    type(world.client).objects.filter(pk=world.client.pk).update(language="es")
    assert "Se ha sentido nervioso(a)" in text(handed(world).get(here(world)))


def test_what_a_clinician_rates_is_not_handed_over(world):
    assert world.browser("counselor").post(here(world, "cows"), {"verb": "hand_over"}).status_code == 404


def test_without_handing_over_the_page_is_the_staffs_own(world):
    answer = world.browser("counselor").get(here(world))
    assert answer.headers["Location"] == reverse("instrument", args=[world.client.pk, "gad-7"])


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scripts"), [(820, True), (390, False)])
def test_a_tablet_goes_to_the_person_and_comes_back(browse, width, scripts):
    world = make_world()
    page = browse(world.email("counselor"), width=width, scripts=scripts)
    page.goto(reverse("instrument", args=[world.client.pk, "gad-7"]))
    page.get_by_role("button", name="Hand over this device").click()
    for item in GAD.items:
        page.get_by_role("heading", name=item.text).wait_for()
        page.get_by_role("radio", name="Several days").check()
        page.get_by_role("button", name="Next").click()
    if scripts:
        assert_sound(page)
    page.goto("/app/")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Please give this device back.").wait_for()
    page.get_by_role("link", name="For staff: take this device back").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("handed over by Maya Okafor").wait_for()
