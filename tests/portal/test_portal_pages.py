"""The client's pages: whose they are, what they say, and what they never say."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client as Http
from tests.cast import NOW, make_world
from tests.clinic import admit_one, make_clinic
from tests.wording import unwelcome_words

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.safety.models import SafetyEvent
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

PAGES = ["/me/", "/me/check-in/", "/me/plan/", "/me/help/"]
ANSWERS = {"craving": "3", "mood": "6", "use": "no", "triggers": ["stress"], "slept": "6,5", "words": "Long day."}


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_client_opens_every_page_before_the_program_has_started(world, path):
    response = world.browser("client").get(path)
    assert response.status_code == 200
    assert unwelcome_words(text(response)) == []


@pytest.mark.parametrize("path", [*PAGES, "/me/check-in/sent/"])
@pytest.mark.parametrize("who", ["counselor", "admissions", "director", "stranger"])
def test_the_portal_is_for_clients(world, path, who):
    assert world.browser(who).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/me/", "/me/check-in/", "/me/plan/"])
def test_without_a_login_one_is_asked_to_log_in(db, path):
    response = Http().get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/login/")


def test_before_the_start_today_says_what_is_next(world):
    said = text(world.browser("client").get("/me/"))
    assert "Good morning, Ana" in said
    assert "Tuesday, October 6" in said
    assert "started yet" in said
    assert "My week" not in said
    assert "week 1" not in said


def in_treatment(world, started_on=date(2026, 10, 5), now=NOW):
    """Somebody else of the same world, admitted to the evening track and given the portal."""
    from stepwell.domain.people.actions import give_portal
    from stepwell.platform.accounts.actions import open_account

    clinic = make_clinic(world, people=0, now=now - timedelta(days=3))
    client = admit_one(clinic, started_on=started_on, now=now - timedelta(days=2)).client
    admissions = world.actor("director")
    account = open_account(actor=admissions, email=f"{uuid4()}@example.test", password=None, now=now)
    give_portal(actor=admissions, client=client, account=account)
    http = Http()
    http.force_login(account)
    return http


def test_today_shows_the_next_session_and_the_week(world):
    said = text(in_treatment(world).get("/me/"))
    assert "week 1" in said
    assert "in 9 hours" in said
    assert "6:00 \N{EN DASH} 9:15 pm" in said
    assert "Evening IOP, Room 2" in said
    assert "with Maya Okafor" in said
    assert "9 h goal" in said
    assert "Tonight" in said
    assert unwelcome_words(said) == []


def test_just_before_a_session_it_stands_above_the_check_in(world):
    http = in_treatment(world)
    with clock.standing_at(NOW + timedelta(hours=8, minutes=20)):
        said = text(http.get("/me/"))
    assert "Good evening" in said
    assert said.index("in 40 min") < said.index("How are you this evening?")


def test_when_this_weeks_sessions_are_over_the_next_week_comes_first(world):
    http = in_treatment(world)
    with clock.standing_at(NOW + timedelta(days=4)):
        said = text(http.get("/me/"))
    assert "Monday, October 12" in said
    assert "in 2 days" in said


def test_a_client_who_starts_later_sees_the_first_session(world):
    said = text(in_treatment(world, started_on=date(2026, 10, 19)).get("/me/"))
    assert "Monday, October 19" in said
    assert "week 1" not in said


def send(http, key=None, **answers):
    return http.post("/me/check-in/", {"key": str(key or uuid4()), **ANSWERS, **answers})


def test_a_check_in_is_sent_and_stands_on_today(world):
    http = world.browser("client")
    response = send(http)
    assert (response.status_code, response.headers["Location"]) == (303, "/me/check-in/sent/")
    assert "Thank you, Ana" in text(http.get("/me/check-in/sent/"))
    check_in = CheckIn.objects.get(client=world.client)
    assert (check_in.craving, check_in.slept_minutes, check_in.words) == (3, 390, "Long day.")
    said = text(http.get("/me/"))
    assert "You checked in at 9:00 am" in said
    assert "3 of 10" in said
    assert "6.5 h" in said


def test_no_answer_stands_in_an_address_or_in_the_ledger(world):
    http = world.browser("client")
    response = send(http, craving="9", use="yes")
    assert response.headers["Location"] == "/me/help/"
    details = [entry.detail for entry in Entry.objects.filter(client_id=world.client.pk)]
    assert not any({"craving", "use", "words"} & set(detail) for detail in details)


def test_the_form_says_who_reads_it_by_name(world):
    said = text(world.browser("client").get("/me/check-in/"))
    assert "Maya Okafor" in said
    assert "Not your family." in said


def test_use_is_thanked_for_with_the_warning(world):
    http = world.browser("client")
    send(http, use="yes")
    said = text(http.get("/me/check-in/sent/"))
    assert "Thank you for telling us." in said
    assert "It may change the plan, never your welcome." in said
    assert "The same amount can now be too much" in said


def test_a_strong_craving_opens_help_and_keeps_the_answers(world):
    http = world.browser("client")
    send(http, craving="8")
    assert CheckIn.objects.get(client=world.client).craving == 8
    said = text(http.get("/me/help/"))
    assert "Your answers are kept" in said
    assert "Sent at 9:00 am. Not seen yet." in said


def test_what_is_open_is_said_at_its_field_and_the_rest_is_kept(world):
    response = world.browser("client").post(
        "/me/check-in/", {"key": str(uuid4()), "mood": "6", "slept": "a lot", "words": "Long <day>"}
    )
    said = text(response)
    assert response.status_code == 422
    assert 'id="craving-error"' in said
    assert 'id="use-error"' in said
    assert 'id="slept-error"' in said
    assert 'id="mood-error"' not in said
    assert "Long &lt;day&gt;" in said
    assert 'value="6" data-word="all right" checked' in said
    assert not CheckIn.objects.exists()


def test_the_same_page_sent_twice_is_one_check_in(world):
    http, key = world.browser("client"), uuid4()
    assert send(http, key).status_code == send(http, key).status_code == 303
    assert CheckIn.objects.count() == 1


def test_the_same_page_with_other_answers_loses_neither_and_says_so(world):
    http, key = world.browser("client"), uuid4()
    send(http, key)
    response = send(http, key, craving="5")
    assert response.status_code == 303
    assert "Both are kept, and your care team sees both." in text(http.get(response.headers["Location"]))
    assert sorted(CheckIn.objects.values_list("craving", flat=True)) == [3, 5]


@pytest.mark.parametrize("wrong_by", [timedelta(0), timedelta(hours=3), timedelta(days=1), timedelta(days=-1)])
def test_a_wrong_phone_clock_is_corrected(world, wrong_by):
    http, sent_at = world.browser("client"), NOW + wrong_by
    send(http, said_at=(sent_at - timedelta(hours=1)).isoformat(), sent_at=sent_at.isoformat())
    assert CheckIn.objects.get().said_at == NOW - timedelta(hours=1)


def test_a_client_on_anothers_event_finds_nothing_and_the_ledger_says_so(world):
    other = make_world()
    world.browser("client").post("/me/help/", {"event_key": str(uuid4())})
    event = SafetyEvent.objects.get(client=world.client)
    assert world.browser("client").get(f"/me/help/{event.pk}/").status_code == 200
    assert other.browser("client").get(f"/me/help/{event.pk}/").status_code == 404
    assert Entry.objects.filter(
        verb="access.hidden", client_id=world.client.pk, actor_key=other.actor("client").key
    ).exists()


@pytest.mark.parametrize("path", ["/app/crisis/", "/app/today/", "/app/clients/"])
def test_a_client_does_not_get_into_the_console(world, path):
    assert world.browser("client").get(path).status_code in (403, 404)


def test_every_page_has_four_tabs_with_help_among_them_and_a_key_of_its_own(world):
    http = world.browser("client")
    pages = [http.get(path) for path in PAGES]
    for response in pages:
        assert len(response.context["tabs"]) == 4
        assert 'href="/me/help/"' in text(response)
        assert "feel safe" in text(response) or "not safe" in text(response)
    assert len({response.context["unsafe_key"] for response in pages}) == len(PAGES)


def test_help_costs_few_queries(world, django_assert_max_num_queries):
    http = world.browser("client")
    http.get("/me/help/")  # the session's sign of life is written at most every half minute
    with django_assert_max_num_queries(9):  # session, account, client, event; skills, what helped; whom to call
        http.get("/me/help/")
