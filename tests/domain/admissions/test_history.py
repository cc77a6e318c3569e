"""One person's placements over time: what rose, what fell, and who may read them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, make_world
from tests.clinic import place_one
from tests.domain.admissions.test_fourth_actions import decide as decide_fourth
from tests.domain.admissions.test_handover import LATER, decide

from stepwell.domain.admissions.queries.history import MOST, placement_history
from stepwell.domain.admissions.rules.fourth import LEAST
from stepwell.domain.admissions.rules.history import Cell, FourthCell, compare, compare_fourth, edition_changes
from stepwell.domain.admissions.rules.levels import Dimension, Edition
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound

DAY = timedelta(days=1)
SEVERITIES = st.dictionaries(st.sampled_from([each.value for each in Dimension]), st.integers(0, 4))


def test_each_cell_says_what_changed_since_it_was_rated_last():
    first, _, _, _, _, last = compare([{1: 3, 6: 1}, {6: 2}, {1: 1, 6: 2}])
    assert first.cells == (Cell(3, None), Cell(None, None), Cell(1, -2))
    assert last.cells == (Cell(1, None), Cell(2, 1), Cell(2, 0))
    assert [cell.word for cell in first.cells] == ["serious", "not rated", "mild"]
    assert [cell.change_words for cell in first.cells] == ["", "", "2 less serious than before"]
    assert [cell.change_words for cell in last.cells] == ["", "1 more serious than before", ""]


@given(st.lists(SEVERITIES, max_size=6))
def test_changes_add_up_to_the_last_less_the_first(many):
    for row in compare(many):
        rated = [cell.severity for cell in row.cells if cell.severity is not None]
        assert sum(cell.change or 0 for cell in row.cells) == (rated[-1] - rated[0] if rated else 0)
        assert len(row.cells) == len(many)


@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_sees_the_enquiry_and_the_chart_reads_them(world, who):
    enquiry = place_one(world)
    if who in ("admissions", "director", "supervisor", "privacy officer"):
        assert len(placement_history(world.actor(who), enquiry.client_id).placements) == 1
        return
    with pytest.raises((NotAllowed, NotFound)):
        placement_history(world.actor(who), enquiry.client_id)


def test_the_latest_stand_in_the_order_of_time_by_the_same_queries(world, query_count):
    enquiry, actor = place_one(world), world.actor("supervisor")
    with query_count(6):
        assert not placement_history(actor, enquiry.client_id).is_cut
    for number in range(MOST):
        decide(world, enquiry, "2.5", LATER + number * DAY)
    with query_count(6):
        history = placement_history(actor, enquiry.client_id)
    assert history.is_cut
    assert [one.decided_at for one in history.placements] == [LATER + number * DAY for number in range(MOST)]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_they_are_drawn_and_told_wide_and_narrow(committed, browse, width, dark):
    with clock.standing_at(NOW):
        world = make_world()
        enquiry = place_one(world)
        decide(world, enquiry, "1")
        page = browse(world.email("supervisor"), width=width, dark=dark)
        page.goto(f"/app/clients/{enquiry.client_id}/")
        page.get_by_role("link", name="placements over time").click()
        assert page.url.endswith(reverse("placements", args=[enquiry.client_id]))
        assert page.locator(".placements-line circle").count() == 12
        assert_sound(page)
        decide_fourth(world, enquiry, now=LATER + DAY)
        page.reload()
        assert "nothing is compared across them" in page.inner_text("main")
        assert page.locator(".placements-part").count() == 2
        assert page.locator(".placements-line circle").count() == 12
        assert_sound(page)
        page.goto(f"/app/clients/{world.client.pk}/placements/")
        page.get_by_text("Not placed yet").wait_for()
        assert_sound(page)


def test_the_fourth_edition_is_compared_by_the_least_levels_alone():
    rows = compare_fourth(
        [
            {1: FourthCell("0", "any"), 4: FourthCell("A", "2.1"), 6: FourthCell("", "", "No car.")},
            {1: FourthCell("A", "1.7"), 4: FourthCell("B", "1.7"), 6: FourthCell("", "", "A car.")},
            {1: FourthCell("A", "1.5"), 4: FourthCell("A, B", "1.7")},
        ]
    )
    assert [(cell.way, cell.change) for cell in rows[0].cells] == [
        (0, ""),
        (1, "more care than before"),
        (-1, "less care than before"),
    ]
    # 1.7 is medically managed and 2.1 isn't: neither is more than the other
    assert [(cell.way, cell.change) for cell in rows[3].cells] == [(0, ""), (0, "was 2.1 before"), (0, "")]
    assert [cell.least for cell in rows[0].cells] == ["any level", "at least 1.7", "at least 1.5"]
    assert [cell.words for cell in rows[5].cells] == ["No car.", "A car.", ""]
    assert not any(cell.change for cell in rows[5].cells)


@given(st.lists(st.dictionaries(st.integers(1, 5), st.sampled_from(list(LEAST))), max_size=6))
def test_a_change_is_against_the_level_that_was_rated_last(many):
    for row in compare_fourth([{at: FourthCell("A", code) for at, code in one.items()} for one in many]):
        before = ""
        for cell in row.cells:
            assert bool(cell.change) is (bool(before) and bool(cell.minimum) and before != cell.minimum)
            before = cell.minimum or before


@given(st.lists(st.sampled_from(Edition), max_size=8))
def test_each_place_where_another_edition_begins_is_named_once(editions):
    changes = edition_changes(editions)
    assert [editions[at] is not editions[at - 1] for at in changes] == [True] * len(changes)
    assert len(changes) == sum(one is not other for one, other in pairwise(editions))
