"""A group's roll and notes from end to end without leaving the keyboard, and nothing is signed by a slip of it."""

import pytest
from playwright.sync_api import expect
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.console.group.test_group_browser import AFTER, by_name, path
from tests.domain.week.test_week_actions_notes import a_group, note_of, write

from stepwell.domain.week.models import Note, Status
from stepwell.kernel import clock

pytestmark = pytest.mark.browser


def field(client):
    return f"#response-{client.pk}"


def test_from_the_roll_to_the_last_signature_with_three_keys_a_note(browse):
    clinic = make_clinic(make_world(), people=3)
    people = by_name(clinic)
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        keys = page.keyboard
        keys.press("r")
        for client in people:
            expect(page.locator(f"#roll-{client.pk}-status")).to_be_focused()
            keys.press("p")
            expect(page.locator(f"#roll-{client.pk}-status")).to_contain_text("Present")
            keys.press("ArrowDown")
        keys.press("d")
        page.locator("form.draft").first.wait_for()
        keys.press("s")
        page.locator("#id_topic").fill("Evenings")
        page.locator("#id_shared_note").press("Control+Enter")
        expect(page.locator(".shared")).to_contain_text("Evenings")
        keys.press("w")
        for number, client in enumerate(people):
            expect(page.locator(field(client))).to_be_focused()
            keys.type(f"Named {number + 2} people to call.")
            keys.press("Control+Enter")
            expect(page.locator(f"#sign-{client.pk}")).to_be_focused()
            keys.press("Enter")
        expect(page.locator("#foot")).to_contain_text("Every note is signed.")
        expect(page.locator("#foot")).to_be_focused()
    assert Note.objects.filter(booking__session=clinic.session, signed_at=AFTER).count() == 3


def test_r_goes_to_who_has_no_word_yet(browse):
    clinic = make_clinic(make_world(), people=3)
    first, second, _ = by_name(clinic)
    clinic.session.bookings.filter(client=first).update(status=Status.EXCUSED.value)
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        page.keyboard.press("r")
        expect(page.locator(f"#roll-{second.pk}-status")).to_be_focused()


def test_a_key_that_is_held_down_signs_one_note(browse):
    clinic = a_group(make_world(), people=3)
    for number, words in enumerate(("Mapped the drive home.", "Rated an urge.", "Spoke of Sundays.")):
        write(clinic, words, number)
    first, second, _ = by_name(clinic)
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        page.locator(f"#sign-{first.pk}").focus()
        page.keyboard.down("Enter")
        expect(page.locator(f"#sign-{second.pk}")).to_be_focused()
        for _ in range(3):
            page.keyboard.down("Enter")  # repeats, as a held key does
        page.keyboard.up("Enter")
        expect(page.locator("#foot")).to_contain_text("1 signed · 2 ready.")
    assert Note.objects.filter(booking__session=clinic.session, signed_at__isnull=False).count() == 1


def test_whoever_writes_elsewhere_by_now_is_not_taken_to_a_sign_button(browse):
    clinic = a_group(make_world(), people=2)
    one, other = (next(n for n, c in enumerate(clinic.clients) if c == client) for client in by_name(clinic))
    write(clinic, "The same words.", other)
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        mine, theirs = (page.locator(field(clinic.clients[number])) for number in (one, other))
        mine.fill("The same words.")
        mine.press("Control+Enter")  # locked: it says what another note says
        expect(page.locator(f"#problem-{clinic.clients[one].pk}")).to_contain_text("Same words")
        theirs.fill("Words of their own.")
        expect(page.locator(f"#sign-{clinic.clients[one].pk}")).to_have_attribute("type", "submit")
        expect(theirs).to_be_focused()
    assert note_of(clinic, one).signed_at is None
