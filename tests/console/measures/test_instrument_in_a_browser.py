"""The instrument's page in a real browser: by keyboard, with skips, with and without scripts."""

import re

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.domain.measures.actions import ask_on_phone, save_answers
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.safety.models import SafetyEvent
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
VECTOR = (2, 1, 1, 0, 0, 0, 1, 0, 0, 2)


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def address(world, code):
    return f"/app/clients/{world.client.pk}/instruments/{code}/"


def wait_for(page, words):
    page.wait_for_function("words => document.body.textContent.replace(/\\s+/g, ' ').includes(words)", arg=words)


def test_audit_is_filled_in_by_keyboard_alone(browse):
    world = make_world()
    page = browse(world.email("counselor"))
    page.goto(address(world, "audit"))
    page.locator("#q1-0").focus()
    for points in VECTOR:
        page.keyboard.press(str(points))
    wait_for(page, "10 of 10 answered")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?sheet="))
    assert page.locator(".score b").inner_text() == "7"
    assert Administration.objects.get(client=world.client).total == 7


def test_arrow_keys_answer_as_radio_buttons_do_and_are_saved(browse):
    world = make_world()
    page = browse(world.email("counselor"))
    page.goto(address(world, "phq-9"))
    page.locator("#q9-0").focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, "Suicide risk: review before they leave")
    assert page.evaluate("document.activeElement.id") == "q9-1"
    page.reload()
    assert page.locator("#q9-1").is_checked()


def test_when_the_questions_change_meanwhile_the_page_shows_todays_and_nothing_goes_under_the_wrong_text(browse):
    world = make_world()
    page = browse(world.email("counselor"))
    page.goto(address(world, "phq-9"))
    page.locator("input[name=version]").evaluate("field => { field.value = 'Pfizer-1998/1' }")
    page.locator("#q1-2").check()
    page.get_by_role("heading", name="Not saved").wait_for()
    assert page.get_by_text("The questions have changed since this page was opened.").is_visible()
    assert page.locator("#q1-2").is_checked()
    assert_sound(page)
    earlier = Administration.objects.get(client=world.client)
    assert (earlier.instrument_version, earlier.answers) == ("Pfizer-1998/1", {"q1": 2})
    assert earlier.set_aside_at is not None
    page.locator("#q2-1").check()
    wait_for(page, "2 of 10 answered")
    today = Administration.objects.exclude(pk=earlier.pk).get(client=world.client)
    assert (today.instrument_version, today.answers) == (load_instrument("phq-9").version, {"q1": 2, "q2": 1})


def test_questions_that_are_not_asked_step_aside_at_once(browse):
    world = make_world()
    page = browse(world.email("counselor"))
    page.goto(address(world, "c-ssrs-screener"))
    page.locator("#q1-0").focus()
    for key in "000":  # wish: no, thoughts: no, and the next one asked is 6
        page.keyboard.press(key)
    assert not page.locator("#q3").is_visible()
    assert not page.locator("#q5").is_visible()
    assert not page.locator("#q6_recent").is_visible()
    wait_for(page, "3 of 3 answered")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url(re.compile(r"\?sheet="))
    assert "No risk reported" in page.locator("#sheet-result").inner_text()


def test_an_optional_skip_can_be_asked_all_the_same(browse):
    world = make_world()
    page = browse(world.email("counselor"))
    page.goto(address(world, "audit"))
    page.locator("label[for=q1-0]").click()
    assert not page.locator("#q4").is_visible()
    page.get_by_role("button", name="Ask the questions that were left out").click()
    assert page.locator("#q4").is_visible()


def test_a_high_answer_is_told_on_the_page_and_in_the_bar_at_once(browse):
    world = make_world()
    page = browse(world.email("counselor"), width=390)
    page.goto(address(world, "c-ssrs-screener"))
    page.locator("label[for=q2-1]").click()
    page.locator("label[for=q5-1]").click()
    wait_for(page, "Do not leave the person alone.")
    assert page.locator("#alarm").is_visible()
    page.wait_for_function("() => document.getElementById('alarm').getBoundingClientRect().top >= 0")
    assert SafetyEvent.objects.filter(client=world.client).count() == 1
    assert_sound(page)


