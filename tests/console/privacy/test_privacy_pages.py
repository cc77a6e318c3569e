"""The privacy desk by its pages: written down, due next first, stepped, extended, closed, printed."""

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.exchange import asked_for

from stepwell.domain.privacy.models import PrivacyRequest
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def body(world, **change):
    return {"kind": "access", "site": world.site.pk, "received_on": "2026-10-06", "words": "A letter.",
            "client": world.client.pk, **change}  # fmt: skip


@pytest.mark.parametrize("who", ["privacy officer", "director"])
def test_who_answers_for_privacy_writes_down_and_works(world, who):
    browser = world.browser(who)
    assert "Nothing is open" in browser.get("/app/privacy/").text
    answer = browser.post("/app/privacy/new/", body(world))
    assert answer.status_code == 303
    address = answer.headers["Location"]
    page = browser.get(address).text
    assert "45 CFR 164.524(b)(2): 30 days" in page
    assert "30 days left" in page
    assert browser.post(f"{address}step/", {"code": "identity"}).status_code == 303
    assert browser.post(f"{address}extend/", {"reason": ""}).status_code == 422
    assert browser.post(f"{address}extend/", {"reason": "A store."}).status_code == 303
    early = browser.post(f"{address}close/", {"outcome": "granted", "outcome_words": "A copy was given."})
    assert early.status_code == 422
    assert "Not done yet" in early.text
    assert "A copy was given." in early.text
    assert browser.post(f"{address}close/", {"outcome": "withdrawn", "outcome_words": "Called."}).status_code == 303
    assert "It stays as it is" in browser.get(address).text
    assert browser.post(f"{address}step/", {"code": "given"}).status_code == 303
    assert PrivacyRequest.objects.get().steps.count() == 1


@pytest.mark.parametrize("who", ["supervisor", "counselor", "auditor", "client", "family"])
def test_nobody_else_sees_the_desk(world, who):
    asked = asked_for(world)
    for address in ("/app/privacy/", "/app/privacy/new/", f"/app/privacy/requests/{asked.pk}/"):
        assert world.browser(who).get(address).status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"client": ""}, "about one client"),
        ({"client": "no-id"}, "Enter a valid UUID"),
        ({"received_on": "2026-10-09"}, "later than today"),
        ({"kind": "breach"}, "how many people"),
        ({"words": "  "}, "required"),
    ],
)
def test_what_lacks_something_is_refused_with_what_was_typed(world, change, words):
    answer = world.browser("director").post("/app/privacy/new/", body(world, **change))
    assert answer.status_code == 422
    assert words in answer.text


def test_a_breach_and_a_court_paper_say_what_they_oblige_to(world):
    browser = world.browser("director")
    breach = asked_for(world, kind="breach", client_id=None, people=600)
    page = browser.get(f"/app/privacy/requests/{breach.pk}/").text
    assert "164.408(b)" in page
    assert "164.406" in page
    paper = asked_for(world, kind="subpoena or court order")
    assert "A subpoena alone is not enough" in browser.get(f"/app/privacy/requests/{paper.pk}/").text


def test_a_hold_stands_on_the_clients_consents(world):
    asked_for(world, kind="legal hold")
    page = world.browser("counselor").get(f"/app/clients/{world.client.pk}/consents/").text
    assert "A legal hold stands on this record" in page
    assert "Privacy request" not in page


def test_the_list_asks_as_often_for_many_as_for_one(world, django_assert_max_num_queries):
    browser = world.browser("director")
    asked_for(world)
    with django_assert_max_num_queries(200) as few:
        browser.get("/app/privacy/")
    for _ in range(4):
        asked_for(world)
    with django_assert_max_num_queries(len(few)):
        browser.get("/app/privacy/")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_request_is_worked_on_by_hand(browse, width):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(world.email("director"), width=width)
        page.goto(f"/app/clients/{world.client.pk}/consents/")
        page.get_by_role("link", name="Privacy request").click()
        assert_sound(page)
        page.get_by_label("Who asks, and for what").fill("Asks for a copy.")
        page.get_by_role("button", name="Write it down").click()
        page.get_by_text("Written down.").wait_for()
        assert_sound(page)
        page.get_by_role("button", name="It is certain").click()
        page.get_by_text("Rosa Quint, 6 Oct 2026", exact=True).wait_for()
        page.get_by_label("Withdrawn").check()
        page.get_by_label("In words").fill("No longer wanted.")
        page.get_by_role("button", name="Close it").click()
        page.get_by_text("It stays as it is.").first.wait_for()
        page.goto("/app/privacy/")
        assert_sound(page)
