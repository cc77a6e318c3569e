"""The plan on the client's phone: their own words, the next step, nothing clinical."""

import re

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.planning import start_stay, write_objective
from tests.portal.test_portal_pages import text
from tests.signing_plans import sign_now
from tests.wording import unwelcome_words

from stepwell.domain.careplan.actions import close_goal, close_objective, close_problem
from stepwell.kernel import clock
from stepwell.platform.accounts.models import User


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


def test_a_signed_version_is_read_and_signed_by_ones_own_name(world):
    start_stay(world)
    write_objective(world)
    with clock.standing_at(NOW):
        version, browser = sign_now(world), world.browser("client")
        assert "Your plan waits for you" in browser.get("/me/").text
        said = text(browser.get("/me/plan/"))
        assert "Your plan to read and sign" in said
        assert "We look at it again by Nov 5." in said
        assert unwelcome_words(said) == []
        wrong = browser.post("/me/plan/", {"name": "Nobody", "agrees": "on", "read": version.mark})
        assert (wrong.status_code, 'value="Nobody"' in wrong.text) == (422, True)
        signature = {"name": f"ana {world.client.family_name}", "agrees": "on", "read": version.mark}
        assert browser.post("/me/plan/", signature).status_code == 303
        assert "You signed your plan" in text(browser.get("/me/plan/"))
        assert "Your plan waits for you" not in browser.get("/me/").text


def test_a_no_is_told_in_ones_own_words_and_changes_nothing_else(world):
    start_stay(world)
    write_objective(world)
    with clock.standing_at(NOW):
        sign_now(world)
        browser = world.browser("client")
        empty = browser.post("/me/plan/", {"verb": "refuse", "why": " "})
        assert (empty.status_code, "A few words are enough, as they were said." in empty.text) == (422, True)
        assert browser.post("/me/plan/", {"verb": "refuse", "why": "Too many evenings."}).status_code == 303
        said = text(browser.get("/me/plan/"))
    assert "“Too many evenings.” Your team has read it or will. You can still sign below." in said


def test_a_later_version_says_what_changed_since_the_last(world):
    start_stay(world)
    objective = write_objective(world)
    with clock.standing_at(NOW):
        sign_now(world)
        given = {"actor": world.actor("counselor"), "objective_id": objective.pk, "now": NOW}
        close_objective(closed_as="reached", **given)
        sign_now(world)
        said = text(world.browser("client").get("/me/plan/"))
    assert "What changed since the last one" in said
    assert "<li>Closed: step 1.1, Evening plan: call before the hard hour (reached)</li>" in said


@pytest.mark.parametrize(
    ("language", "ending", "words"),
    [
        ("", "reached", "You reached this: Oct 6."),
        ("", "set aside", "Set aside on Oct 6: nobody works on it now."),
        ("", "written by mistake", "This was written by mistake. It doesn’t count since Oct 6."),
        ("es", "reached", "Usted lo logró: 6 de oct"),
    ],
)
def test_what_is_closed_stays_to_be_read_with_how_it_ended(world, language, ending, words):
    start_stay(world)
    objective = write_objective(world)
    if language:
        User.objects.filter(pk=world.accounts["client"].pk).update(language=language)
    with clock.standing_at(NOW):
        given = {"actor": world.actor("counselor"), "goal_id": objective.goal_id, "closed_as": ending, "now": NOW}
        close_goal(parts={objective.pk: ending}, **given)
        page = text(world.browser("client").get("/me/plan/"))
    said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert f"“{objective.goal.in_their_words}” {words}" in said
    assert f"{objective.title} {words}" in said
    assert unwelcome_words(said) == []


def test_a_closed_problem_and_goal_are_told_in_a_later_version(world):
    start_stay(world)
    objective = write_objective(world)
    with clock.standing_at(NOW):
        sign_now(world)
        problem = objective.goal.problem
        given = {"actor": world.actor("counselor"), "problem_id": problem.pk, "closed_as": "reached", "now": NOW}
        close_problem(parts={objective.goal_id: "set aside", objective.pk: "reached"}, **given)
        sign_now(world)
        said = text(world.browser("client").get("/me/plan/"))
    assert f"Closed: part 1, {problem.title} (reached)" in said
    assert f"Closed: goal for part 1, {objective.goal.in_their_words} (set aside)" in said
    assert f"{problem.title} (reached)" in said
    assert "Nothing is open in your plan" in said
