"""The device at the door as it is answered, and arriving and joining on the phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse
from tests.cast import NOW, PASSWORD
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_arrivals import URL, booking_of, kiosk_of, own_code, phone_of

from stepwell.domain.checkins.actions import make_check_in_link
from stepwell.domain.checkins.models import CheckIn, Way
from stepwell.domain.checkins.rules import LINK_LASTS
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.domain.week.actions import set_meeting
from stepwell.domain.week.models import Kiosk
from stepwell.domain.week.queries.arrivals import door
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.models import Entry


@pytest.fixture
def evening(world):
    """Eight minutes before the first group."""
    clinic = make_clinic(world, people=2)
    clinic.near = clinic.session.starts_at - timedelta(minutes=8)
    cache.clear()
    with clock.standing_at(clinic.near):
        yield clinic


def at_the_door(clinic, where=""):
    """A browser that was made the device, of the whole site unless it is told where, and its page."""
    browser = clinic.world.browser("front desk")
    sent = browser.post("/app/kiosk/", {"where": where or f"{clinic.world.site.pk}"})
    assert sent.status_code == 303
    return browser, sent.headers["Location"]


def on_the_phone(clinic, number=0):
    actor, _ = phone_of(clinic, number)
    browser = Browser()
    browser.force_login(User.objects.get(pk=actor.account_id))
    return browser


def test_a_device_shows_its_page_alone_and_no_name(evening):
    browser, page = at_the_door(evening)
    shown = browser.get(page).text
    kiosk = Kiosk.objects.get()
    code = door(evening.world.actor("front desk"), kiosk.pk, evening.near).code
    assert f"{code[:3]} {code[3:]}" in shown
    assert f"{code[:3]} {code[3:]}" in browser.get(f"{page}code/").text
    assert browser.get("/app/clients/").headers["Location"] == page
    done = browser.post(page, {"code": own_code(evening)})
    assert (done.status_code, "You’re checked in. Good to see you." in done.text) == (200, True)
    assert "Room 2, at 6:00 pm." in done.text
    for text in (shown, done.text):
        assert not [one for one in evening.clients if one.family_name in text or one.given_names in text]
    assert booking_of(evening).arrived_at == evening.near


def test_a_wrong_code_says_what_to_do_and_too_many_are_stopped(evening):
    browser, page = at_the_door(evening)
    wrong = browser.post(page, {"code": "000001"})
    assert (wrong.status_code, "ask at the desk" in wrong.text) == (422, True)
    for _ in range(20):
        last = browser.post(page, {"code": "000001"})
    assert (last.status_code, "Too many wrong codes" in last.text) == (429, True)
    assert browser.post(page, {"code": own_code(evening)}).status_code == 429


def test_without_handing_the_device_over_its_page_leads_to_the_list(evening):
    kiosk = kiosk_of(evening)
    browser = evening.world.browser("director")
    assert browser.get(f"/app/kiosk/{kiosk.pk}/").headers["Location"] == "/app/kiosk/"
    assert browser.post(f"/app/kiosk/{kiosk.pk}/", {"code": own_code(evening)}).status_code == 303
    assert browser.get(f"/app/kiosk/{kiosk.pk}/code/").status_code == 303
    assert booking_of(evening).arrived_at is None
    assert "Bea Lund" in browser.get("/app/kiosk/").text
    assert browser.post(f"/app/kiosk/{kiosk.pk}/end/").status_code == 303
    assert "None stands anywhere" in browser.get("/app/kiosk/").text
    assert browser.post("/app/kiosk/", {"where": "0/0"}).status_code == 422
    assert evening.world.browser("billing").get("/app/kiosk/").status_code == 403


def test_a_device_that_is_taken_back_stands_at_the_door_no_more(evening):
    browser, _ = at_the_door(evening)
    asked = browser.get(reverse("take_back"))
    taken = browser.post(asked.headers["Location"], {"password": PASSWORD})
    assert browser.get(taken.headers["Location"]).headers["Location"] == "/app/kiosk/"
    assert Kiosk.objects.get().ended_at == evening.near
    assert "None stands anywhere" in browser.get("/app/kiosk/").text


def test_the_phone_shows_a_code_and_takes_the_devices(evening):
    phone, kiosk = on_the_phone(evening), kiosk_of(evening)
    code = own_code(evening)
    for page in ("/me/", "/me/here/"):
        assert f"{code[:3]} {code[3:]}" in phone.get(page).text
    wrong = phone.post("/me/here/", {"code": "000001"})
    assert (wrong.status_code, "ask at the desk" in wrong.text) == (422, True)
    assert phone.post("/me/here/", {"code": ""}).status_code == 422
    shown = door(evening.world.actor("front desk"), kiosk.pk, evening.near).code
    assert phone.post("/me/here/", {"code": shown}).headers["Location"] == "/me/"
    assert "You’re checked in, 5:52 pm." in phone.get("/me/").text
    assert "Nothing else is to do" in phone.get("/me/here/").text
    group = evening.world.browser("counselor").get(f"/app/groups/{evening.session.pk}/").text
    assert "arrived 17:52" in group
    assert "arrived, not called yet" in group
    other = on_the_phone(evening, 1)
    for _ in range(9):
        last = other.post("/me/here/", {"code": "000001"})
    assert "Too many wrong codes" in last.text


def test_far_from_a_session_there_is_nothing_to_type(evening):
    phone = on_the_phone(evening)
    with clock.standing_at(NOW - timedelta(days=3)):
        assert "Your code for the tablet" not in phone.get("/me/").text
        assert "Not yet" in phone.get("/me/here/").text
        assert phone.post("/me/here/", {"code": "123456"}).status_code == 422


def test_a_leader_sets_the_meeting_and_the_phone_joins_it(evening):
    leader, phone = evening.world.browser("counselor"), on_the_phone(evening)
    page, join = f"/app/groups/{evening.session.pk}/meeting/", f"/me/join/{evening.session.pk}/"
    assert leader.post(page, {"url": "http://meet.example/"}).status_code == 422
    assert "has no meeting" in phone.post(join).text
    assert leader.post(page, {"url": URL}).status_code == 303
    assert URL.replace("&", "&amp;") in leader.get(page).text
    assert evening.world.browser("case manager").get(page).status_code == 404
    assert join in phone.get("/me/").text
    assert URL not in phone.get("/me/").text + phone.get(join).text
    joined = phone.post(join)
    assert (joined.status_code, URL in joined.text) == (200, True)
    assert booking_of(evening).arrived_how == "joined"
    early = evening.session.starts_at - timedelta(hours=3)
    with clock.standing_at(early):
        assert "isn’t open yet" in phone.post(join).text.replace("&#x27;", "’")
        set_meeting(actor=evening.world.actor("counselor"), session_id=evening.session.pk, url="", now=early)
    assert phone.get(f"/me/join/{evening.sessions[3].pk}/").status_code == 200
    assert evening.world.browser("client").get(join).status_code == 404


def test_who_has_arrived_may_check_in_on_the_device_which_still_names_nobody(evening):
    browser, page = at_the_door(evening)
    done = browser.post(page, {"code": own_code(evening)}).text
    path = done.split("check-in/")[1].split("/")[0]
    questions = browser.get(f"{page}check-in/{path}/")
    answers = {"key": str(uuid4()), "craving": "9", "mood": "4", "use": "no"}
    sent = browser.post(f"{page}check-in/{path}/", answers)
    assert (questions.status_code, sent.status_code) == (200, 200)
    assert "speak to the person at the desk" in sent.text
    for text in (questions.text, sent.text):
        assert not [one for one in evening.clients if one.family_name in text or one.given_names in text]
    check_in = CheckIn.objects.get()
    assert (check_in.client, check_in.came_by, check_in.craving) == (booking_of(evening).client, "door", 9)
    assert browser.get(f"{page}check-in/{path}/").status_code == 404
    assert browser.get("/me/skills/").headers["Location"] == page


def assert_says_which_door(evening, event, room=""):
    """On the list of what is open, on its own page and in the task: who answers may find them there."""
    door = f"at the device at the door ({evening.world.site.name}{room})"
    director = evening.world.browser("director")
    for path in ("/app/crisis/", f"/app/crisis/{event.pk}/"):
        assert f"A{door[1:]}." in director.get(path).text
    assert f"{door}. Go there, or call now." in Task.objects.get(kind="safety.answer").reason


def test_who_does_not_feel_safe_says_so_with_one_press_and_nobody_behind_reads_it(evening):
    browser, page = at_the_door(evening)
    done = browser.post(page, {"code": own_code(evening)}).text
    path = f"{page}check-in/{done.split('check-in/')[1].split('/')[0]}/"
    key = done.split('name="event_key" value="')[1].split('"')[0]
    assert "I don’t feel safe" in browser.get(path).text
    pressed = {"verb": "unsafe", "event_key": key}
    answers = [browser.post(path, pressed) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {200}
    for word in ("safe", "danger", "crisis", evening.clients[0].given_names):
        assert word not in answers[0].text.split("<main")[1].lower()
    event = SafetyEvent.objects.get()
    assert (event.client, event.source) == (booking_of(evening).client, Source.SAID_UNSAFE)
    assert Task.objects.get(kind="safety.answer").is_everybodys
    assert evening.clients[0].family_name in evening.world.browser("director").get("/app/crisis/").text
    assert_says_which_door(evening, event)
    assert Entry.objects.get(verb="safety.raised").actor_name == "a check-in link"


def test_a_strong_craving_told_at_the_door_says_which_door_too(evening):
    browser, page = at_the_door(evening, f"{evening.world.site.pk}/{evening.session.place_id}")
    done = browser.post(page, {"code": own_code(evening)}).text
    path = f"{page}check-in/{done.split('check-in/')[1].split('/')[0]}/"
    browser.post(path, {"key": str(uuid4()), "craving": "9", "mood": "4", "use": "no"})
    event = SafetyEvent.objects.get()
    assert event.source == Source.CRAVING
    assert_says_which_door(evening, event, f", {evening.session.place.name}")


def test_a_call_for_help_at_the_door_arrives_late_and_after_the_questions_were_sent(evening):
    browser, page = at_the_door(evening)
    path = f"{page}check-in/{browser.post(page, {'code': own_code(evening)}).text.split('check-in/')[1].split('/')[0]}/"
    browser.post(path, {"key": str(uuid4()), "craving": "1", "mood": "4", "use": "no"})
    later = evening.near + timedelta(hours=1)
    with clock.standing_at(later):
        times = {"pressed_at": evening.near.isoformat(), "sent_at": later.isoformat()}
        assert browser.post(path, {"verb": "unsafe", "event_key": str(uuid4()), **times}).status_code == 200
    assert SafetyEvent.objects.get().raised_at == evening.near
    unknown = browser.post(f"{page}check-in/{'x' * 43}/", {"verb": "unsafe", "event_key": "?"})
    assert (unknown.status_code, "Speak to the person at the desk" in unknown.text) == (404, True)
    assert SafetyEvent.objects.count() == 1


def test_a_link_by_text_raises_nothing(evening):
    given = {"client": evening.clients[0], "came_by": Way.LINK, "lasts": LINK_LASTS, "now": evening.near}
    _, token = make_check_in_link(actor=evening.world.actor("counselor"), **given)
    browser, page = at_the_door(evening)
    pressed = {"verb": "unsafe", "event_key": str(uuid4())}
    assert browser.post(f"{page}check-in/{token}/", pressed).status_code == 404
    assert Browser().post(f"/q/{token}/", pressed).status_code == 422
    assert not SafetyEvent.objects.exists()
