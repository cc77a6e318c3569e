"""My team, on the phone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.domain.people.models import CareTeamMember, Function, Staff
from stepwell.kernel import clock

PAGE = "/me/team/"


def test_each_of_the_team_is_named_once_with_all_that_they_are_there_for(world):
    counselor = Staff.objects.get(account__email=world.email("counselor"))
    Staff.objects.filter(pk=counselor.pk).update(phone="612 555 0177")
    for function in (Function.GROUP_LEADER, Function.CASE_MANAGER):
        CareTeamMember.objects.get_or_create(
            client=world.client, staff=counselor, function=function, ended_at=None, defaults={"started_at": NOW}
        )
    world.site.phone = "612 555 0100"
    world.site.save()
    with clock.standing_at(NOW):
        page = world.browser("client").get(PAGE).text
    assert page.count(f"<h2>{counselor.name}</h2>") == 1
    assert page.index("Your counselor") < page.index("Your case manager") < page.index("Leads a group of yours")
    assert 'href="tel:' in page
    assert "0177" not in page, "their own phone stays theirs"


def test_somebody_who_left_the_team_is_gone_and_an_empty_one_says_who_answers(world):
    CareTeamMember.objects.filter(client=world.client).update(ended_at=NOW)
    with clock.standing_at(NOW):
        assert "Nobody is named yet" in world.browser("client").get(PAGE).text


def test_the_page_asks_the_same_questions_however_many_there_are(world):
    browser = world.browser("client")

    def asked() -> int:
        with clock.standing_at(NOW), CaptureQueriesContext(connection) as queries:
            assert browser.get(PAGE).status_code == 200
        return len(queries)

    asked()  # the login's own first request
    before = asked()
    for who in ("colleague", "director", "admissions"):
        staff = Staff.objects.get(account__email=world.email(who))
        CareTeamMember.objects.create(client=world.client, staff=staff, function=Function.NURSE, started_at=NOW)
    assert asked() == before


def test_nobody_else_has_a_team_page(world):
    with clock.standing_at(NOW):
        assert world.browser("counselor").get(PAGE).status_code in {403, 404}


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_one_tap_from_today(committed, browse, dark):
    with clock.standing_at(NOW):
        page = browse(make_world().email("client"), width=390, dark=dark)
        page.goto("/me/")
        page.get_by_role("link", name="My team").click()
        assert_sound(page)
