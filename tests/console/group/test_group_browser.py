"""The group page in a real browser: the roll by keys, notes as they are typed, signing one by one, without scripts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_notes import a_group, note_of
from tests.waiting import wait_until

from stepwell.domain.week.actions import record_attendance, save_response
from stepwell.domain.week.models import Booking, Note, Presence, Status
from stepwell.domain.week.queries import get_board
from stepwell.kernel import clock

pytestmark = pytest.mark.browser

AFTER = datetime(2026, 10, 6, 3, 30, tzinfo=UTC)  # Monday 21:30 in Denver, when the group is over


def path(clinic, tail=""):
    return f"/app/groups/{clinic.session.pk}/{tail}"


def status(page, client):
    return page.locator(f"#roll-{client.pk}-status")


def minutes(page, client):
    return page.locator(f"#roll-{client.pk} .roll-minutes")


def by_name(clinic):
    """The clients in the order of the page: by family name."""
    return sorted(clinic.clients, key=lambda client: client.sort_key)


def test_a_roll_of_ten_by_keyboard(browse):
    clinic = make_clinic(make_world(), people=10)
    people = by_name(clinic)
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        status(page, people[0]).focus()
        keys = ["P", "L", "E", "X", "N", "V", "P", "P", "P", "P"]
        words = ["Present", "Late", "Left early", "Excused", "No-show", "Virtual", *["Present"] * 4]
        for client, key, word in zip(people, keys, words, strict=True):
            expect(status(page, client)).to_be_focused()
            page.keyboard.press(key)
            expect(status(page, client)).to_contain_text(word)
            if key in "LE":  # the group is over: the time must be typed, and the key leads to its field
                field = page.locator(f"#{'in' if key == 'L' else 'out'}-{client.pk}-1")
                expect(field).to_be_focused()
                page.keyboard.type("18:20" if key == "L" else "20:00")
                page.keyboard.press("Enter")
                expect(minutes(page, client)).to_contain_text("160" if key == "L" else "105")
            page.keyboard.press("ArrowDown")
        expect(page.locator("#tally")).to_contain_text(re.compile(r"attended\s*8"))
        page.get_by_role("button", name="Create 8 drafts").press("Enter")
        expect(page.get_by_role("heading", name="Shared by all eight notes")).to_be_visible()

    booked = Booking.objects.filter(session=clinic.session)
    assert booked.exclude(status=Status.BOOKED.value).count() == 10
    board = get_board(clinic.world.actor("counselor"), clinic.session.pk, AFTER)
    assert [seat.minutes for seat in board.seats] == [180, 160, 105, 0, 0, 180, 180, 180, 180, 180]
    drafted = set(Note.objects.filter(booking__session=clinic.session).values_list("booking__client_id", flat=True))
    assert drafted == {client.pk for client, key in zip(people, keys, strict=True) if key not in "XN"}


def test_keys_pressed_fast_leave_the_last_word(browse):
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        status(page, client).focus()
        for key in "XNP":
            page.keyboard.press(key)
        expect(minutes(page, client)).to_contain_text("180")
        expect(status(page, client)).to_contain_text("Present")
        page.reload()
        expect(status(page, client)).to_contain_text("Present")


def test_somebody_leaves_and_comes_back(browse):
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        status(page, client).focus()
        page.keyboard.press("P")
        expect(minutes(page, client)).to_contain_text("180")
        status(page, client).press("Enter")
        page.get_by_role("button", name="Left and came back").click()
        wait_for_the_new_fields(page, client)
        page.locator(f"#out-{client.pk}-1").fill("19:00")
        page.locator(f"#in-{client.pk}-2").fill("19:40")
        page.locator(f"#out-{client.pk}-2").fill("21:15")
        page.locator(f"#out-{client.pk}-2").press("Enter")
        # 60 before the break, and 95 minutes less the 15 of the break
        expect(minutes(page, client)).to_contain_text("140")
    assert Presence.objects.filter(booking__client=client).count() == 2


def row_with_another_stay(browse, clinic):
    """The row of the one person, with the fields for a second stay open."""
    page = browse(clinic.world.email("counselor"))
    page.goto(path(clinic))
    status(page, clinic.clients[0]).focus()
    page.keyboard.press("P")
    expect(minutes(page, clinic.clients[0])).to_contain_text("180")
    status(page, clinic.clients[0]).press("Enter")
    page.get_by_role("button", name="Left and came back").click()
    wait_for_the_new_fields(page, clinic.clients[0])
    return page


def hold_the_next(page):
    """The next row that is sent is kept on its way, in the list that comes back, until the test lets it go."""
    held = []

    def hold(route):
        held.append(route)

    page.route("**/roll/**", hold, times=1)
    return held


def two_stays_typed(browse, clinic):
    """The page, and the row that is on its way with the end of the first stay; the second one was typed meanwhile."""
    client = clinic.clients[0]
    page = row_with_another_stay(browse, clinic)
    held = hold_the_next(page)
    page.locator(f"#out-{client.pk}-1").fill("19:00")
    page.locator(f"#in-{client.pk}-2").focus()
    page.keyboard.type("19:40")
    wait_until(lambda: bool(held) or page.evaluate("false"))  # asking lets what the page sends come in
    return page, held


def wait_for_the_new_fields(page, client):
    """They are there, and htmx has put the focus into them for the last time: what is typed goes where it is meant."""
    expect(page.locator(f"#in-{client.pk}-2")).to_be_focused()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def test_the_fields_of_a_second_stay_wait_while_the_first_is_saved(browse):
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    with clock.standing_at(AFTER):
        page = row_with_another_stay(browse, clinic)
        page.locator(f"#out-{client.pk}-1").fill("19:00")
        page.keyboard.press("Tab")
        expect(minutes(page, client)).to_contain_text("60")
        page.keyboard.type("19:40")
        page.keyboard.press("Tab")
        # without a time out they stayed to the end
        expect(page.locator(f"#out-{client.pk}-2")).to_have_value("21:15")
        expect(minutes(page, client)).to_contain_text("140")
        expect(page.locator(f"#in-{client.pk}-3")).to_have_count(0)


def test_a_time_typed_while_the_row_is_being_saved_is_kept_and_sent(browse):
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    with clock.standing_at(AFTER):
        page, held = two_stays_typed(browse, clinic)
        held[0].continue_()
        # the first stay alone, 60 minutes, shows for a moment only: what was typed meanwhile may be sent at once
        expect(page.locator(f"#in-{client.pk}-2")).to_have_value("19:40")
        page.keyboard.press("Tab")
        expect(minutes(page, client)).to_contain_text("140")
    assert Presence.objects.filter(booking__client=client).count() == 2


def test_what_is_pressed_and_typed_while_a_row_is_on_its_way_goes_after_it(browse):
    """Of two on their way either may arrive last: the older one must not undo the newer."""
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        sent = []
        page.on("request", lambda request: sent.append(request.url) if "/roll/" in request.url else None)
        held = hold_the_next(page)
        status(page, client).focus()
        for letter in "PNX":
            page.keyboard.press(letter)
        wait_until(lambda: bool(held) or page.evaluate("false"))
        assert len(sent) == 1
        held[0].continue_()
        expect(status(page, client)).to_contain_text("Excused")
        expect(page.locator(".htmx-request")).to_have_count(0)
        assert len(sent) == 2
    assert Booking.objects.get(session=clinic.session, client=client).status == Status.EXCUSED


def test_a_row_that_never_arrived_is_sent_again_with_what_was_typed_since(browse):
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    with clock.standing_at(AFTER):
        page, held = two_stays_typed(browse, clinic)
        page.keyboard.press("Tab")
        held[0].abort()
        expect(minutes(page, client)).to_contain_text("140")
    assert Presence.objects.filter(booking__client=client).count() == 2


def test_the_same_words_twice_lock_both_signatures_and_say_why(browse):
    clinic = a_group(make_world(), people=3)
    ana, darnell, _ = clinic.clients
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        sign = {client: page.get_by_role("button", name=f"Sign the note of {client.name}") for client in clinic.clients}
        page.get_by_label(f"Own response of {ana.name}").fill("Identified two triggers.")
        expect(sign[ana]).to_be_enabled()
        expect(sign[ana]).not_to_have_attribute("aria-disabled", "true")
        page.get_by_label(f"Own response of {darnell.name}").fill("identified two triggers")
        expect(page.locator(f"#problem-{darnell.pk}")).to_contain_text("Same words as Ana")
        expect(page.locator(f"#problem-{ana.pk}")).to_contain_text("Same words as Darnell")
        for client in (ana, darnell):
            expect(sign[client]).to_have_attribute("aria-disabled", "true")
        expect(page.get_by_label(f"Own response of {darnell.name}")).to_be_focused()
        page.get_by_label(f"Own response of {darnell.name}").fill("Named payday.")
        expect(page.locator(f"#problem-{ana.pk} .draft-problem")).to_have_count(0)
        assert_sound(page)


def test_read_and_sign_next_goes_from_draft_to_draft_by_keyboard(browse):
    clinic = a_group(make_world(), people=3)
    counselor = clinic.world.actor("counselor")
    for number, text in enumerate(("Mapped the drive home.", "Rated an urge.", "")):
        note = note_of(clinic, number)
        save_response(
            actor=counselor, note_id=note.pk, response=text, objective_id=None, revision=note.revision, now=NOW
        )
    people = [client for client in by_name(clinic) if client != clinic.clients[2]]
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        page.get_by_role("link", name="Read and sign next").press("Enter")
        for client in people:
            expect(page.locator(f"#sign-{client.pk}")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator(f"#slot-{client.pk}")).to_contain_text("Signed 09:00")
        expect(page.locator("#foot")).to_contain_text("2 signed · 1 needs a change.")
        expect(page.get_by_role("link", name="Read and sign next")).to_have_count(0)
    assert Note.objects.filter(booking__session=clinic.session, signed_at__isnull=False).count() == 2


def test_a_name_is_confirmed_as_none_and_signed(browse):
    clinic = a_group(make_world(), people=3)
    ana = clinic.clients[0]
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        page.get_by_label(f"Own response of {ana.name}").fill("Felt like Josie does on Sundays.")
        page.get_by_role("button", name="“Josie” is not a name here").click()
        sign = page.get_by_role("button", name=f"Sign the note of {ana.name}")
        expect(sign).not_to_have_attribute("aria-disabled", "true")
        sign.click()
        expect(page.locator(f"#slot-{ana.pk}")).to_contain_text("Signed 09:00")


def test_two_windows_lose_no_words(browse):
    clinic = a_group(make_world(), people=1)
    ana = clinic.clients[0]
    with clock.standing_at(NOW):
        first, second = (browse(clinic.world.email(who)) for who in ("counselor", "case manager"))
        for page in (first, second):
            page.goto(path(clinic))
        first.get_by_label(f"Own response of {ana.name}").fill("From the first window.")
        expect(first.locator(f"#problem-{ana.pk}")).to_contain_text("Saved 09:00")
        second.get_by_label(f"Own response of {ana.name}").fill("From the second window.")
        card = second.locator(f"#slot-{ana.pk}")
        expect(card).to_contain_text("It says now: “From the first window.”")
        expect(second.get_by_label(f"Own response of {ana.name}")).to_have_value("From the second window.")
        assert_sound(second)
        second.get_by_role("button", name="Save mine").click()
        expect(card).not_to_contain_text("It says now")
    assert note_of(clinic).response == "From the second window."


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_the_pages_are_sound(browse, width, dark):
    clinic = a_group(make_world(), people=4)
    counselor = clinic.world.actor("counselor")
    for number, text in enumerate(("Felt like Josie.", "The same.", "The same.")):
        note = note_of(clinic, number)
        save_response(actor=counselor, note_id=note.pk, response=text, objective_id=None, revision=0, now=NOW)
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"), width=width, dark=dark)
        for tail in ("", "roll/", "shared/"):
            page.goto(path(clinic, tail))
            assert_sound(page)
        page.goto(f"/app/groups/{clinic.sessions[1].pk}/")
        assert_sound(page)
        page.goto("/app/schedule/")
        assert_sound(page)
        page.goto(f"/app/schedule/sessions/{clinic.sessions[3].pk}/move/")
        assert_sound(page)


def test_nothing_scrolls_sideways_on_a_small_phone(browse):
    clinic = a_group(make_world(), people=3)
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"), width=320)
        for address in (path(clinic), path(clinic, "roll/"), "/app/schedule/"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_roll_and_sign_without_scripts(browse):
    clinic = make_clinic(make_world(), people=2)
    ana, darnell = clinic.clients
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"), scripts=False)
        page.goto(path(clinic))
        page.get_by_role("link", name="Roll as one form").click()
        for client, word in ((ana, "Present"), (darnell, "Late")):
            page.get_by_role("group", name=client.name).get_by_label(word, exact=True).check()
        page.get_by_role("button", name="Save roll").click()
        expect(page.get_by_role("alert")).to_contain_text("The time they came in is missing")
        page.get_by_label(f"In, {darnell.name}", exact=True).fill("18:30")
        page.get_by_role("button", name="Save roll").click()
        page.get_by_role("button", name="Create 2 drafts").click()
        page.get_by_role("link", name="Edit").click()
        page.get_by_label("Topic").fill("Riding out an urge")
        page.get_by_role("button", name="Save").click()
        page.get_by_label(f"Own response of {ana.name}").fill("Mapped the drive home.")
        page.locator(f"#draft-{ana.pk}").get_by_role("button", name="Save").click()
        page.get_by_role("button", name=f"Sign the note of {ana.name}").click()
        expect(page.locator(f"#slot-{ana.pk}")).to_contain_text("Signed 21:30")
    assert note_of(clinic).signed_at == AFTER


def test_a_row_is_called_without_scripts(browse):
    clinic = make_clinic(make_world(), people=1)
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"), scripts=False)
        page.goto(path(clinic))
        status(page, clinic.clients[0]).click()
        page.get_by_role("button", name="Virtual V").click()
        expect(status(page, clinic.clients[0])).to_contain_text("Virtual")
        expect(minutes(page, clinic.clients[0])).to_contain_text("180")


def test_a_click_on_sign_right_after_typing_saves_and_signs(browse):
    clinic = a_group(make_world(), people=1)
    ana = clinic.clients[0]
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        field = page.get_by_label(f"Own response of {ana.name}")
        field.fill("Mapped the drive home.")
        expect(page.locator(f"#problem-{ana.pk}")).to_contain_text("Saved 09:00")
        field.press_sequentially(" And back.")
        page.get_by_role("button", name=f"Sign the note of {ana.name}").click()
        expect(page.locator(f"#slot-{ana.pk}")).to_contain_text("Mapped the drive home. And back.")
        expect(page.locator(f"#slot-{ana.pk}")).to_contain_text("Signed 09:00")


@pytest.mark.parametrize("settles_in", [20, 1000], ids=["at once", "before the new row has settled"])
def test_the_key_of_the_status_that_shows_tells_what_somebody_else_wrote_meanwhile(browse, settles_in):
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    with clock.standing_at(AFTER):
        page = browse(clinic.world.email("counselor"))
        page.goto(path(clinic))
        page.evaluate("delay => htmx.config.defaultSettleDelay = delay", settles_in)
        status(page, client).focus()
        page.keyboard.press("V")
        expect(status(page, client)).to_contain_text("Virtual")
        record_attendance(
            actor=clinic.world.actor("supervisor"),
            session_id=clinic.session.pk,
            client_id=client.pk,
            status=Status.NO_SHOW,
            now=AFTER + timedelta(minutes=1),
        )
        page.keyboard.press("V")
        expect(page.get_by_text("Ingrid Lindqvist had just set No-show")).to_be_visible()
        expect(status(page, client)).to_contain_text("Virtual")
