"""The program in its own words: as published for everybody, as a draft for its director alone."""

import pytest
from django.test import Client as Http
from tests.cast import NOW, TODAY

from stepwell.domain.outreach.actions import Content, publish_words, save_words
from stepwell.domain.people.actions import give_post
from stepwell.kernel import clock
from stepwell.kernel.actor import Role, system


@pytest.fixture
def at_nine(world):
    with clock.standing_at(NOW):
        yield world


def save(world, site=None, revision=0, **content):
    who = {"actor": world.actor("director"), "site_id": (site or world.site).pk, "now": NOW}
    return save_words(**who, content=Content(**content), revision=revision)


def publish(world, site=None, **content):
    who = {"actor": world.actor("director"), "site_id": (site or world.site).pk, "now": NOW}
    return publish_words(**who, revision=save(world, site, **content).revision)


def test_before_anything_is_published_the_page_says_so(at_nine):
    save(at_nine, about="Not yet for everybody.")
    page = Http().get("/about/").text
    assert "hasn’t written about itself here yet" in page
    assert "Not yet for everybody." not in page


def test_what_is_published_is_there_escaped_with_its_lists_and_rates(at_nine):
    publish(at_nine, about="We <b>care</b>.\n\n- one\n- two", rate_day=25_050, rates_from=TODAY)
    page = Http().get("/about/").text
    assert "We &lt;b&gt;care&lt;/b&gt;." in page
    assert "<li>one</li><li>two</li>" in page
    assert "$250.50" in page
    assert "Preview" not in page


def test_of_several_sites_one_is_chosen(at_nine):
    give_post(
        actor=system("test"),
        staff=at_nine.staff["director"],
        site=at_nine.other_site,
        role=Role.DIRECTOR,
        started_on=TODAY,
    )
    publish(at_nine, about="North words.")
    publish(at_nine, at_nine.other_site, about="South words.")
    choices = Http().get("/about/").text
    assert "Choose a place." in choices
    assert "North words." not in choices
    assert "South words." in Http().get(f"/about/?site={at_nine.other_site.pk}").text
    assert "Choose a place." in Http().get("/about/?site=x").text


def test_a_preview_is_the_page_with_a_banner_and_nobodys_but_the_directors(at_nine):
    draft = save(at_nine, about="Soon.")
    path = f"/preview/{at_nine.site.pk}/{draft.number}/"
    page = at_nine.browser("director").get(path).text
    assert "Soon." in page
    assert "Nobody outside sees this yet." in page
    assert Http().get(path).status_code == 302
    assert at_nine.browser("counselor").get(path).status_code == 403
    assert at_nine.browser("director").get(f"/preview/{at_nine.site.pk}/9/").status_code == 404
