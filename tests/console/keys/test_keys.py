"""The dialog of keys says what works on the page that is open, and no more."""

import re

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def still():
    with clock.standing_at(NOW):
        yield


def keys_of(page):
    return re.sub(r"\s+", " ", page.split('id="keys"')[1].split("</dialog>")[0])


def test_a_page_without_a_roll_names_no_key_of_it(world):
    keys = keys_of(world.browser("counselor").get("/app/today/").text)
    assert "No-show" not in keys
    assert "Undo" in keys


def test_the_group_names_the_rolls_keys_to_who_takes_the_roll(world):
    clinic = make_clinic(world, people=1)
    path = f"/app/groups/{clinic.session.pk}/"
    assert "No-show" in keys_of(world.browser("counselor").get(path).text)
    assert "No-show" not in keys_of(world.browser("case manager").get(path).text)


def test_every_way_to_go_is_a_link_of_the_page(world):
    page = world.browser("admissions").get("/app/today/").text
    named = re.findall(r'<kbd class="kbd">G</kbd> <kbd class="kbd">(\w)</kbd>', keys_of(page))
    assert sorted(named) == sorted(letter.upper() for letter in re.findall(r'data-go="(\w)"', page))
    assert len(named) >= 4
