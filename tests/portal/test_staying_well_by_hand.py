"""A phone without a network: what couldn't be sent arrives once, and what its owner keeps can be read."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import make_world
from tests.portal.test_portal_by_hand import step_by_step, tap
from tests.preventing import prevent

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.prevention.models import SkillUse

pytestmark = pytest.mark.browser
SAID = SimpleNamespace(words="Lee, 505 555 0142", topic="Riding out an urge")
KEPT = "Object.keys(localStorage).filter((one) => one.startsWith('stepwell.queue.')).length"


def test_a_check_in_without_a_network_waits_locked_and_arrives_once_with_its_own_time(browse):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto("/me/check-in/")
    step_by_step(page)
    page.locator('textarea[name="words"]').evaluate("field => { field.value = 'Alone tonight.' }")
    page.context.set_offline(True)
    tap(page, "Send")
    page.get_by_text("Waiting to send. Kept on this phone, locked.").wait_for()
    assert_sound(page)
    assert page.evaluate(KEPT) == 1
    assert "Alone tonight" not in page.evaluate("JSON.stringify(localStorage)")
    # the page is closed before there is a network again; another page of theirs sends it
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/me/plan/")
    expect(page.get_by_text("What this phone had kept is sent")).to_be_visible()
    assert page.evaluate(KEPT) == 0
    sent = CheckIn.objects.get(client=world.client)
    assert sent.words == "Alone tonight."
    assert timedelta(0) < sent.received_at - sent.said_at < timedelta(minutes=2)
    page.goto("/me/")
    assert CheckIn.objects.filter(client=world.client).count() == 1


def test_whether_a_skill_helped_is_kept_too(browse):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto("/me/skills/surf/")
    page.context.set_offline(True)
    tap(page, "Yes")
    page.get_by_text("Kept on this phone, locked.").wait_for()
    assert_sound(page)
    page.context.set_offline(False)
    page.wait_for_url("**/me/skills/")
    expect(page.get_by_text("Helped 1 of 1 time")).to_be_visible()
    assert SkillUse.objects.filter(client=world.client).count() == 1


def test_what_the_client_keeps_opens_without_a_network_and_goes_when_taken_off(browse):
    world = make_world()
    prevent(world, SAID, {})
    page = browse(world.email("client"), width=390)
    page.goto("/me/plan/prevention/")
    tap(page, "Keep them here")
    expect(page.get_by_text("Kept on this phone.", exact=True)).to_be_visible()
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")
    page.context.set_offline(True)
    page.goto("/me/help/")
    expect(page.get_by_text("This is what your phone keeps.")).to_be_visible()
    expect(page.get_by_text("Lee, 505 555 0142")).to_be_visible()
    page.get_by_text("Wait ten minutes").click()
    expect(page.get_by_text("Decide nothing now.")).to_be_visible()
    assert page.locator('a[href="tel:988"]').first.is_visible()
    assert_sound(page)
    page.context.set_offline(False)
    page.goto("/me/plan/prevention/")
    tap(page, "Take them off")
    expect(page.get_by_text("Taken off this phone.")).to_be_visible()
    assert page.evaluate("caches.match('/me/kept/').then((one) => one === undefined)")


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_every_page_is_sound(browse, width, dark):
    world = make_world()
    ids = {}
    prevent(world, SAID, ids)
    page = browse(world.email("client"), width=width, dark=dark)
    for path in ("plan/prevention/", "plan/prevention/write/", "plan/cravings/", "plan/meetings/", "skills/", "kept/"):
        page.goto(f"/me/{path}")
        assert_sound(page)
    staff = browse(world.email("counselor"), width=width, dark=dark)
    for path in (f"clients/{world.client.pk}/prevention/", f"use-reviews/{ids['use_review_id']}/"):
        staff.goto(f"/app/{path}")
        assert_sound(staff)
