"""Authorizations in the console: entered, corrected, ended; the list by runway; the chart's third clock; Today."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.authorizing import LETTER, authorize, terms
from tests.cast import EVERYBODY, NOW, POSTS
from tests.clinic import make_clinic

from stepwell.domain.coverage.actions import set_warn_days
from stepwell.domain.coverage.models import Authorization, AuthorizationTerms
from stepwell.domain.coverage.permissions import KEEP_AUTHORIZATIONS, SET_COVERAGE, VIEW_AUTHORIZATIONS
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function
from stepwell.domain.week.actions.runway import check_runways
from stepwell.domain.week.queries.covered import clock_of
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.workflows import coverage


@pytest.fixture
def clinic(world):
    """Two in the evening track; the director sees both, billing too."""
    with clock.standing_at(NOW):
        yield make_clinic(world, people=2)


def tasks():
    return Task.objects.filter(kind="coverage.runs_out", done_at=None)


def test_who_sees_and_who_enters(world):
    may = {who: {one for one in (VIEW_AUTHORIZATIONS, KEEP_AUTHORIZATIONS, SET_COVERAGE) if world.actor(who).may(one)}
           for who in EVERYBODY if who != "stranger"}  # fmt: skip
    keeps, sees = {"director", "billing", "case manager"}, {"supervisor", "counselor", "colleague", "elsewhere"}
    sees |= {"prescriber", "nurse", "privacy officer"}
    assert {who for who, held in may.items() if KEEP_AUTHORIZATIONS in held} == keeps
    assert {who for who, held in may.items() if VIEW_AUTHORIZATIONS in held} == keeps | sees
    assert {who for who, held in may.items() if SET_COVERAGE in held} == {"director"}


def test_one_is_entered_once_and_a_correction_is_a_new_edition(clinic):
    world, client = clinic.world, clinic.clients[0]
    browser, page = world.browser("case manager"), reverse("client_authorizations", args=[client.pk])
    assert "Enter what the payer agreed to" in browser.get(page).text
    for _ in range(2):
        assert browser.post(page, LETTER).status_code == 303
    held = Authorization.objects.get()
    assert "12 days left" in browser.get(page).text
    other = browser.post(page, {**LETTER, "units": 9})
    assert (other.status_code, "entered already" in other.text) == (422, True)
    one = reverse("authorization", args=[client.pk, held.pk])
    assert 'value="A-2217"' in browser.get(one).text
    assert browser.post(one, {**LETTER, "units": 20, "edition": 1, "verb": "correct"}).status_code == 303
    late = browser.post(one, {**LETTER, "units": 30, "edition": 1, "verb": "correct"})
    assert "Dee-Ann Price corrected this" in late.text
    assert list(AuthorizationTerms.objects.order_by("edition").values_list("units", "is_current")) == [
        (12, False),
        (20, True),
    ]
    assert "Corrected 1 time" in browser.get(page).text


def test_what_is_wrong_on_the_letter_is_said_beside_its_field(clinic):
    page = reverse("client_authorizations", args=[clinic.clients[0].pk])
    answer = clinic.world.browser("case manager").post(page, {**LETTER, "last_on": "2026-10-01", "units": "0"})
    assert answer.status_code == 422
    assert "greater than or equal to 1" in answer.text
    answer = clinic.world.browser("case manager").post(page, {**LETTER, "last_on": "2026-10-01"})
    assert "It would end before it begins." in answer.text
    assert 'value="Mountain Health Plan"' in answer.text


def test_one_ends_before_its_last_day_with_a_reason_and_covers_nothing_after_it(clinic):
    world, client = clinic.world, clinic.clients[0]
    held = authorize(world, client)
    given = {"actor": world.actor("director"), "client_id": client.pk, "authorization_id": held.pk, "now": NOW}
    for wrong in ({"last_on": date(2026, 12, 1), "why": "x"}, {"last_on": date(2026, 10, 9), "why": " "}):
        with pytest.raises(Refused):
            coverage.end(**given, **wrong)
    one = reverse("authorization", args=[client.pk, held.pk])
    browser = world.browser("case manager")
    sent = {"verb": "end", "end-last_on": "2026-10-09", "end-why": "Changed plan."}
    assert [browser.post(one, sent).status_code for _ in range(2)] == [303, 303]
    again = browser.post(one, {**sent, "end-last_on": "2026-10-12"})
    assert "It was ended on 9 Oct 2026." in again.text
    assert (
        "Ended by Dee-Ann Price: Changed plan." in browser.get(reverse("client_authorizations", args=[client.pk])).text
    )
    third = clock_of(world.actor("director"), client, NOW)
    assert third.lacks_on == date(2026, 10, 12)


def test_the_list_goes_by_runway_and_asks_no_more_for_more_people(clinic, django_assert_max_num_queries):
    world = clinic.world
    authorize(world, clinic.clients[0], number="LONG", last_on=date(2027, 3, 1), units=300)
    authorize(world, clinic.clients[1], number="SHORT", units=2)
    browser = world.browser("billing")
    page = browser.get(reverse("authorizations")).text
    assert page.index("SHORT") < page.index("LONG")
    assert "Covered" in page
    with django_assert_max_num_queries(200) as two:
        browser.get(reverse("authorizations"))
    authorize(world, world.client)
    world.client.phase = "in treatment"
    world.client.save()
    with django_assert_max_num_queries(len(two.captured_queries)):
        assert "A-2217" in browser.get(reverse("authorizations")).text


def test_without_any_the_list_says_what_is_next(world):
    assert "No authorization goes on" in world.browser("billing").get(reverse("authorizations")).text


def test_the_chart_shows_days_and_units_left_and_three_bars(clinic):
    world, client = clinic.world, clinic.clients[0]
    authorize(world, client, units=2)
    chart = world.browser("director").get(reverse("client", args=[client.pk])).text
    assert "2 days, 2 days left" in " ".join(chart.split()).replace("&nbsp;", " ")
    assert chart.count('class="hours hours-clock"') == 3


def test_one_that_runs_out_soon_is_the_case_managers_work_until_there_is_more(clinic):
    world, client = clinic.world, clinic.clients[0]
    authorize(world, client, units=2)
    task = tasks().get()
    assert (task.owner, task.client) == (world.staff["case manager"], client)
    # Monday's roll isn't called, so one is taken by it
    assert task.reason == "The units run out: Thu 8 Oct is the first booked day without one."
    assert f"/clients/{client.pk}/authorizations/" in world.browser("case manager").get("/app/today/").text
    authorize(world, client, number="A-2218", units=60, last_on=date(2027, 3, 1))
    assert not tasks().exists()


def test_a_site_says_how_early_it_hears_of_it_and_the_morning_looks(clinic):
    world, client = clinic.world, clinic.clients[0]
    authorize(world, client, units=6)
    assert not tasks().exists()
    set_warn_days(actor=world.actor("director"), site_id=world.site.pk, warn_days=30)
    who = {"actor": system("jobs"), "site": world.site}
    assert [check_runways(**who, now=NOW) for _ in range(2)] == [1, 1]
    assert tasks().count() == 1
    later = NOW + timedelta(days=200)
    assert check_runways(**who, now=later) == 0
    assert not tasks().exists()
    for wrong in (0, 91):
        with pytest.raises(Refused):
            set_warn_days(actor=world.actor("director"), site_id=world.site.pk, warn_days=wrong)


def test_billing_takes_it_where_nobody_is_the_case_manager(world):
    make_clinic(world, people=0)
    client = world.client
    client.phase = "in treatment"
    client.save()
    authorize_as = {"actor": world.actor("director"), "client_id": client.pk, "terms": terms(units=1), "now": NOW}
    coverage.enter(**authorize_as)
    assert not tasks().exists()  # nothing is booked, so nothing runs out


def test_nobody_beside_the_care_team_opens_them(clinic):
    world = clinic.world
    page = reverse("client_authorizations", args=[world.client.pk])
    with_access = {who for who in POSTS if world.browser(who).get(page).status_code == 200}
    assert with_access == {"director", "supervisor", "counselor"}
    join_care_team(
        actor=world.actor("director"), client=world.client, staff=world.staff["colleague"], function=Function.COUNSELOR,
        now=NOW,
    )  # fmt: skip
    assert world.browser("colleague").get(page).status_code == 200
    assert world.browser("colleague").post(page, LETTER).status_code == 403
