"""The instrument's page: saved as it goes, finished once, and never a word lost."""

import pytest
from django.urls import reverse
from tests.cast import NOW

from stepwell.domain.measures.actions import save_answers
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock

VECTOR = {f"q{n}": value for n, value in enumerate((2, 1, 1, 0, 0, 0, 1, 0, 0, 2), start=1)}


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def address(world, code="audit"):
    return reverse("instrument", args=[world.client.pk, code])


def post(world, answers, code="audit", who="counselor", htmx=False, **more):
    text = load_instrument(code)
    data = {"version": text.version, "seen": "{}", **answers, **more}
    headers = {"HX-Request": "true"} if htmx else {}
    return world.browser(who).post(address(world, code), data, headers=headers)


def test_the_published_example_goes_through_the_screen(world):
    answer = post(world, VECTOR, verb="finish")
    sheet = Administration.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{address(world)}?sheet={sheet.pk}"
    page = world.browser("counselor").get(answer.headers["Location"]).content.decode()
    assert "<b>7</b>" in page
    assert "Zone I: low risk" in page
    assert "AUDIT-C 4" in page
    assert "Finished, can" in page


def test_c_ssrs_is_shown_in_its_own_words_with_its_notice(world):
    page = world.browser("counselor").get(address(world, "c-ssrs-screener")).content.decode()
    for item in load_instrument("c-ssrs-screener").items:
        assert item.text in page
        assert item.help in page
    assert "The Research Foundation for Mental Hygiene" in page


def test_saving_for_later_resumes_where_it_was_left(world):
    assert post(world, {"q1": 2}, verb="later").status_code == 303
    page = world.browser("counselor").get(address(world)).content.decode()
    assert 'id="q1-2" name="q1" value="2" checked' in page
    assert "<b>1 of 10</b> answered" in page


def test_finishing_too_early_names_what_is_missing_and_keeps_the_rest(world):
    answer = post(world, {"q1": 2, "q2": 1}, verb="finish")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#q3">Question 3</a>' in page
    assert 'id="q1-2" name="q1" value="2" checked' in page
    assert Administration.objects.get().answers == {"q1": 2, "q2": 1}


