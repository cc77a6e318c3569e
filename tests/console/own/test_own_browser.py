"""Own sessions and the desk in a browser: planned, written and signed by keyboard alone; sound, wide and narrow."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, TODAY, make_world
from tests.clinic import make_clinic
from tests.own import own_service, plan, relative
from tests.waiting import wait_until

from stepwell.domain.week.models import Note, Series
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
MARKS = re.compile(r"Arrived\s*: Ana Reyes")


def test_a_family_session_is_planned_written_and_signed_by_keyboard(browse):
    world = make_world()
    clinic = make_clinic(world, people=1)
    client = clinic.clients[0]
    relative(world, client)
    relative(world, client, "Sol Reyes", consents=False)
    own_service(world, "family")
    with clock.standing_at(NOW):
        page = browse(world.email("counselor"))
        page.goto(f"/app/clients/{client.pk}/sessions/new/")
        assert_sound(page)
        page.get_by_label("With whom").select_option(label="Maya Okafor")
        page.get_by_label("Once").check()
        page.get_by_label("Day", exact=True).fill("2026-10-07")
        page.get_by_label("Begins at").fill("10:00")
        page.get_by_label("Where").select_option(label="Room 3, 14 seats")
        page.get_by_label("Rita Reyes").check()
        page.get_by_role("button", name="Plan it").press("Enter")
        expect(page.get_by_text("With Rita Reyes")).to_be_visible()
        assert_sound(page)
        page.set_viewport_size({"width": 390, "height": 800})
        assert_sound(page)
        page.goto(f"/app/clients/{client.pk}/sessions/new/")
        assert_sound(page)
    session = Series.objects.get(client=client).sessions.get()
    with clock.standing_at(session.ends_at + timedelta(minutes=5)):
        page = browse(world.email("counselor"))
        page.goto(f"/app/groups/{session.pk}/")
        page.locator(f"#roll-{client.pk}-status").focus()
        page.keyboard.press("P")
        page.get_by_role("button", name="Create 1 draft").press("Enter")
        page.locator(f"#response-{client.pk}").wait_for()
        assert_sound(page)
        page.locator("body").press("w")
        for words in ("Came with Rita.", "Listens more.", "Two walks."):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        expect(page.get_by_label("Rita Reyes")).to_be_focused()
        page.keyboard.press("Space")
        wait_until(lambda: Note.objects.filter(booking__session=session, company=["Rita Reyes"]).exists())
        page.locator(f"#response-{client.pk}-2").focus()
        page.keyboard.press("Control+Enter")
        expect(page.locator(f"#sign-{client.pk}")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Signed 11:05")).to_be_visible()
        assert_sound(page)
        page.set_viewport_size({"width": 390, "height": 800})
        assert_sound(page)
    note = Note.objects.get(booking__session=session)
    assert note.response == "Data: Came with Rita.\n\nAssessment: Listens more.\n\nPlan: Two walks."


def test_the_desk_marks_an_arrival_and_takes_it_back(browse):
    world = make_world()
    clinic = make_clinic(world, people=2)
    near = clinic.sessions[1].starts_at - timedelta(minutes=20)
    plan(clinic, own_service(world), first_on=TODAY + timedelta(days=1))
    with clock.standing_at(near):
        page = browse(world.email("front desk"), width=390)
        page.goto("/app/arrivals/")
        assert_sound(page)
        page.get_by_role("button", name=MARKS).click()
        expect(page.get_by_text("Here since 17:40")).to_be_visible()
        page.set_viewport_size({"width": 1280, "height": 900})
        assert_sound(page)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name=MARKS)).to_be_visible()
