"""Changing a proposal by hand on screen: the dialog, what it foresees, and the places that a line is dragged onto."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic
from tests.domain.planner.test_planner_actions import ask, placed, solved
from tests.domain.planner.test_planner_reads_the_week import another_group, cannot

from stepwell.domain.planner.models import Kind, Proposal
from stepwell.domain.planner.queries.proposals import plan_of
from stepwell.domain.week.models import Series
from stepwell.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(world):
    clinic = placed(make_clinic(world, people=2))
    another_group(clinic)
    cannot(clinic, clinic.clients[0], {0, 1, 3}, "12:00", "16:00")
    with clock.standing_at(NOW):
        yield clinic


@pytest.fixture
def proposal(clinic):
    return solved(ask(clinic))


@pytest.fixture
def page(proposal):
    return reverse("proposal", args=[proposal.pk])


def text(answer):
    return answer.content.decode()


def test_each_line_leads_to_a_dialog_that_names_the_person_and_says_what_is_chosen(clinic, page):
    browser, client = clinic.world.browser("director"), clinic.clients[0]
    shown = text(browser.get(page))
    assert f'href="?change=seats:{client.pk}"' in shown
    assert f'data-change="?change=seats:{client.pk}&amp;from={clinic.series.pk}"' in shown
    assert "look/by_hand.js" in shown
    dialog = text(browser.get(page, {"change": f"seats:{client.pk}"}))
    assert client.name in dialog
    assert "Afternoon, Mon 13:00" in dialog
    assert "In conflict" not in dialog


def test_a_conflict_is_named_by_name_before_it_is_saved_and_when_it_is_tried(clinic, proposal, page):
    browser, client = clinic.world.browser("director"), clinic.clients[0]
    afternoon = Series.objects.get(name="Afternoon")
    asked = {"change": f"seats:{client.pk}", "groups": str(afternoon.pk)}
    seen = text(browser.get(page, asked))
    assert "It can’t be so" in seen
    assert f"{client.name} can’t come Mon 13:00" in seen
    address = f"{page}?change=seats:{client.pk}"
    tried = browser.post(address, {"seen": "0", "groups": str(afternoon.pk)})
    assert tried.status_code == 422
    assert f"{client.name} can’t come Mon 13:00" in text(tried)
    (kept,) = re.findall(r'<input type="checkbox" [^>]*\bchecked\b[^>]*>', text(tried))
    assert str(afternoon.pk) in kept
    assert plan_of(Proposal.objects.get(pk=proposal.pk)) == plan_of(proposal)


def test_what_a_change_costs_is_said_and_the_page_says_what_was_changed_and_takes_it_back(clinic, proposal, page):
    browser, client = clinic.world.browser("director"), clinic.clients[0]
    address = f"{page}?change=seats:{client.pk}"
    seen = text(browser.get(page, {"change": f"seats:{client.pk}", "seen": "0"}))
    assert "It costs 180 more" in seen
    assert browser.post(address, {"seen": "0"}).status_code == 303
    shown = text(browser.get(page))
    assert f"{client.name}: no group." in shown
    assert "What the planner proposed costs 0" in shown
    assert "Accept<" not in shown
    assert browser.post(address, {"seen": "0"}).status_code == 422
    assert browser.post(page, {"verb": "as_proposed"}).status_code == 303
    assert plan_of(Proposal.objects.get(pk=proposal.pk)) == plan_of(proposal)
    assert "Accept<" in text(browser.get(page))


def test_a_drag_is_told_every_place_with_what_is_in_the_way(clinic, page, django_assert_max_num_queries):
    browser, client = clinic.world.browser("director"), clinic.clients[0]
    asked = {"change": f"seats:{client.pk}", "from": str(clinic.series.pk), "targets": ""}
    with django_assert_max_num_queries(50):
        (target,) = browser.get(page, asked).json()["targets"]
    afternoon = Series.objects.get(name="Afternoon")
    assert target["label"] == "Afternoon, Mon 13:00, Tue 13:00, Thu 13:00"
    assert target["query"] == f"groups={afternoon.pk}"
    assert target["state"] == "taken"
    assert any(client.name in words for words in target["words"])


@pytest.mark.parametrize("odd", ["", "seats", "seats:1", "room:{client}", "group:{series}", "seats:{series}"])
def test_what_the_proposal_does_not_place_is_not_found(clinic, page, odd):
    said = odd.format(client=clinic.clients[0].pk, series=clinic.series.pk)
    assert clinic.world.browser("director").get(page, {"change": said}).status_code == 404


def test_who_may_not_ask_the_planner_changes_nothing_of_it(clinic, page):
    address = f"{page}?change=seats:{clinic.clients[0].pk}"
    assert clinic.world.browser("counselor").get(address).status_code == 403
    assert clinic.world.browser("counselor").post(address, {"seen": "0"}).status_code == 403


def test_a_decided_proposal_leads_back_and_says_why(clinic, page):
    browser = clinic.world.browser("director")
    browser.post(page, {"verb": "dismiss"})
    answer = browser.get(page, {"change": f"seats:{clinic.clients[0].pk}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    shown = text(browser.get(page))
    assert "This proposal isn" in shown
    assert "?change=" not in shown


@pytest.fixture
def term(world):
    """A term in which nothing need change: two people in the evening, and nobody in the afternoon."""
    clinic = make_clinic(world, people=2)
    another_group(clinic)
    with clock.standing_at(NOW):
        yield clinic, solved(ask(clinic, Kind.TERM, first_on=date(2026, 10, 12)))


def test_what_a_term_leaves_alone_can_be_changed_and_dragged_too(term):
    clinic, proposal = term
    browser, page = clinic.world.browser("director"), reverse("proposal", args=[proposal.pk])
    shown, afternoon = text(browser.get(page)), Series.objects.get(name="Afternoon")
    assert "2 groups stay as they are" in shown
    assert "2 people whose groups stay as they are" in shown
    for one in (afternoon, clinic.series):
        assert f'data-change="?change=group:{one.pk}"' in shown
        assert f'href="?change=group:{one.pk}"' in shown
    for client in clinic.clients:
        assert f'data-change="?change=seats:{client.pk}&amp;from={clinic.series.pk}"' in shown
    (target,) = browser.get(page, {"change": f"group:{afternoon.pk}", "targets": ""}).json()["targets"]
    assert target["label"] == "Mon 18:00, Tue 18:00, Thu 18:00"
    assert target["state"] != "taken"
    address = f"{page}?change=group:{afternoon.pk}&{target['query']}"
    assert "It costs" in text(browser.get(address))
    browser.post(page, {"verb": "dismiss"})
    assert "stay as they are" not in text(browser.get(page))


def test_a_term_of_more_people_asks_no_more_of_the_database(term):
    clinic, proposal = term
    browser, page = clinic.world.browser("director"), reverse("proposal", args=[proposal.pk])

    def queries():
        with CaptureQueriesContext(connection) as heard:
            shown = text(browser.get(page))
        return len(heard), shown.count("data-change")

    queries()
    few, lines = queries()
    more = [admit_one(clinic, number).client for number in range(2, 6)]
    proposal.refresh_from_db()
    people = [*proposal.result["people"], *(str(one.pk) for one in more)]
    Proposal.objects.filter(pk=proposal.pk).update(result={**proposal.result, "people": people})
    assert queries() == (few, lines + len(more))
