"""The day sheet says how many come and what they eat, and who mustn't eat what to those who may know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic

from stepwell.domain.meals.actions import add_diet_label, retire_diet_label, say_diet
from stepwell.domain.meals.models import Diet
from stepwell.domain.meals.queries import diets_at
from stepwell.domain.week.models import Booking, SessionSegment
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.ledger.models import Entry

DAY = "/app/schedule/day/?on=2026-10-05"


@pytest.fixture(autouse=True)
def now():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def clinic(world):
    made = make_clinic(world, people=3)
    SessionSegment.objects.filter(session__series=made.series, is_clinical=False).update(label="Evening meal")
    return made


def eats(world, client, labels=(), allergies="", seen=0, who="counselor"):
    return say_diet(actor=world.actor(who), client_id=client.pk, labels=labels, allergies=allergies, seen=seen, now=NOW)


def test_the_sheet_counts_heads_diets_and_allergies(world, clinic):
    ana, darnell, josie = clinic.clients
    eats(world, ana, ["Halal"], "Peanuts")
    eats(world, darnell, ["Halal", "Vegetarian"])
    Booking.objects.filter(client=josie, session=clinic.session).update(status="excused")
    text = world.browser("counselor").get(DAY).text
    assert "2 Halal, 1 Vegetarian" in text
    assert "Evening meal" in text
    assert "<b>Ana</b><span>Peanuts</span>" in text
    assert "Reyes" not in text
    assert Entry.objects.get(verb="allergies.list_read").detail["clients"] == [str(ana.pk)]


def test_whoever_orders_the_food_sees_numbers_and_nobody(world, clinic):
    eats(world, clinic.clients[0], ["Halal"], "Peanuts")
    text = world.browser("front desk").get(DAY).text
    assert "1 Halal" in text
    assert "1 more whom you don’t see" in text
    assert "Peanuts" not in text
    assert "Ana" not in text
    assert not Entry.objects.filter(verb="allergies.list_read").exists()


@pytest.mark.parametrize(
    ("who", "status"), {"director": 200, "peer": 200, "billing": 403, "auditor": 403, "client": 403}.items()
)
def test_who_opens_the_sheet(world, clinic, who, status):
    assert world.browser(who).get(DAY).status_code == status


def test_two_of_one_name_get_a_letter_more(world, clinic):
    first, second, _ = clinic.clients
    second.preferred_name = "Ana"
    second.save()
    for one in (first, second):
        eats(world, one, allergies="Fish")
    text = world.browser("counselor").get(DAY).text
    assert "<b>Ana R.</b>" in text
    assert "<b>Ana W.</b>" in text


def test_a_day_without_a_session_and_one_without_a_meal_say_so(world, clinic):
    assert "No group on this day" in world.browser("counselor").get("/app/schedule/day/?on=2026-10-04").text
    SessionSegment.objects.update(label="Break")
    assert "No meal on this day" in world.browser("counselor").get(DAY).text


def test_the_sheet_asks_as_much_for_ten_as_for_three(world, clinic):
    browser = world.browser("counselor")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            browser.get(DAY)
        return len(seen)

    eats(world, clinic.clients[0], allergies="Fish")
    queries()
    few = queries()
    for number in range(3, 8):
        eats(world, admit_one(clinic, number).client, ["Vegan"], "Fish")
    assert queries() == few


def test_a_diet_is_reached_from_the_chart_said_anew_and_the_earlier_one_kept(world, clinic):
    ana = clinic.clients[0]
    browser, page = world.browser("counselor"), f"/app/clients/{ana.pk}/diet/"
    assert page in browser.get(f"/app/clients/{ana.pk}/").text
    assert "Nobody has asked yet." in browser.get(page).text
    browser.post(page, {"seen": "0", "labels": ["Vegan"], "allergies": "Nuts"})
    first = Diet.objects.get(client=ana, until=None)
    browser.post(page, {"seen": first.pk, "labels": ["Vegan"], "allergies": " Nuts "})
    assert Diet.objects.filter(client=ana).count() == 1
    browser.post(page, {"seen": first.pk})
    text = browser.get(page).text
    assert "Eats anything." in text
    assert "Vegan. Mustn’t eat: Nuts" in text
    assert "Allergy, Vegan" not in browser.get(f"/app/clients/{ana.pk}/").text


def test_what_somebody_wrote_meanwhile_isnt_overwritten(world, clinic):
    ana = clinic.clients[0]
    eats(world, ana, ["Vegan"])
    answer = world.browser("counselor").post(f"/app/clients/{ana.pk}/diet/", {"seen": "0", "labels": ["Halal"]})
    assert answer.status_code == 422
    assert "Somebody wrote this meanwhile." in answer.text


@pytest.mark.parametrize(
    ("who", "status"), {"colleague": 404, "elsewhere": 404, "front desk": 403, "billing": 403}.items()
)
def test_who_doesnt_see_the_chart_sees_no_diet(world, clinic, who, status):
    page = f"/app/clients/{clinic.clients[0].pk}/diet/"
    assert world.browser(who).get(page).status_code == status
    assert world.browser(who).post(page, {"seen": "0"}).status_code == status


def test_the_database_holds_no_allergy_in_clear(world, clinic):
    made = eats(world, clinic.clients[0], allergies="Peanuts")
    with connection.cursor() as cursor:
        cursor.execute("SELECT allergies FROM meals_diet WHERE id = %s", [made.pk])
        assert "Peanuts" not in cursor.fetchone()[0]


def test_a_director_keeps_the_list_and_who_has_a_diet_keeps_it(world, clinic):
    director, ana = world.browser("director"), clinic.clients[0]
    eats(world, ana, ["No pork"])
    site = {"site": world.site.pk}
    assert director.post("/app/settings/diets/", {"verb": "add", "name": "Low salt", **site}).status_code == 303
    assert director.post("/app/settings/diets/", {"verb": "retire", "name": "No pork", **site}).status_code == 303
    assert "Low salt" in diets_at(world.site)
    assert "No pork" not in diets_at(world.site)
    assert "No pork" in world.browser("counselor").get(f"/app/clients/{ana.pk}/diet/").text
    assert director.post("/app/settings/diets/", {"verb": "add", "name": "low SALT", **site}).status_code == 422
    assert director.post("/app/settings/diets/", {"verb": "retire", "name": "Nothing", **site}).status_code == 422
    assert world.browser("counselor").get("/app/settings/diets/").status_code == 403


def test_the_last_diet_stays_and_a_retired_one_comes_back(world):
    who = {"actor": world.actor("director"), "site_id": world.site.pk, "now": NOW}
    for name in diets_at(world.site)[1:]:
        retire_diet_label(**who, name=name)
    with pytest.raises(Refused, match="last one"):
        retire_diet_label(**who, name="Vegetarian")
    add_diet_label(**who, name="halal")
    assert diets_at(world.site) == ["Vegetarian", "Halal"]
