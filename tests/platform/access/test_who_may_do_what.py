"""Roles: the table of the documents is the code's, and what it opens is what somebody sees (pages: test_every_page)."""

from pathlib import Path

import pytest
from django.test import Client as Browser
from tests.cast import LATER_POSTS, NOW, POSTS
from tests.platform.access.peopled import everybody_in_care

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declared
from stepwell.platform.access.table import as_markdown, columns, lines

pytestmark = pytest.mark.every_door
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"
READS_ONLY = {Role.AUDITOR}
make_standing = everybody_in_care


def test_the_document_says_what_the_code_says():
    assert DOCUMENT.read_text() == as_markdown(), "run ./dev stepwell permissions > docs/permissions.md"


def test_the_table_has_a_column_for_everybody_and_a_line_for_every_permission():
    assert len(columns()) == len(Role) + 4
    assert [line.permission for line in lines()] == list(declared())
    assert all(len(line.marks) == len(columns()) for line in lines())


def test_the_cast_has_somebody_of_every_role():
    assert {*POSTS.values(), *LATER_POSTS.values()} >= set(Role) - {Role.THERAPIST}


@pytest.mark.parametrize("role", [Role.PEER, Role.BILLING, Role.FRONT_DESK, Role.AUDITOR])
def test_who_is_no_clinician_reads_no_clinical_words(role):
    clinical = {"careplan.view_plan", "measures.view_answers", "week.view_notes", "admissions.view_enquiry"}
    assert {one.name for one in declared() if role in one.roles} & clinical == set()


def test_an_auditor_changes_nothing():
    held = {one.name for one in declared() if Role.AUDITOR in one.roles}
    assert not [name for name in held if name.split(".")[1].split("_")[0] not in ("view", "logged", "read", "own")], (
        held
    )


@pytest.mark.parametrize("who", [*POSTS, *LATER_POSTS])
def test_everybody_who_works_here_lands_on_a_page_that_is_theirs(site, who):
    """And every link of its header leads somewhere."""
    browser = site.world.browser(who)
    landed = browser.get("/", follow=True)
    assert landed.status_code == 200
    assert landed.redirect_chain[-1][0] == "/app/today/"
    links = [item.url for item in landed.context["navigation"]]
    links += [landed.context[name] for name in ("crisis_url", "settings_url") if landed.context[name]]
    assert {link: browser.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_peer_sees_people_of_their_teams_and_no_clinical_word(site):
    world, browser = site.world, site.world.browser("peer")
    chart = browser.get(f"/app/clients/{world.client.pk}/")
    assert chart.status_code == 200
    assert "craving 9" in chart.text
    group = browser.get(f"/app/groups/{site.ids['session_id']}/")
    assert group.status_code == 200
    assert world.client.family_name in group.text
    # a line that was suggested for the client's own plan, which a peer reads, is worded like the group's topic
    for text in (chart.text.replace("helps me: Riding out an urge", ""), group.text):
        for words in ("Named two people.", "Riding out an urge", "PHQ-9", "Opioid use disorder", "Review safety"):
            assert words not in text
    for hidden in (f"clients/{world.client.pk}/plan/", f"clients/{world.client.pk}/instruments/audit/"):
        assert browser.get(f"/app/{hidden}").status_code == 403


def test_billing_sees_hours_and_that_a_note_is_unsigned_and_not_what_it_says(site):
    world, browser = site.world, site.world.browser("billing")
    chart = browser.get(f"/app/clients/{world.client.pk}/")
    assert "Unsigned" in chart.text
    assert "Named two people." not in chart.text
    assert "craving" not in chart.text
    assert browser.get(f"/app/clients/{site.clients[1].pk}/").status_code == 404  # enquiring: nothing to bill yet


def test_who_works_at_the_desk_and_on_a_care_team_reads_at_the_desk_no_more_than_the_desk(site):
    """Each role reaches as far as it reaches, with what it may do there: the two never multiply."""
    from stepwell.domain.people.actions import give_post
    from stepwell.kernel.actor import system

    world = site.world
    give_post(
        actor=system("setup"),
        staff=world.staff["billing"],
        site=world.site,
        role=Role.COUNSELOR,
        started_on=NOW.date(),
    )
    both = world.browser("billing")
    chart = both.get(f"/app/clients/{world.client.pk}/")
    assert chart.status_code == 200
    for words in ("Named two people.", "craving 9", "Opioid use disorder"):
        assert words not in chart.text
    assert both.get(f"/app/clients/{world.client.pk}/instruments/phq-9/").status_code == 404
    assert both.get(f"/app/clients/{world.client.pk}/plan/").status_code == 404


def test_on_call_sees_every_event_of_the_site_and_no_chart(site):
    world, browser = site.world, site.world.browser("on-call")
    assert world.client.family_name in browser.get("/app/crisis/").text
    assert browser.get(f"/app/crisis/{site.ids['event_id']}/").status_code == 200
    assert browser.get(f"/app/clients/{world.client.pk}/").status_code == 404
    assert Browser().get(f"/app/crisis/{site.ids['event_id']}/").status_code == 302
