"""Every screen of the console has one head for paper, whether it says more than the usual or not."""

import pytest
from django.urls import reverse
from tests.cast import NOW

from stepwell.console.find.named import FOR_PERSON, SCREENS
from stepwell.kernel import clock

CONSOLES = [one.page for one in SCREENS if one.page != "mfa_index"]


def printed(browser, url):
    """The page at the end of the way there, and its heads."""
    with clock.standing_at(NOW):
        answer = browser.get(url, follow=True)
    return answer, answer.text.count("data-print-head")


@pytest.mark.parametrize("page", CONSOLES)
def test_a_screen_prints_with_its_head(world, page):
    for who in ("director", "privacy officer", "supervisor", "front desk"):
        answer, heads = printed(world.browser(who), reverse(page))
        if answer.status_code == 200:
            assert heads == 1
            assert f"printed by {world.actor(who).name}." in answer.text
            return
    pytest.fail(f"nobody opens {page}")


@pytest.mark.parametrize("page", [one.page for one in FOR_PERSON if not one.about])
def test_a_page_about_somebody_prints_with_its_head(world, page):
    found = []
    for who in ("supervisor", "director", "counselor", "admissions"):
        answer, heads = printed(world.browser(who), reverse(page, args=[world.client.pk]))
        found.append((who, answer.status_code))
        if answer.status_code == 200:
            assert heads == 1
            assert "42 CFR part 2 prohibits" in answer.text
            return
    # a person who is enquiring has no stay to end and no sessions to tell of
    assert {status for _, status in found} <= {403, 404}


def test_a_page_that_names_no_zone_says_which_one_its_time_is_in(world):
    answer, _ = printed(world.browser("counselor"), reverse("clients"))
    assert "As of 6 Oct 2026, 15:00 UTC, printed by" in answer.text
