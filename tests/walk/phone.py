"""Chapter 7: the client's phone, and who answers."""

from typing import Any

from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.walk.scene import Walk

from stepwell.domain.safety.models import SafetyEvent

PHONE_PAGES = ["/me/", "/me/check-in/", "/me/plan/", "/me/help/"]


def they_check_in(walk: Walk, phone: Any) -> None:
    """Eight taps; the counselor's Today shows it."""
    for path in PHONE_PAGES:
        phone.goto(path)
        assert_sound(phone)
    expect(phone.get_by_text("Nobody at the program is watching this page.")).to_be_visible()
    phone.goto("/me/check-in/")
    phone.locator("input[name=craving][value='3']").check()
    phone.get_by_role("button", name="Next").click()
    phone.locator("input[name=mood][value='6']").check()
    for _ in range(3):
        phone.get_by_role("button", name="Next").click()
    phone.locator("input[name=use][value=no]").check()
    assert_sound(phone)
    phone.get_by_role("button", name="Send").click()
    phone.wait_for_url("**/me/check-in/sent/")
    expect(phone.get_by_role("heading", name=f"Thank you, {walk.client.called}")).to_be_visible()


def they_are_not_safe(walk: Walk, phone: Any, counselor: Any) -> None:
    """Calls at once, an event that stays, and nothing said that isn't so, until somebody has really seen it."""
    phone.goto("/me/")
    phone.get_by_role("button", name="feel safe").click()
    sheet = phone.locator("dialog[open]")
    for number in ("988", "911"):
        expect(sheet.locator(f"a[href='tel:{number}']").first).to_be_visible()
    expect(sheet.get_by_text("Not seen yet").first).to_be_visible()
    assert_sound(phone)
    event = SafetyEvent.objects.get(client=walk.client)

    counselor.goto("/app/today/")
    reading = counselor.locator("section", has=counselor.get_by_role("heading", name="Check-ins to read"))
    expect(reading).to_contain_text(walk.client.name)
    assert_sound(counselor)
    counselor.goto("/app/crisis/")
    expect(counselor.get_by_text("Nobody has acknowledged it")).to_be_visible()
    assert_sound(counselor)
    counselor.get_by_role("button", name=f"Acknowledge {walk.client.name}").click()
    counselor.wait_for_url(f"**/app/crisis/{event.pk}/")
    phone.goto("/me/help/")
    expect(phone.get_by_text("Seen by Maya Okafor at 10:12 pm")).to_be_visible()
    counselor.get_by_label("Risk note").fill("Called. Safe with a sister, means locked away.")
    counselor.get_by_label("Follow-up day").fill("2026-10-08")
    counselor.get_by_label("Follow-up time").fill("09:00")
    assert_sound(counselor)
    counselor.get_by_role("button", name="Resolve").click()
    counselor.wait_for_url("**/app/crisis/")
    event.refresh_from_db()
    assert event.resolved_by == walk.world.staff["counselor"]
