"""Quick-find without scripts: the header's form, the page, and what it doesn't show."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry


@pytest.fixture(autouse=True)
def still():
    with clock.standing_at(NOW):
        yield


def find(world, who, typed):
    return world.browser(who).post("/app/find/", {"q": typed})


def test_the_header_of_every_page_holds_a_form_that_works_without_scripts(world):
    page = world.browser("counselor").get("/app/today/").text
    assert '<form class="find" action="/app/find/" method="post"' in page


def test_a_person_is_one_link_with_what_tells_them_from_another(world):
    page = find(world, "counselor", world.client.family_name).text
    assert f'href="/app/clients/{world.client.pk}/"' in page
    assert "born 12 May 1991" in page


def test_a_name_in_the_address_is_not_read(world):
    page = world.browser("counselor").get(f"/app/find/?q={world.client.family_name}").text
    assert str(world.client.pk) not in page


def test_a_colleague_finds_nobody_who_is_not_theirs(world):
    page = find(world, "colleague", world.client.family_name).text
    assert str(world.client.pk) not in page
    assert "Nothing you may see fits" in page


def test_screens_and_verbs_are_those_of_ones_role(world):
    mine = find(world, "counselor", "").text
    assert ">Today<" in mine
    assert "New call" not in mine
    assert "/app/settings/" not in mine
    theirs = find(world, "admissions", "import").text
    assert 'href="/app/admissions/upload/"' in theirs
    assert 'href="/app/settings/"' in find(world, "director", "settings").text


def test_a_verb_and_a_name_lead_to_that_persons_page(world):
    page = find(world, "counselor", f"write plan {world.client.family_name}").text
    assert f'href="/app/clients/{world.client.pk}/plan/"' in page
    assert f"Write plan for {world.client.name}" in page
    sheet = find(world, "counselor", f"phq {world.client.family_name}").text
    assert f'href="/app/clients/{world.client.pk}/instruments/phq-9/"' in sheet


def test_the_new_menu_shows_what_one_may_start(world):
    assert "Import referral" in world.browser("admissions").get("/app/today/").text
    assert "Import referral" not in world.browser("counselor").get("/app/today/").text


def test_a_client_does_not_get_in(world):
    assert find(world, "client", "ana").status_code == 403


def test_what_was_asked_stays_out_of_the_ledger(world):
    find(world, "counselor", f"{world.client.family_name} 1991-05-12")
    rows = Entry.objects.filter(actor_key=world.actor("counselor").key, at__gte=NOW - timedelta(seconds=1))
    assert [row.verb for row in rows] == ["found.list_read"]
    assert world.client.family_name not in str([row.detail for row in rows])


def test_the_page_takes_as_many_queries_for_ten_people_as_for_one(world, django_assert_max_num_queries):
    browser = world.browser("director")
    from stepwell.domain.people import actions

    for number in range(9):
        actions.register_client(
            actor=world.actor("admissions"),
            site=world.site,
            details={"given_names": "Ana", "family_name": f"{world.client.family_name} {number}"},
            identifiers=(),
            now=NOW,
        )
    browser.post("/app/find/", {"q": "ana"})
    with django_assert_max_num_queries(11) as taken:
        browser.post("/app/find/", {"q": "ana"})
    assert not [one["sql"] for one in taken if "INSERT" in one["sql"]], "shown already: nothing is written"
