"""The crisis screen in a real browser."""

from typing import Any
from uuid import uuid4

import pytest
from tests.browser import assert_sound
from tests.cast import make_world

from stepwell.domain.people.models import Client
from stepwell.domain.safety.actions import acknowledge_event, raise_event
from stepwell.domain.safety.models import Source
from stepwell.kernel import clock

pytestmark = pytest.mark.browser


def raised(world: Any) -> Any:
    now = clock.now()
    Client.objects.filter(pk=world.client.pk).update(phone="(303) 555-0114")
    return raise_event(
        actor=world.actor("client"),
        client=world.client,
        key=uuid4(),
        source=Source.SAID_UNSAFE,
        raised_at=now,
        now=now,
    )


def press(page: Any, name: str, key: str = "Enter") -> None:
    """Reach the control with Tab alone, then press it."""
    wanted = page.get_by_role("button", name=name)
    wanted.wait_for()
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press(key)


@pytest.mark.parametrize("scripts", [True, False])
def test_acknowledging_and_resolving_by_keyboard(browse, scripts):
    world = make_world()
    event = raised(world)
    page = browse(world.email("counselor"), scripts=scripts)
    page.goto("/app/crisis/")
    press(page, "Acknowledge")
    page.wait_for_url(f"**/app/crisis/{event.pk}/")
    page.get_by_label("Risk note").focus()
    page.keyboard.type("Called. Safe with her sister.")
    press(page, "Resolve")
    page.get_by_text("Choose the day on which you speak next.").first.wait_for()
    assert page.get_by_label("Risk note").input_value() == "Called. Safe with her sister."
    page.get_by_label("Follow-up day").fill("2099-10-07")
    page.get_by_label("Follow-up time").fill("09:30")
    press(page, "Resolve")
    page.wait_for_url("**/app/crisis/")
    event.refresh_from_db()
    assert event.risk_note == "Called. Safe with her sister."
    assert event.resolved_by == world.staff["counselor"]


def test_the_second_is_told_in_the_row_who_has_it(browse):
    world = make_world()
    event = raised(world)
    page = browse(world.email("counselor"))
    page.goto("/app/crisis/")
    acknowledge_event(actor=world.actor("supervisor"), event_id=event.pk, now=clock.now())
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_text("Ingrid Lindqvist has it already.").wait_for()
    assert_sound(page)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_screens_are_sound(browse, width, dark):
    world = make_world()
    page = browse(world.email("counselor"), width=width, dark=dark)
    page.goto("/app/crisis/")
    assert_sound(page)
    event = raised(world)
    page.goto("/app/crisis/")
    assert_sound(page)
    page.goto(f"/app/crisis/{event.pk}/")
    assert_sound(page)
    acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=clock.now())
    page.reload()
    page.get_by_role("button", name="Resolve").click()
    page.get_by_text("The risk note is empty.").first.wait_for()
    assert_sound(page)
    page.goto("/app/crisis/")
    assert_sound(page)
