"""After a session: two taps on the phone, and what staff see of them."""

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.measuring import signed_notes, was_there

from stepwell.domain.feedback.models import SessionFeedback
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def clinic(world):
    """The world's login is that of somebody who was in yesterday's session."""
    found = make_clinic(world, people=1)
    type(world.client).objects.filter(pk=world.client.pk).update(account=None)
    found.clients[0].account = world.accounts["client"]
    found.clients[0].save(update_fields=["account"])
    was_there(found)
    return found


def address(clinic):
    return reverse("me_feedback", args=[clinic.session.pk])


def test_two_taps_from_today_and_it_is_sent(world, clinic):
    phone = world.browser("client")
    today = phone.get(reverse("me_today")).text
    assert "Did yesterday’s session help?" in today
    first = phone.post(address(clinic), {"helped": "some"})
    assert first.headers["Location"] == address(clinic)
    page = phone.get(address(clinic)).text
    assert "Anything we should change?" in page
    assert "It has your name on it." in page
    second = phone.post(address(clinic), {"verb": "nothing"})
    assert second.headers["Location"] == reverse("me_today")
    assert "session help?" not in phone.get(reverse("me_today")).text
    assert SessionFeedback.objects.get().helped == "some"


def test_it_may_be_said_otherwise_and_what_is_no_answer_is_said(world, clinic):
    phone = world.browser("client")
    phone.post(address(clinic), {"helped": "yes"})
    assert "Did the session help?" in phone.get(f"{address(clinic)}?again").text
    wrong = phone.post(address(clinic), {"helped": "perhaps"})
    assert wrong.status_code == 422
    assert "That isn’t one of the answers." in wrong.text
    long = phone.post(address(clinic), {"words": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.text


def test_a_low_one_is_on_today_and_is_done_by_writing_what_came_of_it(world, clinic):
    phone = world.browser("client")
    phone.post(address(clinic), {"helped": "not really"})
    phone.post(address(clinic), {"words": "Too loud."})
    feedback = SessionFeedback.objects.get()
    page = reverse("feedback", args=[feedback.pk])
    counselor = world.browser("counselor")
    assert page in counselor.get(reverse("today")).text
    shown = counselor.get(page).text
    assert "“Too loud.”" in shown
    assert counselor.post(page, {"answer": ""}).status_code == 422
    assert counselor.post(page, {"answer": "We move the chairs."}).status_code == 303
    assert page not in counselor.get(reverse("today")).text
    assert "We move the chairs." in counselor.get(page).text


def test_the_group_leads_to_what_people_said_and_to_its_months(world, clinic):
    world.browser("client").post(address(clinic), {"helped": "yes"})
    counselor = world.browser("counselor")
    path = reverse("session_said", args=[clinic.session.pk])
    assert path in counselor.get(reverse("group", args=[clinic.session.pk])).text
    assert "Not before the notes are signed" in counselor.get(path).text
    signed_notes(clinic)
    assert "Yes 1, Some 0, Not really 0" in counselor.get(path).text
    months = reverse("series_said", args=[clinic.series.pk])
    assert months in counselor.get(reverse("series", args=[clinic.series.pk])).text
    assert "You lead this group, so all counts show." in counselor.get(months).text
    assert "under 11" in world.browser("director").get(months).text
