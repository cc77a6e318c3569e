"""The demo's mailbox: everything that went out, and no such page anywhere else."""

import pytest
from django.test import Client as Http
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, make_world

from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel, State

PAGE = "/demo/mailbox/"


def written(world, **more):
    words = {"subject": "Your link", "text": "Open http://127.0.0.1/login/link/abc/ <b>now</b>", **more}
    return Message.objects.create(
        account=world.accounts["client"], channel=Channel.EMAIL, template="test.kind", to="ana@example.test",
        asked_by="test", asked_at=NOW, give_up_at=NOW, due_at=NOW, state=State.SENT, **words,
    )  # fmt: skip


@pytest.mark.parametrize("who", [*EVERYBODY, None])
def test_outside_the_demo_it_does_not_exist_for_anybody(world, settings, who):
    settings.DEMO = False
    message, window = written(world), world.browser(who) if who else Http()
    assert window.get(PAGE).status_code == 404
    assert window.get(f"{PAGE}{message.pk}/").status_code == 404


def test_in_the_demo_it_shows_each_message_with_links_to_follow(world, settings):
    settings.DEMO = True
    message = written(world)
    assert "Your link" in Http().get(PAGE).content.decode()
    letter = Http().get(f"{PAGE}{message.pk}/").content.decode()
    assert 'href="http://127.0.0.1/login/link/abc/"' in letter
    assert "<b>now</b>" not in letter


def test_a_message_nobody_sent_is_not_there(world, settings):
    settings.DEMO = True
    assert Http().get(f"{PAGE}5f0c2c1e-58a4-4f44-9c4c-0d8f8f3c5a10/").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, True, True), (390, False, True), (390, False, False)])
def test_the_pages_are_sound(browse, settings, width, dark, scripts):
    settings.DEMO = True
    message = written(make_world(), subject="A letter of its own")
    page = browse(width=width, dark=dark, scripts=scripts)
    page.goto(PAGE)
    if scripts:
        assert_sound(page)
    page.locator(f"a[href*='{message.pk}']").click()
    page.get_by_text("Open http").wait_for()
    if scripts:
        assert_sound(page)
