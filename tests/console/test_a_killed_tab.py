"""A tab dies in the middle of a sentence: the shared block, an objective and a placement give the words back.

The note of one person is tried in `group/test_kept_in_the_browser.py`, with everything else that keeping is.
"""

import re

import pytest
from tests.browser import assert_sound, crash
from tests.cast import NOW, make_world
from tests.domain.week.test_week_actions_notes import a_group
from tests.planning import make_group, start_stay, write_objective
from tests.waiting import wait_until

from stepwell.domain.admissions.models import Enquiry, Placement
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
WORDS = "She called her sister before the craving passed."


@pytest.fixture(autouse=True)
def _now():
    with clock.standing_at(NOW):
        yield


def killed_while_typing(browse, world, address, label, *, never_saved):
    """Typed under `label`, not saved by any way that fits `never_saved`, and killed; the page opened again."""
    page = browse(world.email("counselor"))
    page.goto(address)
    page.route(never_saved, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label(label).fill(WORDS)
    wait_until(lambda: "stepwell.keep." in page.evaluate("JSON.stringify(localStorage)"))
    crash(page)
    again = page.context.new_page()
    again.goto(address)
    again.get_by_text(re.compile("Restored what you typed at")).wait_for()
    assert again.get_by_label(label).input_value() == WORDS
    assert_sound(again)
    return again


def test_the_shared_block(browse, committed):
    clinic = a_group(make_world(), people=1)
    address = f"/app/groups/{clinic.session.pk}/shared/"
    page = killed_while_typing(browse, clinic.world, address, "What was done", never_saved="**/shared/")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/app/groups/{clinic.session.pk}/")
    clinic.session.refresh_from_db()
    assert clinic.session.shared_note == WORDS


def test_an_objective_of_the_plan(browse, committed):
    world = make_world()
    make_group(world, start_stay(world))
    goal = write_objective(world).goal
    address = f"/app/clients/{world.client.pk}/plan/goals/{goal.pk}/objective/"
    page = killed_while_typing(browse, world, address, "What Ana will do", never_saved="**/objective/")
    page.get_by_label("Measure").fill("Evenings with a call")
    page.get_by_label("Target").fill("5 of 7")
    page.get_by_label("By").fill("2026-10-20")
    page.get_by_role("button", name="Set the objective").click()
    page.get_by_text(WORDS).wait_for()
    # what has arrived is kept no longer, and isn't offered to the next objective
    wait_until(lambda: "stepwell.keep." not in page.evaluate("JSON.stringify(localStorage)"))
    page.goto(address)
    assert page.get_by_label("What Ana will do").input_value() == ""
    assert goal.objectives.filter(title=WORDS).exists()


def test_a_placement(browse, committed):
    world = make_world()
    enquiry = Enquiry.objects.create(site=world.site, client=world.client, source="phone", received_at=NOW)
    address = f"/app/admissions/{enquiry.pk}/placement/"
    page = browse(world.email("counselor"))
    page.goto(address)
    page.route("**/placement/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#id_evidence_2").fill(WORDS)
    wait_until(lambda: "stepwell.keep." in page.evaluate("JSON.stringify(localStorage)"))
    crash(page)
    again = page.context.new_page()
    again.goto(address)
    again.get_by_text(re.compile("Restored what you typed at")).wait_for()
    assert again.locator("#id_evidence_2").input_value() == WORDS
    # what is put back is saved by itself, as if it had just been typed
    wait_until(
        lambda: not again.evaluate("Object.keys(localStorage).some((name) => name.startsWith('stepwell.keep.'))")
    )
    assert Placement.objects.get(enquiry=enquiry).ratings.get(dimension=2).evidence == WORDS
