"""Staying well on the phone: the plan, skills, meetings, cravings by hour, and what a phone may keep."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client as Http
from tests.cast import NOW, make_world
from tests.preventing import prevent
from tests.wording import unwelcome_words

from stepwell.domain.checkins.actions import send_check_in
from stepwell.domain.checkins.rules import Answers
from stepwell.domain.prevention.actions.plans import suggest_line
from stepwell.domain.prevention.models import OutsideMeeting, PreventionPlan, SkillUse
from stepwell.kernel import clock
from stepwell.platform.pictures.actions import draw_picture
from stepwell.platform.pictures.models import Picture

PAGES = [
    "/me/plan/prevention/",
    "/me/plan/prevention/write/",
    "/me/plan/cravings/",
    "/me/plan/meetings/",
    "/me/skills/",
    "/me/skills/surf/",
    "/me/kept/",
]


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.mark.parametrize("path", PAGES)
def test_each_page_says_what_is_next_before_anything_was_written(world, path):
    said = world.browser("client").get(path)
    assert said.status_code == 200
    assert unwelcome_words(said.text) == []


@pytest.mark.parametrize("path", PAGES)
def test_they_are_the_clients_own(world, path):
    for who in ("counselor", "director", "stranger"):
        assert world.browser(who).get(path).status_code == 403
    assert Http().get(path).status_code == 302


def test_the_plan_is_written_on_the_phone_and_each_save_is_a_version(world):
    http = world.browser("client")
    sent = http.post("/me/plan/prevention/write/", {"seen": "0", "people": "Lee\nMy sister"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/me/plan/prevention/")
    said = http.get("/me/plan/prevention/").text
    assert "My sister" in said
    assert "saved October 6, 2026 at 9:00 am" in said
    http.post("/me/plan/prevention/write/", {"seen": "1", "people": "Lee", "after": "Call Maya"})
    assert PreventionPlan.objects.filter(client=world.client).count() == 2
    assert "My prevention plan" in http.get("/me/plan/").text
    assert "/me/plan/prevention/" in http.get("/me/help/").text


def test_what_can_not_be_saved_stays_as_it_was_typed_and_says_where(world):
    http = world.browser("client")
    long = http.post("/me/plan/prevention/write/", {"seen": "0", "people": "x" * 201, "after": "Call Maya"})
    assert long.status_code == 422
    assert "A line is longer than 200 letters." in long.text
    assert "Call Maya" in long.text
    http.post("/me/plan/prevention/write/", {"seen": "0", "people": "Lee"})
    late = http.post("/me/plan/prevention/write/", {"seen": "0", "people": "Sam"})
    assert late.status_code == 422
    assert "saved somewhere else meanwhile" in late.text
    assert "Sam" in late.text


def test_a_suggested_line_is_taken_with_one_tap(world):
    line = suggest_line(actor=world.actor("counselor"), client_id=world.client.pk, part="skills", words="Walk", now=NOW)
    http = world.browser("client")
    assert "Maya Okafor suggests" in http.get("/me/plan/prevention/").text
    http.post(f"/me/plan/prevention/suggestions/{line.pk}/", {"verb": "take"})
    said = http.get("/me/plan/prevention/").text
    assert "Walk" in said
    assert "suggests" not in said


def test_a_skill_is_opened_from_help_and_from_a_check_in_with_a_craving(world):
    http = world.browser("client")
    assert "/me/skills/surf/" in http.get("/me/help/").text
    http.post("/me/check-in/", {"key": str(uuid4()), "craving": "3", "mood": "5", "use": "no"})
    assert "For the craving, right now" in http.get("/me/check-in/sent/").text
    with clock.standing_at(NOW + timedelta(minutes=5)):
        http.post("/me/check-in/", {"key": str(uuid4()), "craving": "0", "mood": "5", "use": "no"})
        assert "For the craving" not in http.get("/me/check-in/sent/").text


def test_did_it_help_is_counted_and_orders_the_list(world):
    http = world.browser("client")
    for helped in ("yes", "yes", "no"):
        sent = http.post("/me/skills/call/", {"key": str(uuid4()), "helped": helped})
        assert sent.status_code == 303
    said = http.get("/me/skills/").text
    assert "Helped 2 of 3 times" in said
    assert said.index("Call someone") < said.index("Ride it out")
    assert http.post("/me/skills/call/", {"key": str(uuid4())}).status_code == 422
    assert http.post("/me/skills/call/", {"key": "none", "helped": "yes"}).status_code == 422
    assert http.get("/me/skills/shoes/").status_code == 404
    assert SkillUse.objects.filter(client=world.client).count() == 3


def test_a_meeting_is_written_down_without_naming_a_fellowship(world):
    http = world.browser("client")
    meeting = {"key": str(uuid4()), "kind": "in person", "on": "2026-10-05", "minutes": "60"}
    assert http.post("/me/plan/meetings/", meeting).status_code == 303
    said = http.get("/me/plan/meetings/").text
    assert "1 this week" in said
    wrong = http.post("/me/plan/meetings/", {**meeting, "key": str(uuid4()), "on": "2026-10-09"})
    assert (wrong.status_code, "still to come" in wrong.text) == (422, True)
    again = http.post("/me/plan/meetings/", {**meeting, "minutes": "30"})
    assert (again.status_code, "sent already" in again.text) == (422, True)
    made = OutsideMeeting.objects.get(client=world.client)
    http.post(f"/me/plan/meetings/{made.pk}/take-back/")
    assert "0 this week" in http.get("/me/plan/meetings/").text


def test_cravings_stand_by_weekday_and_hour_as_a_picture_and_as_a_table(world):
    for hours, craving in ((0, 4), (0, 6), (30, 2)):
        answers = Answers(craving=craving, mood=5, use="no")
        send_check_in(actor=world.actor("client"), key=uuid4(), answers=answers, now=NOW - timedelta(hours=hours))
    http = world.browser("client")
    waiting = http.get("/me/plan/cravings/").text
    assert "The picture is being drawn." in waiting
    assert '<tr><th scope="row">Tue</th><td>9 am</td><td>5</td><td>2</td></tr>' in waiting
    picture = Picture.objects.latest("asked_at")
    draw_picture(key=picture.key, now=NOW)
    assert "<svg" in http.get("/me/plan/cravings/").text
    values = picture.specification["data"]["values"]
    assert [(one["day"], one["hour"], one["words"]) for one in values] == [
        ("Mon", "3 am", "2 · n1"),
        ("Tue", "9 am", "5 · n2"),
    ]  # an hour without a check-in isn't there


def test_what_a_phone_keeps_has_no_form_and_no_key_in_it(world):
    prevent(world, SimpleNamespace(words="Slept badly.", topic="Riding out an urge"), {})
    said = world.browser("client").get("/me/kept/").text
    for word in ("csrfmiddlewaretoken", "stepwell-keep", "event_key", "<form", "idle"):
        assert word not in said
    assert 'href="tel:988"' in said
    assert "Slept badly." in said
    assert "Name five things that you see." in said
    assert "stepwell-keep" in world.browser("client").get("/me/").text


def test_two_clients_kept_pages_have_different_marks(world):
    one, other = (each.browser("client").get("/me/kept/").text for each in (world, make_world()))
    mark = one.split('data-kept-for="')[1][:16]
    assert len(mark) == 16
    assert mark not in other


def test_lists_take_as_many_statements_with_many_rows_as_with_few(world, django_assert_max_num_queries):
    http = world.browser("client")
    for number in range(8):
        http.post("/me/skills/call/", {"key": str(uuid4()), "helped": "yes"})
        meeting = {"key": str(uuid4()), "kind": "online", "on": "2026-10-05", "minutes": str(30 + number)}
        http.post("/me/plan/meetings/", meeting)
    for path in ("/me/skills/", "/me/plan/meetings/", "/me/plan/prevention/", "/me/kept/"):
        with django_assert_max_num_queries(14):
            http.get(path)
