"""No screen and no page about a person is missing from quick-find, and none is named that isn't there."""

import re

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.furnished import every_address

from stepwell.console.find.named import FOR_PERSON, NEW, SCREENS, VERBS
from stepwell.kernel import clock

# What isn't a screen: a part of one, a file, a press, or a step that follows another.
PARTS = {
    "find", "undo", "editing", "crisis_watch", "attendance_file", "completeness_file", "meeting_day", "meeting_open",
}  # fmt: skip
# Steps of what is found: the sheet one hands over, a form of the plan, the words as they are saved.
STEPS = {"orientation_here", "plan_problem", "plan_basis", "client"}


def addresses():
    return [(address, name) for address, name in every_address() if address.startswith("/app/")]


def test_every_screen_without_an_id_is_found_by_a_name():
    there = {name for address, name in addresses() if "<" not in address} - PARTS
    named = {one.page for one in (*SCREENS, *NEW, *VERBS)}
    assert there - named == set()
    assert named - there == {"mfa_index"}  # one's own account, outside of /app/


def test_every_page_about_one_person_is_found_with_a_name():
    there = {name for address, name in addresses() if re.findall(r"<\w+:(\w+)>", address) == ["client_id"]}
    named = {one.page for one in FOR_PERSON if not one.about}
    with clock.standing_at(NOW):
        assert there - named - STEPS - PRESSES == set()
    assert named <= there


# Addresses that take a press alone.
PRESSES = {"break_glass_end"}


@pytest.mark.parametrize(
    ("who", "typed", "page"),
    [
        ("director", "public", "public_site"),
        ("director", "break", None),
        ("counselor", "gaps", "completeness"),
        ("counselor", "kitchen", "day_sheet"),
        ("counselor", "on call", "rota"),
        ("supervisor", "rota", "rota"),
        ("counselor", "public", None),
        ("colleague", "break glass", "break_glass"),
        ("front desk", "passkey", "mfa_index"),
    ],
)
def test_who_may_open_it_finds_it(world, who, typed, page):
    with clock.standing_at(NOW):
        said = world.browser(who).post("/app/find/", {"q": typed}).text
    if page is None:
        assert "/app/settings/public/" not in said
        assert reverse("break_glass") not in said.split("find-results")[-1] or who != "director"
    else:
        assert f'href="{reverse(page)}"' in said


@pytest.mark.parametrize("one", [one for one in FOR_PERSON if not one.about], ids=lambda one: one.page)
def test_what_is_found_for_somebody_opens(world, one):
    """For somebody who may: found by its first word and the name, its page answers."""
    with clock.standing_at(NOW):
        for who in ("director", "supervisor", "counselor", "admissions"):
            browser = world.browser(who)
            word = next(word for word in re.findall(r"\w{3,}", one.words))
            said = browser.post("/app/find/", {"q": f"{word} {world.client.family_name}"}).text
            url = reverse(one.page, args=[world.client.pk])
            if f'href="{url}"' in said:
                assert browser.get(url).status_code in (200, 303, 302, 404), who
                return
    pytest.fail(f"nobody finds {one.page}")
