"""The pages of a warm handover as a browser without scripts asks for them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_handover import ask, decide, go
from tests.domain.admissions.test_referral_queries import receive, screen

from stepwell.domain.admissions.models import EducationHour, HandoverCall, InterimService
from stepwell.kernel import clock

CALL = {
    "verb": "call",
    "place": "Northside Hospital",
    "answer": "takes them",
    "room_on": "2026-10-06",
    "spoke": "Ty with Lee",
    "called_on": "2026-10-06",
    "called_time": "09:00",
}


@pytest.fixture
def visit(world):
    """`visit("admissions")` is a logged-in browser."""
    with clock.standing_at(NOW):
        yield world.browser


def address(name, enquiry):
    return reverse(f"enquiry_{name}", args=[enquiry.pk])


def test_the_enquiry_of_somebody_who_needs_more_care_leads_to_the_handover_and_to_no_start(world, visit):
    make_clinic(world, people=0)
    enquiry = place_one(world)
    screen(enquiry, NOW)
    decide(world, enquiry, "3.7")
    page = visit("admissions").get(reverse("enquiry", args=[enquiry.pk])).text
    assert "More care to find, and a warm handover" in page
    assert address("handover", enquiry) in page
    assert reverse("start", args=[enquiry.pk]) not in page
    refused = visit("admissions").post(address("move", enquiry), {"to": "scheduled"})
    assert "this program doesn&#x27;t have it" in refused.text


def test_what_was_typed_stays_where_something_is_missing(world, visit):
    enquiry = receive(world)
    wrong = visit("admissions").post(address("handover", enquiry), {**CALL, "room_on": ""})
    assert (wrong.status_code, 'value="Northside Hospital"' in wrong.text) == (422, True)
    assert "It isn&#x27;t said from which day." in wrong.text
    assert not HandoverCall.objects.exists()
    assert visit("admissions").post(address("handover", enquiry), {"verb": "call"}).status_code == 422
    assert visit("admissions").post(address("handover", enquiry), {"verb": "go"}).status_code == 422
    assert visit("admissions").post(address("handover", enquiry), {"verb": "dance"}).status_code == 404


def test_a_call_and_the_way_there_are_saved_and_the_page_is_closed_then(world, visit):
    enquiry, browser = receive(world), visit("admissions")
    assert browser.post(address("handover", enquiry), CALL).status_code == 303
    call = HandoverCall.objects.get()
    going = {"verb": "go", "call_id": call.pk, "arrives_on": "2026-10-06", "how": "By taxi.", "agreed": ""}
    refused = browser.post(address("handover", enquiry), going)
    assert (refused.status_code, 'value="By taxi."' in refused.text) == (422, True)
    done = browser.post(address("handover", enquiry), {**going, "agreed": "on"})
    assert done["Location"] == reverse("enquiry", args=[enquiry.pk])
    assert "Ask a place" not in browser.get(address("handover", enquiry)).text
    again = browser.post(address("handover", enquiry), CALL)
    assert (again.status_code, "This enquiry is closed." in again.text) == (422, False)
    assert "To arrive on Tue 6 Oct: By taxi." in browser.get(address("arrival", enquiry)).text


def test_whether_they_arrived_is_asked_and_answered_once(world, visit):
    enquiry, browser = receive(world), visit("admissions")
    assert "They weren’t handed over to anybody" in browser.get(address("arrival", enquiry)).text
    go(world, enquiry, ask(world, enquiry))
    assert browser.post(address("arrival", enquiry), {"arrived": "maybe"}).status_code == 404
    assert browser.post(address("arrival", enquiry), {"arrived": "yes"}).status_code == 303
    late = browser.post(address("arrival", enquiry), {"arrived": "no"})
    assert (late.status_code, "said already" in late.text) == (422, True)


def test_what_they_were_given_is_saved_with_the_key_of_its_form(world, visit):
    enquiry, browser, key = receive(world), visit("admissions"), str(uuid4())
    given = {"kind": "other", "given_on": "2026-10-06", "key": key}
    wrong = browser.post(address("meanwhile", enquiry), given)
    assert (wrong.status_code, key in wrong.text) == (422, True)
    for _ in range(2):
        assert browser.post(address("meanwhile", enquiry), {**given, "words": "A bus card."}).status_code == 303
    assert InterimService.objects.count() == 1
    assert "A bus card." in browser.get(address("handover", enquiry)).text


def test_an_hour_of_education_is_offered_told_of_and_read_on_the_enquiry(world, visit):
    make_clinic(world, people=0)
    enquiry, browser = place_one(world), visit("admissions")
    screen(enquiry, NOW)
    decide(world, enquiry, "1")
    page = browser.get(reverse("enquiry", args=[enquiry.pk])).text
    assert address("education", enquiry) in page
    assert "None was offered yet." in page
    agreed = {
        "verb": "offer", "answer": "agreed", "held_on": "2026-10-06", "held_time": "10:00", "key": str(uuid4()),
        "topic": "Sleep <b>", "held_by": world.staff["supervisor"].pk,
    }  # fmt: skip
    wrong = browser.post(address("education", enquiry), {**agreed, "held_time": ""})
    assert (wrong.status_code, "It isn&#x27;t said when they come." in wrong.text) == (422, True)
    assert 'value="Sleep &lt;b&gt;"' in wrong.text
    assert browser.post(address("education", enquiry), agreed).status_code == 303
    hour = EducationHour.objects.get()
    assert "Early-intervention education on Tue 6 Oct" in browser.get(reverse("admissions")).text
    told = {"verb": "tell", "hour": hour.pk, "standing": "came"}
    early = browser.post(address("education", enquiry), told)
    assert (early.status_code, "still to come" in early.text) == (422, True)
    with clock.standing_at(NOW + timedelta(hours=4)):
        later = world.browser("supervisor")
        assert address("education", enquiry) in later.get("/app/today/").text
        assert later.post(address("education", enquiry), told).status_code == 303
        assert "They came, with Ingrid" in later.get(reverse("enquiry", args=[enquiry.pk])).text
    for odd in ({"verb": "dance"}, {**told, "standing": "agreed"}, {**told, "hour": "x"}):
        assert browser.post(address("education", enquiry), odd).status_code == 404


def test_what_they_have_meanwhile_stands_on_the_page_of_the_enquiry(world, visit):
    enquiry, browser = receive(world), visit("admissions")
    assert address("meanwhile", enquiry) in browser.get(reverse("enquiry", args=[enquiry.pk])).text
    given = {"kind": "other", "given_on": "2026-10-06", "key": str(uuid4()), "words": "A bus card."}
    browser.post(address("meanwhile", enquiry), given)
    assert "A bus card." in browser.get(reverse("enquiry", args=[enquiry.pk])).text
