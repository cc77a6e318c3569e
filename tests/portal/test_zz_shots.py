import os
from pathlib import Path
from uuid import uuid4
import pytest
from datetime import timedelta
from tests.cast import make_world, NOW, PASSWORD
from tests.clinic import make_clinic, admit_one
from stepwell.kernel import clock
pytestmark = pytest.mark.browser
OUT = Path("/tmp/swshots"); OUT.mkdir(exist_ok=True)

def test_shots(browse):
    from stepwell.domain.people.actions import give_portal
    from stepwell.domain.people.models import Client
    from stepwell.domain.safety.actions import acknowledge_event
    from stepwell.domain.safety.models import SafetyEvent
    from stepwell.platform.accounts.actions import open_account
    with clock.standing_at(NOW):
        world = make_world()
        clinic = make_clinic(world, people=0, now=NOW - timedelta(days=3))
        client = admit_one(clinic, now=NOW - timedelta(days=2)).client
    mail = f"{uuid4()}@example.test"
    clock_now = clock.standing_at(NOW); clock_now.__enter__()
    account = open_account(actor=world.actor("director"), email=mail, password=PASSWORD, now=NOW)
    give_portal(actor=world.actor("director"), client=client, account=account)
    with clock.standing_at(NOW):
        page = browse(mail, width=390)
        def shot(n, p=page): p.screenshot(path=OUT / f"{n}.png")
        page.goto("/me/"); shot("today")
        page.goto("/me/plan/"); shot("plan")
        page.goto("/me/help/"); shot("help-none")
        page.goto("/me/check-in/"); shot("c1")
        page.locator('input[name="craving"][value="8"]').check(); shot("c1-high")
        page.get_by_role("button", name="Next").click(); shot("c2")
        page.locator('input[name="mood"][value="6"]').check()
        page.get_by_role("button", name="Next").click(); shot("c3")
        page.get_by_role("button", name="Next").click(); shot("c4")
        page.get_by_role("button", name="Next").click(); shot("c5")
        page.locator('input[name="use"][value="yes"]').check(); shot("c5-yes")
        page.context.set_offline(True)
        page.get_by_role("button", name="Send").click()
        page.locator('form[data-steps] a[href="tel:988"]').wait_for(); page.screenshot(path=OUT / "c5-offline.png", full_page=True)
        page.context.set_offline(False)
        page.get_by_role("button", name="Send").click(); page.wait_for_url("**/me/help/"); shot("help-sent")
        page.goto("/me/"); page.screenshot(path=OUT / "today-after.png", full_page=True)
        page.goto("/me/check-in/sent/"); shot("sent")
        staff = browse(world.email("counselor"))
        staff.goto("/app/crisis/"); shot("crisis", staff)
        staff.get_by_role("button", name="Acknowledge").click(); staff.wait_for_url("**/app/crisis/*/"); staff.get_by_label("Risk note").wait_for()
        staff.screenshot(path=OUT / "crisis-event.png", full_page=True)
        small = browse(world.email("counselor"), width=390, dark=True)
        small.goto("/app/crisis/"); small.screenshot(path=OUT / "crisis-390-dark.png", full_page=True)
        page.goto("/me/help/"); shot("help-seen")
        event = SafetyEvent.objects.get(client=client)
        staff.get_by_label("Risk note").fill("Called."); staff.get_by_label("Follow-up day").fill("2026-10-07"); staff.get_by_label("Follow-up time").fill("09:30")
        staff.get_by_role("button", name="Resolve").click(); staff.wait_for_url("**/app/crisis/"); shot("crisis-resolved", staff)
        bare = browse(mail, width=390, scripts=False)
        bare.goto("/me/check-in/"); bare.screenshot(path=OUT / "c-bare.png", full_page=True)
        bare.get_by_role("button", name="Send").click(); bare.screenshot(path=OUT / "c-bare-open.png", full_page=True)
        dark = browse(mail, width=390, dark=True)
        dark.goto("/me/"); shot("today-dark", dark)
        dark.goto("/me/check-in/"); dark.get_by_role("button", name="feel safe").click(); dark.locator("dialog[open]").get_by_text("Not seen yet").wait_for(); shot("sheet-dark", dark)
