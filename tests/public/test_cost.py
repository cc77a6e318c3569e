"""What it may cost: a range with all that it rests on, from the program's own rates; nothing of it is kept."""

import pytest
from django.test import Client as Http
from tests.browser import assert_sound
from tests.cast import NOW, TODAY, make_world
from tests.rows import every_row
from tests.wording import unwelcome_words

from stepwell.domain.outreach.actions import Content, publish_words, save_words
from stepwell.domain.outreach.rules.estimate import Cover, Plan, estimate
from stepwell.domain.outreach.rules.rates import Rates
from stepwell.kernel import clock
from stepwell.public.cost.words import rows, span

PAGE = "/cost/"


def publish(world, **content):
    who = {"actor": world.actor("director"), "site_id": world.site.pk, "now": NOW}
    content = {"cost": "We take most plans.\n- ask us", "rate_day": 25_000, "rates_from": TODAY, **content}
    return publish_words(**who, revision=save_words(**who, content=Content(**content), revision=0).revision)


@pytest.fixture
def at_nine(world):
    with clock.standing_at(NOW):
        yield world


def given(**change):
    return {"days": "3", "weeks": "2", "plan": "self-pay", **change}


def test_without_rates_the_page_says_so_and_leads_to_a_person(at_nine):
    page = Http().get(PAGE).text
    assert "hasn’t published its rates yet" in page
    assert 'href="/ask/"' in page
    assert "Work it out" not in page


def test_a_range_with_its_assumptions_and_nothing_kept(at_nine):
    publish(at_nine, rate_assessment=20_000, rate_individual=12_000)
    http, before = Http(enforce_csrf_checks=True), every_row()
    answer = http.post(PAGE, given())
    assert answer.status_code == 200
    assert "$1,500 to $1,940" in answer.text
    assert "45 CFR 149.610" in answer.text
    assert "an individual session each week ($120)" in answer.text
    assert unwelcome_words(answer.text) == []
    assert every_row() == before
    assert not http.cookies


def test_a_range_goes_from_the_lower_to_the_higher_also_where_the_dearer_course_is_cheaper_in_a_week():
    assert (span(43_200, 68_700), span(68_700, 43_200)) == ("$432 to $687", "$432 to $687")
    assert span(5_000, 5_000) == "$50"
    rates = Rates(day=28_500, assessment=35_000, individual=12_000, starts_on=TODAY)
    found = estimate(rates=rates, days=3, weeks=8, cover=Cover(Plan.COINSURANCE, deductible_left=150_000, percent=20))
    assert any(least.paid > most.paid for least, most in found.weeks)
    for row in rows(found):
        low, high = (float(one.strip("$").replace(",", "")) for one in row.pays.split(" to "))
        assert low < high


def test_insurance_is_counted_week_by_week(at_nine):
    publish(at_nine)
    insured = given(plan="coinsurance", deductible="1000", percent="20", most="1100")
    answer = Http().post(PAGE, insured).text
    assert "The deductible is used up." in answer
    assert "The out-of-pocket maximum is reached." in answer
    assert "$1,100" in answer
    assert "45 CFR 149.610" not in answer
    copay = Http().post(PAGE, given(plan="copay", deductible="100", copay="40")).text
    assert "You didn’t say your out-of-pocket maximum" in copay
    assert "The deductible may be used up." in copay


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days": "8"}, "less than or equal to 7"),
        ({"weeks": "many"}, "whole number"),
        ({"plan": "copay"}, "Write it to go on."),
        ({"plan": "barter"}, "Select a valid choice"),
        ({"deductible": "-5"}, "greater than or equal to 0"),
        ({"most": "1.005"}, "2 decimal places"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(at_nine, change, said):
    publish(at_nine)
    answer = Http().post(PAGE, given(**{"percent": "17", **change}))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="17"' in answer.text


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (390, False, False)])
def test_somebody_works_out_what_it_may_cost(browse, width, dark, scripts):
    world = make_world()
    with clock.standing_at(NOW):
        publish(world, rate_individual=12_000)
        page = browse(width=width, dark=dark, scripts=scripts)
        page.goto("/")
        page.get_by_role("link", name="What it may cost").first.click()
        if page.get_by_label("Where?").count():
            page.get_by_label("Where?").select_option(world.site.name)
        page.get_by_label("Insurance, with coinsurance: a percentage").check()
        page.get_by_role("button", name="Work it out").click()
        page.get_by_text("Not worked out yet").wait_for()
        if scripts:
            assert_sound(page)
        page.get_by_label("Deductible left").fill("500")
        page.get_by_label("Coinsurance, in percent").fill("20")
        page.get_by_label("Out-of-pocket maximum left").fill("1500")
        page.get_by_role("button", name="Work it out").click()
        page.get_by_role("heading", name="Week by week").wait_for()
        assert page.get_by_text("An estimate, not a promise").is_visible()
        assert page.url.endswith("/cost/")
        if scripts:
            assert_sound(page)
