"""A few questions on the phone: from Today, one a page, kept, resumed, sent; nothing in an address or a title."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW

from stepwell.domain.measures.actions import ask_on_phone
from stepwell.domain.measures.models import Administration, Asking, Mode
from stepwell.domain.measures.rules import load_instrument
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def asked(world, code="gad-7"):
    asking = ask_on_phone(actor=world.actor("counselor"), client_id=world.client.pk, code=code, now=NOW)
    return reverse("me_questions", args=[asking.pk])


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def post(world, address, at, answer, code="gad-7", **more):
    data = {"version": load_instrument(code).version, "at": at, "answer": answer, **more}
    return world.browser("client").post(address, data)


def test_today_shows_how_long_it_takes_and_nothing_of_what_it_is(world):
    address = asked(world, "phq-9")
    page = text(world.browser("client").get(reverse("me_today")))
    assert "A few questions, about 3 minutes" in page
    assert address in page
    assert "PHQ" not in page
    assert "feeling" not in page.split("A few questions")[1].split("</section>")[0]


def test_one_question_a_page_from_the_first_to_thank_you(world):
    address, instrument = asked(world), load_instrument("gad-7")
    browser = world.browser("client")
    for place, item in enumerate(instrument.items, start=1):
        page = text(browser.get(address))
        assert f"Question {place} of 7" in page
        assert item.text.replace("'", "&#x27;") in page
        assert page.count('type="radio"') == 4
        assert "I don’t feel safe" in page
        assert "<title>Stepwell</title>" in page
        answer = post(world, address, place, "1")
        assert answer.headers["Location"] == f"{address}?at={place + 1}"
    page = text(browser.get(f"{address}?at=8"))
    assert "Send your answers" in page
    assert "I don’t feel safe" in page
    sent = browser.post(address, {"verb": "send", "version": instrument.version})
    assert sent.headers["Location"] == reverse("me_questions_sent")
    assert "Your answers are sent" in text(browser.get(sent.headers["Location"]))
    sheet = Administration.objects.get()
    assert (sheet.total, sheet.mode, sheet.language) == (7, Mode.SELF, "en-US")
    assert "A few questions" not in text(browser.get(reverse("me_today")))
    assert browser.get(address).headers["Location"] == reverse("me_questions_sent")


def test_it_goes_on_where_it_was_left_and_back_shows_what_was_said(world):
    address, browser = asked(world), world.browser("client")
    post(world, address, 1, "2")
    post(world, address, 2, "3")
    assert "Go on" in text(browser.get(reverse("me_today")))
    assert "Question 3 of 7" in text(browser.get(address))
    back = text(browser.get(f"{address}?at=2"))
    assert 'value="3" checked' in back
    assert f'href="{address}?at=1"' in back


def test_who_speaks_spanish_is_asked_in_spanish_and_may_change(world):
    type(world.client).objects.filter(pk=world.client.pk).update(language="es")
    address, browser = asked(world), world.browser("client")
    page = text(browser.get(address))
    assert "Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta" in page
    assert 'lang="es-US"' in page
    assert f'href="{address}?at=1&amp;in=en-US"' in page
    assert "Feeling nervous" in text(browser.get(f"{address}?at=1&in=en-US"))
    post(world, address, 1, "2", **{"in": "en-US"})
    assert Administration.objects.get().language == "en-US"
    assert "Not being able to stop" in text(browser.get(address))
    post(world, address, 2, "1", **{"in": "es-US"})
    assert "Se ha preocupado demasiado por motivos diferentes" in text(browser.get(address))
    assert Administration.objects.get().answers == {"q1": 2, "q2": 1}


def test_an_instrument_in_one_language_offers_no_other(world):
    page = text(world.browser("client").get(asked(world, "bam")))
    assert "in=es" not in page
    assert "Español" not in page


def test_a_made_up_language_is_the_first_one(world):
    assert "Feeling nervous" in text(world.browser("client").get(asked(world) + "?in=xx%00"))


@pytest.mark.parametrize("typed", ["", "9", "two", "-1", "1" * 20])
def test_what_is_no_answer_stays_on_its_page_with_what_to_do(world, typed):
    address = asked(world)
    answer = post(world, address, 1, typed)
    assert answer.status_code == 422
    assert "Choose one to go on." in text(answer)
    assert not Administration.objects.exists()


def test_a_safety_answer_opens_help_and_the_answers_are_kept(world):
    address = asked(world, "phq-9")
    answer = post(world, address, 9, "1", code="phq-9")
    assert answer.headers["Location"] == reverse("me_help")
    page = text(world.browser("client").get(address))
    assert Administration.objects.get().alarm_code == "item-9"
    assert "Question 1 of 10" in page


def test_an_optional_question_may_be_left_open(world):
    address, browser = asked(world, "phq-9"), world.browser("client")
    for place in range(1, 10):
        post(world, address, place, "1" if place < 9 else "0", code="phq-9")
    assert "Next, or leave open" in text(browser.get(f"{address}?at=10"))
    assert post(world, address, 10, "", code="phq-9").headers["Location"] == f"{address}?at=11"
    assert "Send your answers" in text(browser.get(f"{address}?at=11"))


def test_what_is_still_open_is_named_before_sending(world):
    address, browser = asked(world), world.browser("client")
    post(world, address, 1, "1")
    page = text(browser.get(f"{address}?at=8"))
    assert "Still open" in page
    assert f'href="{address}?at=2"' in page
    assert browser.post(address, {"verb": "send", "version": load_instrument("gad-7").version}).status_code == 422
    assert Administration.objects.get().completed_at is None


def test_many_answers_are_a_number_to_type(world):
    address = asked(world, "bam-r")
    page = text(world.browser("client").get(f"{address}?at=2"))
    assert 'type="number"' in page
    assert 'max="30"' in page
    wrong = post(world, address, 2, "31", code="bam-r")
    assert "Write a whole number from 0 to 30." in text(wrong)
    assert post(world, address, 2, "17", code="bam-r").status_code == 303
    assert Administration.objects.get().answers == {"q2": 17}


def test_questions_with_a_skip_are_passed_over(world):
    address = asked(world, "audit")
    for place, value in ((1, "0"), (9, "0"), (10, "0")):
        answer = post(world, address, place, value, code="audit")
    assert "Question 2 of 3" in text(world.browser("client").get(f"{address}?at=2"))
    assert answer.headers["Location"] == f"{address}?at=11"
    assert "Send your answers" in text(world.browser("client").get(address))


def test_the_questions_of_somebody_else_are_not_there(world):
    address = asked(world)
    assert world.browser("counselor").get(address).status_code in (403, 404)
    nowhere = reverse("me_questions", args=["0d3a4d5e-7d0e-4d2c-9a33-6a4c7e3a1f11"])
    assert world.browser("client").get(nowhere).status_code == 404


def test_an_odd_place_in_the_address_is_where_it_was_left(world):
    address = asked(world)
    for odd in ("x", "0", "-3", "99999"):
        assert "Question 1 of 7" in text(world.browser("client").get(f"{address}?at={odd}"))


def test_a_due_question_may_wait_until_after_the_next_session_and_then_it_does_not_offer_that_again(world):
    asking = Asking.objects.create(
        client=world.client, instrument_code="gad-7", minutes=3, asked_at=NOW, due_on=NOW.date()
    )
    address, browser = reverse("me_questions", args=[asking.pk]), world.browser("client")
    assert "Not this time" in text(browser.get(reverse("me_today")))
    assert browser.post(address, {"verb": "put_off"}).headers["Location"] == reverse("me_today")
    page = text(browser.get(reverse("me_today")))
    assert "We ask again after your next session." in page
    assert "A few questions" not in page
    listed = text(world.browser("counselor").get(reverse("instruments", args=[world.client.pk])))
    assert "GAD-7" in listed
    with clock.standing_at(NOW + timedelta(days=8)):
        browser = world.browser("client")
        page = text(browser.get(reverse("me_today")))
        assert ("A few questions" in page, "Not this time" in page) == (True, False)
        browser.post(address, {"verb": "put_off"})
        assert "These questions wait for you now." in text(browser.get(reverse("me_today")))


def test_what_staff_ask_on_purpose_offers_no_later(world):
    asked(world)
    assert "Not this time" not in text(world.browser("client").get(reverse("me_today")))
