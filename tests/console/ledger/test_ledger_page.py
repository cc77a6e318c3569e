"""Who looked: read by the privacy officer and the auditor, at their own site, and written down itself."""

import pytest
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, make_world

from stepwell.domain.people.queries import get_client
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.unit import record

READERS = ("privacy officer", "auditor")


def looked(world, who="counselor", what="chart"):
    get_client(world.actor(who), world.client.pk, what=what)


@pytest.mark.parametrize("who", READERS)
def test_they_see_who_looked_at_whom(world, who):
    looked(world)
    text = world.browser(who).get("/app/ledger/").text
    assert "chart.read" in text
    assert "Maya Okafor" in text
    assert world.client.family_name in text


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in READERS])
def test_nobody_else_reads_it(world, who):
    assert world.browser(who).get("/app/ledger/").status_code == 403


def test_another_sites_entries_are_not_on_it_whatever_is_asked(world):
    other = make_world()
    looked(other)
    browser = world.browser("auditor")
    for asked in ({}, {"client": other.client.family_name}, {"person": "Maya"}, {"verb": "chart.read"}):
        text = browser.post("/app/ledger/", asked).text.split("<section", 1)[1]
        assert other.client.family_name not in text
        assert f"/{other.client.pk}" not in text


def test_it_is_narrowed_by_client_person_verb_and_day(world):
    looked(world)
    with clock.standing_at(NOW):
        record(world.actor("director"), "site.changed")
    browser = world.browser("privacy officer")

    def shown(**asked):
        return {line.verb for line in browser.post("/app/ledger/", asked).context["found"].lines}

    assert shown(client="Reyes") >= {"chart.read"}
    assert "site.changed" not in shown(client="Reyes")
    assert shown(client="Nobody At All") == set()
    assert shown(person="quint", verb="site.ch") == {"site.changed"}
    assert shown(day="2026-10-06", verb="site.changed") == {"site.changed"}
    assert shown(day="2026-10-05", verb="site.changed") == set()
    assert browser.post("/app/ledger/", {"day": "yesterday"}).status_code == 422


def test_its_own_reading_is_recorded_with_the_people_it_showed(world):
    looked(world)
    world.browser("auditor").get("/app/ledger/")
    last = Entry.objects.filter(verb="ledger.list_read").order_by("-pk").first()
    assert last.actor_key == f"account:{world.accounts['auditor'].pk}"
    assert str(world.client.pk) in last.detail["clients"]


def test_older_entries_follow_without_a_gap_or_a_twin(world):
    for number in range(230):
        record(world.actor("counselor"), f"test.{number:03}")
    browser, before, seen = world.browser("auditor"), None, []
    for _ in range(4):
        asked = {"verb": "test."} | ({"before": before} if before else {})
        found = browser.post("/app/ledger/", asked).context["found"]
        seen += [line.verb for line in found.lines]
        before = found.before
        if before is None:
            break
    assert seen == [f"test.{number:03}" for number in reversed(range(230))]


def test_a_name_that_is_looked_for_is_in_no_address(world):
    assert 'method="post"' in world.browser("auditor").get("/app/ledger/").text.split('aria-label="Narrow')[0]


def test_the_number_of_queries_does_not_grow_with_the_entries(world, django_assert_max_num_queries):
    browser = world.browser("auditor")
    browser.get("/app/ledger/")
    for _ in range(60):
        looked(world)
    with django_assert_max_num_queries(20):
        browser.get("/app/ledger/")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_is_sound(browse, width):
    world = make_world()
    looked(world)
    page = browse(world.email("auditor"), width=width)
    page.goto("/app/ledger/")
    assert_sound(page)
    page.get_by_label("Who did it").fill("Maya")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("cell", name="chart.read").first.wait_for()
    assert_sound(page)
