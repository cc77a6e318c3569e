"""The public pages: for whoever comes, with 988 and a way out on each, and without a trace of what was answered."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client as Http
from tests.rows import every_row
from tests.wording import unwelcome_words

from stepwell.domain.admissions.rules.fit import QUESTIONS

PAGES = [
    "/", "/is-iop-right/", "/talk-to-someone/", "/what-to-expect/", "/help-now/", "/cost/", "/about/", "/refer/",
    "/ask/", "/family/", "/referrer/",
]  # fmt: skip
LIKELY = {
    "safe": "yes", "stopping": "little", "home": "yes", "support": "yes", "health": "no", "use": "often", "time": "yes",
    "why": "keep",
}  # fmt: skip
FIT = "/is-iop-right/"


def text(response):
    return response.content.decode()


def send(http, step, verb="next", **answers):
    return http.post(FIT, {"step": step, "verb": verb, **answers})


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_for_anybody_with_988_and_the_way_out(world, path):
    response = Http().get(path)
    said = text(response)
    assert response.status_code == 200
    for link in ('href="tel:988"', 'href="sms:988"', 'href="tel:911"', 'href="/exit/"'):
        assert link in said
    assert "Exit this page" in said
    assert unwelcome_words(said) == []
    assert not response.cookies


def test_help_now_asks_the_database_for_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Http().get("/help-now/").status_code == 200


def test_whoever_is_signed_in_goes_where_they_work_or_live(world):
    assert world.browser("counselor").get("/").headers["Location"] == "/app/today/"
    assert world.browser("client").get("/").headers["Location"] == "/me/"


def test_answering_leaves_no_row_no_cookie_no_session(world):
    http = Http(enforce_csrf_checks=True)
    before, sessions = every_row(), Session.objects.count()
    answers = {}
    for step, question in enumerate(QUESTIONS, start=1):
        answers[question.name] = LIKELY[question.name]
        response = send(http, step, **answers)
        assert response.status_code == 200
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]
    assert "IOP may well fit you" in text(response)
    assert "Eight of your eight answers point here" in text(response)
    assert every_row() == before
    assert Session.objects.count() == sessions
    assert not http.cookies


def test_no_address_and_no_title_holds_an_answer(world):
    said = text(send(Http(), 8, **{**LIKELY, "home": "no"}))
    assert {part.split('"')[0] for part in said.split('action="')[1:]} == {FIT, "?in=es"}
    assert "<title>Is it right for me?</title>" in said


def test_back_and_change_keep_every_answer(world):
    http = Http()
    said = text(send(http, 3, "back", safe="yes", stopping="sick", home="no"))
    assert 'name="stopping" value="sick" checked' in said
    assert 'type="hidden" name="home" value="no"' in said
    said = text(send(http, 8, "again", **LIKELY))
    assert 'name="safe" value="yes" checked' in said
    assert 'type="hidden" name="why" value="keep"' in said


def test_without_an_answer_the_same_question_is_asked_again(world):
    response = send(Http(), 2, safe="yes")
    assert response.status_code == 422
    assert "Choose one to go on." in text(response)
    assert 'type="hidden" name="safe" value="yes"' in text(response)


@pytest.mark.parametrize("value", ["no", "unsure"])
def test_unsafe_now_brings_help_before_any_other_question(world, value):
    said = text(send(Http(), 1, safe=value))
    assert "Get help today" in said
    assert said.index('href="tel:988"') < said.index("Go on with the questions")
    assert "Do you have a safe" not in said
    assert QUESTIONS[1].text in text(send(Http(), 1, "on", safe=value))


def test_no_support_at_home_never_refuses(world):
    said = text(send(Http(), 8, **{**LIKELY, "home": "no", "support": "no"}))
    assert "A person can tell better than a page" in said
    assert "Nothing you answered turns you away." in said


def test_a_question_that_was_skipped_by_hand_is_asked(world):
    assert QUESTIONS[0].text in text(send(Http(), 8, why="keep"))


@pytest.mark.parametrize("step", ["", "0", "99", "²", "٣", "-1", "x" * 300, "1e9"])
def test_an_odd_step_is_a_question_all_the_same(world, step):
    assert send(Http(), step, safe="yes", stopping="little", why="keep").status_code in (200, 422)


def test_exit_leads_to_the_operators_page_or_to_an_empty_one(db, settings):
    settings.EXIT_URL = ""
    response = Http().get("/exit/")
    assert response.status_code == 200
    assert "Stepwell" not in text(response)
    assert response.headers["Clear-Site-Data"] == '"cache"'
    settings.EXIT_URL = "https://weather.example/"
    response = Http().get("/exit/")
    assert (response.status_code, response.headers["Location"]) == (303, "https://weather.example/")


def test_a_page_for_everybody_says_nothing_about_anybody(world):
    for path in PAGES:
        assert world.client.family_name not in text(Http().get(path))
