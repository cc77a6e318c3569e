"""All instruments of one person: what there is, what isn't and why, trends, and what goes on the phone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.measuring import asked_every

from stepwell.domain.admissions.models import Episode
from stepwell.domain.measures.actions import complete_sheet, save_answers
from stepwell.domain.measures.models import Asking
from stepwell.domain.measures.queries import shelf
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.workflows.measuring import tend_due


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def address(world):
    return reverse("instruments", args=[world.client.pk])


def page(world, who="counselor"):
    return re.sub(r"\s+", " ", world.browser(who).get(address(world)).content.decode())


def fill(world, code, value, now=NOW):
    text = load_instrument(code)
    who = {"actor": world.actor("counselor"), "client_id": world.client.pk, "code": code, "version": text.version}
    save_answers(**who, answers={item.id: value for item in text.items if item.required}, now=now)
    return complete_sheet(**who, now=now)


def test_every_instrument_is_there_and_what_is_withheld_says_why(world):
    shown = page(world)
    for code in shelf().instruments:
        assert reverse("instrument", args=[world.client.pk, code]) in shown
    assert "questions 3 and 4 weren’t found" in shown


def test_each_instrument_has_its_own_results(world):
    fill(world, "gad-7", 2, NOW - timedelta(days=7))
    fill(world, "gad-7", 1)
    fill(world, "bam", 0)
    shown = page(world)
    assert "14 → 7" in shown
    assert "Use 0, Risk 0, Protective 0" in shown
    assert shown.count("Not asked yet") == len(shelf().instruments) - 2


def test_putting_one_on_the_phone_and_taking_it_back(world):
    browser = world.browser("counselor")
    assert browser.post(address(world), {"verb": "ask", "code": "gad-7"}).status_code == 303
    asking = Asking.objects.get()
    assert asking.asked_by == world.staff["counselor"]
    assert "2 of 30 minutes asked in the last seven days" in page(world)
    assert browser.post(address(world), {"verb": "take_back", "asking": asking.pk}).status_code == 303
    assert "Nothing is waiting there" in page(world)


def test_too_many_minutes_keep_what_was_chosen_and_ask_for_the_reason(world, settings):
    settings.INSTRUMENT_MINUTES_A_WEEK = 1
    browser = world.browser("counselor")
    answer = browser.post(address(world), {"verb": "ask", "code": "gad-7"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "1 are meant to be enough" in shown
    assert 'value="gad-7" selected' in shown
    assert browser.post(address(world), {"verb": "ask", "code": "gad-7", "reason": "First week"}).status_code == 303


def test_what_staff_rate_is_not_offered_for_the_phone(world):
    choices = page(world).split("<select")[1].split("</select>")[0]
    assert "COWS" not in choices
    assert "PCL-5" in choices
    assert world.browser("counselor").post(address(world), {"verb": "ask", "code": "cows"}).status_code == 422


def test_who_may_only_read_sees_no_form(world):
    assert "Ask on the phone" not in page(world, "privacy officer")
    assert world.browser("privacy officer").post(address(world), {"verb": "ask", "code": "gad-7"}).status_code == 403


def test_a_safety_task_opens_its_own_answers_whatever_the_instrument(world):
    text = load_instrument("phq-9")
    saved = save_answers(
        actor=world.actor("counselor"),
        client_id=world.client.pk,
        code="phq-9",
        answers={"q9": 1},
        version=text.version,
        now=NOW,
    )
    assert Task.objects.filter(client=world.client, kind="measures.risk_item_9").exists()
    there = reverse("answers", args=[world.client.pk, saved.sheet.pk])
    assert there in world.browser("counselor").get(reverse("today")).content.decode()
    gone_to = world.browser("counselor").get(there)
    assert gone_to.headers["Location"].endswith(f"/instruments/phq-9/?sheet={saved.sheet.pk}")
    nowhere = reverse("answers", args=[world.client.pk, "0d3a4d5e-7d0e-4d2c-9a33-6a4c7e3a1f11"])
    assert world.browser("counselor").get(nowhere).status_code == 404


def test_clinician_rated_and_part_sums_show_on_the_sheet(world):
    fill(world, "cows", 0)
    where = reverse("instrument", args=[world.client.pk, "cows"])
    assert "Below mild" in world.browser("counselor").get(where).content.decode()
    fill(world, "bam", 4)
    where = reverse("instrument", args=[world.client.pk, "bam"])
    shown = world.browser("counselor").get(where).content.decode()
    assert "This has no total." in shown
    assert "<b>Use 12</b> of 12" in shown


@pytest.fixture
def late(world):
    """Somebody three weeks into a stay whose GAD-7 was due six days ago."""
    clinic = make_clinic(world, people=1)
    Episode.objects.update(started_on=TODAY - timedelta(days=20))
    asked_every(world, "gad-7", 14)
    return clinic


def test_what_is_due_stands_on_top_in_the_chart_and_in_the_group(world, late):
    browser, person = world.browser("counselor"), late.clients[0]
    shown = browser.get(reverse("instruments", args=[person.pk])).text
    assert "6 days late" in shown
    assert "every 2 weeks" in shown
    assert "GAD-7 6 days late" in browser.get(reverse("client", args=[person.pk])).text
    assert "1 has questions due before this group" in browser.get(reverse("group", args=[late.sessions[1].pk])).text


def test_late_is_a_row_on_today_with_its_verb(world, late):
    person = late.clients[0]
    tend_due(client_id=person.pk, now=NOW)
    shown = world.browser("counselor").get(reverse("today")).text
    assert "GAD-7, every 2 weeks, 2 min. No login: ask in person." in shown
    assert reverse("instruments", args=[person.pk]) in shown


def test_on_the_phone_it_says_for_which_day(world, late):
    person = late.clients[0]
    type(person).objects.filter(pk=world.client.pk).update(account=None)
    type(person).objects.filter(pk=person.pk).update(account=world.accounts["client"])
    tend_due(client_id=person.pk, now=NOW)
    shown = page_of(world, person)
    assert "on the phone since" in shown
    assert "by the schedule, for 30 Sep" in shown
    today = world.browser("client").get(reverse("me_today")).text
    assert "about 2 minutes" in today
    assert "Before tonight’s Evening IOP." in today


def page_of(world, person):
    return world.browser("counselor").get(reverse("instruments", args=[person.pk])).text