def test_without_scripts_everything_is_shown_saved_and_finished(browse):
    world = make_world()
    page = browse(world.email("counselor"), scripts=False)
    page.goto(address(world, "c-ssrs-screener"))
    assert page.locator("fieldset.question:visible").count() == 7
    page.locator("label[for=q1-1]").click()
    page.locator("label[for=q2-0]").click()
    page.get_by_role("button", name="Finish").click()
    assert "Saved, and not finished yet" in page.inner_text("main")
    assert page.get_by_text("Not asked after the answer to question 2.").count() == 3
    assert "C-SSRS low: review before they leave" in page.inner_text("main")
    page.locator("label[for=q6-0]").click()
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url(re.compile(r"\?sheet="))
    assert Administration.objects.get(client=world.client).band_code == "low"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_state_of_the_page_is_sound(browse, width, dark):
    world = make_world()
    text = load_instrument("c-ssrs-screener")
    page = browse(world.email("counselor"), width=width, dark=dark)
    page.goto(address(world, "audit"))
    assert_sound(page)
    page.get_by_role("button", name="Finish").click()  # nothing answered: refused
    page.wait_for_selector("[data-error-summary]")
    assert_sound(page)
    save_answers(
        actor=world.actor("counselor"),
        client_id=world.client.pk,
        code=text.code,
        answers={"q1": 1, "q2": 0, "q4": 1},
        version=text.version,
        now=NOW,
    )
    page.goto(address(world, text.code))
    assert_sound(page)
    page = browse(world.email("director"), width=width, dark=dark)
    page.goto(address(world, text.code))
    assert_sound(page)


def test_nothing_scrolls_sideways_at_320(browse):
    world = make_world()
    page = browse(world.email("counselor"), width=320)
    for code in ("audit", "c-ssrs-screener"):
        page.goto(address(world, code))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "dark"), [(390, False), (320, True)])
def test_a_client_changes_the_language_on_the_phone_and_answers_in_it(browse, width, dark):
    world = make_world()
    asking = ask_on_phone(actor=world.actor("counselor"), client_id=world.client.pk, code="phq-9", now=NOW)
    page = browse(world.email("client"), width=width, dark=dark)
    page.goto(f"/me/questions/{asking.pk}/")
    page.get_by_role("link", name="Español").click()
    page.get_by_role("heading", name="Poco interés o placer en hacer cosas").wait_for()
    assert_sound(page)
    page.get_by_role("radio", name="Varios días").check()
    page.get_by_role("button", name="Siguiente").click()
    page.get_by_role("heading", name="Se ha sentido decaído(a), deprimido(a) o sin esperanzas").wait_for()
    assert Administration.objects.get(client=world.client).language == "es-US"


def test_staff_read_it_out_in_spanish(browse):
    world = make_world()
    page = browse(world.email("counselor"))
    page.goto(address(world, "gad-7"))
    page.get_by_role("link", name="Español").click()
    page.get_by_text("Ha tenido dificultad para relajarse").wait_for()
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_what_waits_on_the_phone_is_taken_back_from_inside_its_card(browse, width):
    world = make_world()
    at_length = {"code": "audit", "reason": "Asked in the first week, before the assessment is written."}
    ask_on_phone(actor=world.actor("counselor"), client_id=world.client.pk, **at_length, now=NOW)
    page = browse(world.email("counselor"), width=width)
    page.goto(f"/app/clients/{world.client.pk}/instruments/")
    assert_sound(page)
    button = page.get_by_role("button", name="Take back")
    card, inside = page.locator(".card").filter(has=button).bounding_box(), button.bounding_box()
    assert inside["x"] + inside["width"] <= card["x"] + card["width"]
    button.click()
    page.get_by_text("Nothing is waiting there.").wait_for()
