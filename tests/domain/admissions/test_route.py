"""Where a decided level leads: to a start here, to more care, or to less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.admissions.rules.levels import Edition, levels_of
from stepwell.domain.admissions.rules.route import Route, route_of, stands_against_a_start

THIRD = [level.code for level in levels_of(Edition.THIRD)]


@pytest.mark.parametrize(
    ("code", "offered", "route"),
    [
        ("2.1", {"2.1"}, Route.HERE),
        ("2.5", {"2.1"}, Route.MORE),
        ("3.7", {"2.1", "2.5"}, Route.MORE),
        ("3.7-WM", {"2.1"}, Route.MORE),
        ("OTS", {"2.1"}, Route.MORE),
        ("1", {"2.1"}, Route.LESS),
        ("0.5", {"1", "2.1"}, Route.LESS),
        ("2.1", {"1", "2.5"}, Route.HERE),  # between two: who chooses the track says why
        ("3.7", set(), Route.HERE),  # no track is open yet: nothing is known of what is here
        ("", {"2.1"}, Route.HERE),
        ("9.9", {"2.1"}, Route.HERE),
    ],
)
def test_a_level_leads_here_or_away(code, offered, route):
    assert route_of(code, offered) is route


def test_the_fourth_edition_goes_by_its_own_order():
    assert route_of("2.7", {"2.1"}, Edition.FOURTH) is Route.MORE
    assert route_of("1.5", {"2.1"}, Edition.FOURTH) is Route.LESS


@pytest.mark.parametrize(
    ("code", "offered", "route"),
    [
        ("1.7", {"2.1"}, Route.MORE),  # less intensive, and medically managed: the site has none of it
        ("1.7", {"1.5", "2.5"}, Route.MORE),
        ("1.7", {"2.1", "2.7"}, Route.LESS),
        ("2.7", {"1.7", "2.1"}, Route.MORE),
        ("3.1", {"2.1", "2.5"}, Route.MORE),
    ],
)
def test_medically_managed_care_is_care_of_its_own_where_a_site_has_none(code, offered, route):
    assert route_of(code, offered, Edition.FOURTH) is route
    against = stands_against_a_start(code, route, Edition.FOURTH)
    assert against is None or f"{code} (" in against.what


@given(st.sampled_from(THIRD), st.sets(st.sampled_from(THIRD)))
def test_what_is_offered_never_leads_away_and_more_care_is_never_started_here(code, offered):
    route = route_of(code, offered)
    if code in offered:
        assert route is Route.HERE
    assert (stands_against_a_start(code, route) is not None) is (route is Route.MORE)


def test_what_stands_against_a_start_names_the_level_and_the_way_on():
    against = stands_against_a_start("3.7", Route.MORE)
    assert "3.7 (Residence with medical care)" in against.what
    assert "a clinician decides on a level again" in against.mend
    assert {route.label for route in Route} == {
        "They can start here",
        "More care than this program has",
        "Less care than this program has is enough",
    }