def test_each_change_is_saved_and_only_what_stands_around_the_questions_comes_back(world):
    answer = post(world, {"q9": 1}, "phq-9", htmx=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<fieldset" not in page
    assert "Suicide risk: review before they leave" in page
    assert Administration.objects.get().answers == {"q9": 1}
    assert Task.objects.filter(kind="measures.risk_item_9", done_at=None).count() == 1


def test_a_high_answer_makes_a_persisted_event_at_once_and_says_what_to_do(world):
    page = post(world, {"q4": 1}, "c-ssrs-screener", htmx=True).content.decode()
    assert SafetyEvent.objects.filter(client=world.client).count() == 1
    for words in ("Do not leave the person alone.", "Call the on-call clinician this minute.", reverse("crisis")):
        assert words in page


def test_an_answer_taken_back_leaves_the_alarm_and_says_so(world):
    post(world, {"q9": 1}, "phq-9", htmx=True)
    page = post(world, {"q9": 0}, "phq-9", htmx=True, seen='{"q9": 1}').content.decode()
    assert "Suicide risk: review before they leave" in page
    assert "The answer was changed since." in page


def test_what_a_clinician_recorded_quiets_the_page_and_finishes_the_task(world):
    post(world, {"q9": 1}, "phq-9")
    sheet = Administration.objects.get()
    empty = post(world, {}, "phq-9", sheet=sheet.pk, verb="review", note=" ")
    assert empty.status_code == 422
    assert "Write what you found and did." in empty.content.decode()
    assert post(world, {}, "phq-9", sheet=sheet.pk, verb="review", note="Talked; no plan.").status_code == 303
    page = world.browser("counselor").get(address(world, "phq-9")).content.decode()
    assert "Reviewed by Maya Okafor" in page
    assert not Task.objects.filter(kind="measures.risk_item_9", done_at=None).exists()


def test_sending_finish_twice_is_harmless(world):
    sheet = "0d3a4d5e-7d0e-4d2c-9a33-6a4c7e3a1f11"
    first = post(world, VECTOR, sheet=sheet, verb="finish")
    second = post(world, VECTOR, sheet=sheet, verb="finish")
    assert first.headers["Location"] == second.headers["Location"]
    assert Administration.objects.count() == 1


def test_a_page_made_before_the_questions_changed_loses_nothing_and_asks_again(world):
    answer = post(world, {"q1": 3}, version="WHO-1989", verb="later")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The questions have changed since this page was opened." in page
    assert 'id="q1-3" name="q1" value="3" checked' in page
    kept = Administration.objects.get()
    assert (kept.instrument_version, kept.answers) == ("WHO-1989", {"q1": 3})
    shown = world.browser("counselor").get(f"{reverse('instrument', args=[world.client.pk, 'audit'])}?sheet={kept.pk}")
    assert "q1: 3" in shown.text
    assert "Earlier questions, set aside" in shown.text


def test_a_safety_answer_to_an_earlier_text_reaches_the_team(world):
    page = post(world, {"q5": 1}, "c-ssrs-screener", version="old").content.decode()
    assert "C-SSRS high: act now" in page
    assert "nobody else has been told" not in page
    assert Administration.objects.get().alarm_code == "high"


def test_two_people_who_differ_both_stand_on_the_page_until_one_is_chosen(world):
    save_answers(
        actor=world.actor("admissions"),
        client_id=world.client.pk,
        code="audit",
        answers={"q1": 1},
        version=load_instrument("audit").version,
        now=NOW,
    )
    answer = post(world, {"q1": 3}, verb="later")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ty Marsh answered “Monthly or less” while you answered “2 to 3 times a week”." in page
    assert 'name="keep" value="q1:1"' in page
    assert post(world, {"q1": 3}, keep="q1:1").status_code == 303
    assert Administration.objects.get().answers == {"q1": 3}


def test_a_contradiction_is_shown_with_a_way_out_of_it(world):
    post(world, {"q1": 0, "q2": 0, "q3": 1}, "c-ssrs-screener")
    page = world.browser("counselor").get(address(world, "c-ssrs-screener")).content.decode()
    assert "has an answer, and an earlier answer says it isn" in page
    assert post(world, {"q2": 0, "q3": 1}, "c-ssrs-screener", remove="q3").status_code == 303
    assert Administration.objects.get().answers == {"q1": 0, "q2": 0}


def test_skipped_questions_say_why_they_need_no_answer(world):
    post(world, {"q1": 0})
    page = world.browser("counselor").get(address(world)).content.decode()
    assert page.count("Not asked after the answer to question 1.") == 7
    assert "<b>1 of 3</b> answered" in page


def test_asking_again_opens_a_new_sheet_beside_the_history(world):
    post(world, VECTOR, verb="finish")
    assert post(world, {}, verb="again").status_code == 303
    page = world.browser("counselor").get(address(world)).content.decode()
    assert "<b>0 of 10</b> answered" in page
    assert "7 · Zone I: low risk" in page


def test_an_instrument_or_a_sheet_that_is_not_there_is_not_found(world):
    browser = world.browser("counselor")
    assert browser.get(reverse("instrument", args=[world.client.pk, "whoqol"])).status_code == 404
    for sheet in ("not-a-sheet", "0d3a4d5e-7d0e-4d2c-9a33-6a4c7e3a1f11"):
        assert browser.get(f"{address(world)}?sheet={sheet}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("admissions", 200),
        ("supervisor", 200),
        ("director", 200),
        ("colleague", 404),
        ("case manager", 404),
        ("elsewhere", 404),
        ("client", 403),
        ("stranger", 403),
    ],
)
def test_who_opens_the_page(world, who, status):
    assert world.browser(who).get(address(world)).status_code == status


def test_a_director_reads_and_is_offered_no_answers(world):
    post(world, {"q1": 2})
    page = world.browser("director").get(address(world)).content.decode()
    assert "<fieldset" not in page
    assert "2 to 4 times a month" in page
    assert post(world, {"q1": 3}, who="director").status_code == 403


def test_the_page_title_says_nothing_about_anybody(world):
    page = world.browser("counselor").get(address(world, "c-ssrs-screener")).content.decode()
    assert "<title>Screening · Stepwell</title>" in page


def test_it_is_read_out_in_spanish_and_the_result_says_so(world):
    page = world.browser("counselor").get(address(world, "gad-7") + "?in=es-US").content.decode()
    assert "Se ha molestado o irritado fácilmente" in page
    assert 'name="in" value="es-US"' in page
    answers = {f"q{n}": 1 for n in range(1, 8)}
    post(world, {"q1": 1}, "gad-7", htmx=True, **{"in": "es-US"})
    assert "Se ha molestado" in world.browser("counselor").get(address(world, "gad-7")).content.decode()
    done = post(world, answers, "gad-7", verb="finish", seen='{"q1": 1}', **{"in": "es-US"})
    sheet = Administration.objects.get()
    assert (sheet.language, sheet.total) == ("es-US", 7)
    page = world.browser("counselor").get(done.headers["Location"]).content.decode()
    assert 'asked in <span lang="es-US">Español</span>' in page
    assert "Becoming easily annoyed" in page


@pytest.mark.parametrize("typed", ["9", "-1", "two", "1" * 20])
def test_an_answer_out_of_range_is_said_at_its_question_and_the_others_are_kept(world, typed):
    answer = post(world, {"q1": 2, "q2": typed}, verb="later")
    assert answer.status_code == 422
    assert 'aria-describedby="q2-error"' in answer.text
    assert "This isn&#x27;t one of the answers. Choose one." in answer.text
    assert Administration.objects.get().answers == {"q1": 2}
