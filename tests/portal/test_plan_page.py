"""The plan on the client's phone: their own words, the next step, nothing clinical."""

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.planning import start_stay, write_objective
from tests.portal.test_portal_pages import text
from tests.wording import unwelcome_words

from stepwell.kernel import clock


def test_it_says_the_goal_in_their_words_and_what_is_next(world):
    start_stay(world)
    objective = write_objective(world)
    goal = objective.goal
    with clock.standing_at(NOW):
        said = text(world.browser("client").get("/me/plan/"))
    assert goal.in_their_words in said
    assert objective.title in said
    assert objective.target in said
    assert "Written with Maya Okafor." in said
    assert goal.clinical not in said
    assert goal.problem.title not in said
    assert unwelcome_words(said) == []


def test_before_it_is_written_it_says_who_writes_it(world):
    said = text(world.browser("client").get("/me/plan/"))
    assert "You and your counselor write it together" in said
    assert "We look at it again" not in said


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_sound_and_can_be_printed(browse, dark):
    world = make_world()
    start_stay(world)
    write_objective(world)
    page = browse(world.email("client"), width=320, dark=dark)
    page.goto("/me/plan/")
    assert page.get_by_role("button", name="Print").is_visible()
    assert_sound(page)
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible()
