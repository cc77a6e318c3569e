"""The team meeting on screen: from Today to the sign-off, by plain forms."""

from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic
from tests.wording import unwelcome_words

from stepwell.domain.team.actions.agenda import set_meeting_day
from stepwell.domain.team.models import Decision, Meeting, MeetingItem
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def now():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def opened(world):
    assert world.browser("supervisor").post("/app/meetings/open/", {"site": world.site.pk}).status_code == 303
    return Meeting.objects.get(site=world.site)


def test_a_meeting_goes_from_today_to_the_sign_off(world, clinic):
    supervisor, counselor = world.browser("supervisor"), world.browser("counselor")
    day = {"site": world.site.pk, "weekday": "1", "starts_at_time": "13:00"}
    assert supervisor.post("/app/meetings/day/", day).status_code == 303
    assert "Team meeting today" in counselor.get("/app/today/").text
    assert "/app/meetings/?site=" in counselor.get("/app/schedule/").text
    meeting = opened(world)
    home = f"/app/meetings/{meeting.pk}/"
    assert home in counselor.get("/app/today/").text
    text = counselor.get(home).text
    assert "Started Mon 5 Oct." in text
    assert not unwelcome_words(text)
    people = [f"{home}people/{one.client_id}/" for one in meeting.items.all()]
    note = {"note": "Goes well.", "revision": "0", "plan_reviewed": "on", "verb": "next"}
    answer = counselor.post(people[0], note)
    assert answer.headers["Location"] == people[1]
    decision = {"words": "Calls the landlord", "owner": world.staff["case manager"].pk, "due_on": "2026-10-09"}
    answer = counselor.post(people[1], {**note, "verb": "decide", "is_plan": "on", **decision})
    assert answer.headers["Location"] == people[1]
    assert "Calls the landlord" in counselor.get(people[1]).text
    counselor.post(f"{home}there/", {"attendance": [world.staff["counselor"].pk, world.staff["prescriber"].pk]})
    prescriber = world.browser("prescriber")
    page = prescriber.get(home)
    assert prescriber.post(f"{home}sign/", {"seen": page.context["page"].mark}).status_code == 303
    text = counselor.get(home).text
    assert "Signed by Lena Fox, LAC" in text
    assert counselor.post(f"{home}added/", {"words": "By phone."}).status_code == 303
    assert counselor.post(f"{people[0]}added/", {"words": "Housing was found."}).status_code == 303
    assert "By phone." in counselor.get(home).text
    assert "Housing was found." in counselor.get(people[0]).text


def test_a_matter_of_the_plan_stands_on_the_plan_until_it_is_done(world, clinic):
    ana = clinic.clients[0]
    person = f"/app/meetings/{opened(world).pk}/people/{ana.pk}/"
    counselor = world.browser("counselor")
    decision = {"words": "New objective on sleep", "owner": world.staff["counselor"].pk, "due_on": "2026-10-09"}
    counselor.post(person, {"note": "", "revision": "0", "verb": "save", "is_plan": "on", **decision})
    plan = f"/app/clients/{ana.pk}/plan/"
    assert "New objective on sleep" in counselor.get(plan).text
    assert "New objective on sleep" in counselor.get("/app/today/").text
    made = Decision.objects.get()
    answer = counselor.post(f"/app/meetings/decisions/{made.pk}/done/", {"from": "plan"})
    assert answer.headers["Location"] == plan
    assert "New objective on sleep" not in counselor.get(plan).text
    assert "Done by Maya Okafor" in counselor.get(f"/app/clients/{ana.pk}/meetings/").text


def test_what_is_refused_stands_beside_its_field_and_the_note_is_kept(world, clinic):
    ana = clinic.clients[0]
    person = f"/app/meetings/{opened(world).pk}/people/{ana.pk}/"
    wrong = {"note": "Goes well.", "revision": "0", "verb": "decide", "words": "", "due_on": "2020-01-01"}
    answer = world.browser("counselor").post(person, wrong)
    assert answer.status_code == 422
    assert MeetingItem.objects.get(client=ana).note == "Goes well."
    assert answer.text.count("field-error") >= 2
    stale = world.browser("case manager").post(person, {"note": "Another.", "revision": "0", "verb": "save"})
    assert stale.status_code == 422
    assert "Maya Okafor saved this meanwhile" in stale.text
    assert "Goes well." in stale.text
    assert "Another." in stale.text
    again = {"note": "Both.", "revision": "1", "verb": "save"}
    assert world.browser("case manager").post(person, again).status_code == 303


def test_what_keeps_minutes_from_being_signed_is_said_on_the_page(world, clinic):
    answer = world.browser("prescriber").post(f"/app/meetings/{opened(world).pk}/sign/", {"seen": "x"})
    assert answer.status_code == 422
    assert "Nobody is marked as present." in answer.text


@pytest.mark.parametrize(
    ("who", "status"), [("peer", 403), ("admissions", 403), ("billing", 403), ("client", 403), ("nurse", 200)]
)
def test_who_opens_the_meetings(world, clinic, who, status):
    assert world.browser(who).get("/app/meetings/").status_code == status


def test_without_a_meeting_the_page_says_what_is_next(world):
    text = world.browser("counselor").get("/app/meetings/").text
    assert "No meeting yet" in text
    assert "Nobody has said yet when the team meets." in text
    assert ">When the team meets</summary>" in world.browser("supervisor").get("/app/meetings/").text


def test_a_person_is_asked_for_from_the_chart(world, clinic):
    ana, counselor = clinic.clients[0], world.browser("counselor")
    page = f"/app/clients/{ana.pk}/meetings/"
    assert page in counselor.get(f"/app/clients/{ana.pk}/").text
    assert counselor.post(page, {"words": "Housing"}).status_code == 303
    assert "Housing" in counselor.get(page).text
    assert counselor.post(page, {"words": ""}).status_code == 422
    assert world.browser("colleague").get(page).status_code == 404


@pytest.mark.parametrize("body", [{}, {"site": "x"}, {"site": "99999999999"}, {"weekday": "9"}])
def test_a_day_that_is_none_changes_nothing(world, body):
    told = {"weekday": 1, "starts_at_time": time(13), "now": NOW}
    set_meeting_day(actor=world.actor("supervisor"), site_id=world.site.pk, **told)
    sent = {"site": world.site.pk, **body} if "weekday" in body else body
    answer = world.browser("supervisor").post("/app/meetings/day/", sent)
    assert answer.status_code in (303, 422)
    assert "13:00" in world.browser("supervisor").get("/app/meetings/").text


def test_the_page_asks_as_much_for_six_as_for_two(world, clinic):
    meeting = opened(world)
    browser = world.browser("supervisor")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            browser.get(f"/app/meetings/{meeting.pk}/")
        return len(seen)

    queries()
    few = queries()
    for number in range(2, 6):
        admit_one(clinic, number)
    browser.post(f"/app/meetings/{meeting.pk}/agenda/")
    assert meeting.items.count() == 6
    queries()  # with what was said about it
    assert queries() == few
