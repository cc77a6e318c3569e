"""The page that says how to reach somebody, what stands where their number would, and an emergency."""

import re

import pytest
from tests.cast import NOW
from tests.furnished import PLAIN, furnish

from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.models import ContactEmergency, SafeContact
from stepwell.domain.contact.rules import Way, Wish, Wishes
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry


@pytest.fixture(autouse=True)
def at_nine():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def page(world):
    world.client.phone = "303 555 0100"
    world.client.save(update_fields=["phone"])
    return f"/app/clients/{world.client.pk}/contact/"


def say(world, wishes, **given):
    return say_how_to_reach(actor=world.actor("counselor"), client_id=world.client.pk, wishes=wishes, now=NOW, **given)


def test_nobody_has_asked_yet_and_the_page_says_what_to_ask(world, page):
    answer = world.browser("counselor").get(page)
    assert "Nobody has asked yet" in answer.text
    assert "tel:3035550100" in answer.text
    assert Entry.objects.filter(verb="contact.read", client_id=world.client.pk).count() == 1


def test_what_they_say_is_written_down_and_holds_at_once(world, page):
    browser = world.browser("counselor")
    sent = {"seen": 0, "call": "yes", "call_from": "12:00", "call_until": "13:00", "voicemail": "no", "call_as": "Ty"}
    assert browser.post(page, sent).status_code == 303
    answer = browser.get(page)
    assert re.search(r"Call: not before \w{3} 12:00", answer.text)
    assert "Written down by Maya Okafor" in answer.text
    assert "tel:" not in answer.text
    assert "Don’t call now" in browser.get(f"/app/clients/{world.client.pk}/").text


def test_hours_beside_a_no_are_left_out(world, page):
    sent = {"seen": 0, "text": "no", "text_from": "12:00", "text_until": ""}
    assert world.browser("counselor").post(page, sent).status_code == 303
    assert not SafeContact.objects.get(client=world.client).ways.get().is_allowed


def test_what_can_not_be_kept_stays_in_the_form_beside_its_reason(world, page):
    sent = {"seen": 0, "call": "yes", "call_from": "12:00", "words": "Ring twice"}
    answer = world.browser("counselor").post(page, sent)
    assert answer.status_code == 422
    assert "one of the two times is missing" in answer.text
    assert "Ring twice" in answer.text
    assert 'value="12:00"' in answer.text


def test_two_who_write_at_once_the_second_is_told_and_keeps_the_words(world, page):
    say(world, Wishes(is_unsafe=True))
    answer = world.browser("supervisor").post(page, {"seen": 0, "call": "yes", "words": "Ring twice"})
    assert answer.status_code == 422
    assert "Maya Okafor wrote this down anew" in answer.text
    assert "Ring twice" in answer.text


def test_where_it_is_not_safe_no_number_can_be_dialed_by_a_press(world, page):
    say(world, Wishes(is_unsafe=True))
    browser = world.browser("counselor")
    for address in (page, f"/app/clients/{world.client.pk}/"):
        answer = browser.get(address)
        assert "Not safe to contact" in answer.text
        assert "tel:3035550100" not in answer.text


def test_an_emergency_is_declared_on_a_page_of_its_own_and_then_opens_the_ways(world, page):
    say(world, Wishes(is_unsafe=True))
    browser = world.browser("counselor")
    short = browser.post(f"{page}emergency/", {"reason": "Pills"})
    assert (short.status_code, "too little" in short.text) == (422, True)
    assert browser.post(f"{page}emergency/", {"reason": "They wrote that they took pills."}).status_code == 303
    assert "An emergency goes on" in browser.get(page).text
    assert "tel:3035550100" in browser.get(page).text


def test_the_privacy_officer_finds_it_on_today_and_says_that_they_looked(world, page):
    officer = world.browser("privacy officer")
    reason = "They wrote that they took pills."
    world.browser("counselor").post(f"{page}emergency/", {"reason": reason})
    emergency = ContactEmergency.objects.get(client=world.client)
    address = f"/app/contact-emergencies/{emergency.pk}/"
    assert address in officer.get("/app/today/").text
    assert reason in officer.get(address).text
    assert reason not in officer.get("/app/today/").text
    assert officer.post(address).status_code == 303
    assert "Nora Vance looked at it" in officer.get(address).text


def test_who_declared_it_sees_that_somebody_else_looks(world, page):
    world.browser("director").post(f"{page}emergency/", {"reason": "They wrote that they took pills."})
    address = f"/app/contact-emergencies/{ContactEmergency.objects.get(client=world.client).pk}/"
    assert "You declared this yourself" in world.browser("director").get(address).text
    refused = world.browser("director").post(address)
    assert (refused.status_code, "declared this yourself" in refused.text) == (409, True)


def test_who_may_read_and_not_write_gets_no_form(world, page):
    page_of = world.browser("privacy officer")
    assert "Write down what they say" not in page_of.get(page).text
    assert page_of.post(page, {"seen": 0, "call": "no"}).status_code == 403


def test_crisis_says_what_to_mind_before_calling(world, page):
    furnished = furnish(world, PLAIN)
    say(world, Wishes(is_unsafe=True), call_as="a friend from work")
    browser = world.browser("counselor")
    for address in ("/app/crisis/", f"/app/crisis/{furnished.ids['event_id']}/"):
        text = browser.get(address).text
        assert "not safe to contact them" in text
        assert "Say you are a friend from work" in text


def test_crisis_warns_of_a_no_to_calls(world, page):
    furnish(world, PLAIN)
    say(world, Wishes(ways={Way.CALL: Wish(False)}))
    assert "They asked not to be called now. They said no." in world.browser("counselor").get("/app/crisis/").text
