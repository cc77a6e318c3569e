"""One person's placements over time: what rose, what fell, and who may read them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, make_world
from tests.clinic import place_one
from tests.domain.admissions.test_handover import LATER, decide

from stepwell.domain.admissions.queries.history import MOST, placement_history
from stepwell.domain.admissions.rules.history import Cell, compare
from stepwell.domain.admissions.rules.levels import Dimension
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
        page.goto(f"/app/clients/{world.client.pk}/placements/")
        page.get_by_text("Not placed yet").wait_for()
        assert_sound(page)
