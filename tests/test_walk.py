"""The walk: one person from a real referral to a signed group note and a message at night, wholly in a browser.

Read it from the bottom: `test_from_a_referral_to_a_signed_note_and_a_call_for_help` is the story, the functions above
are its chapters. Nine others were in the evening group before.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from stepwell.domain.people.actions import give_portal
from stepwell.domain.people.models import Client
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.week.models import Note
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.ledger.models import Entry
from tests.browser import assert_sound
from tests.cast import NOW, PASSWORD, World, make_world
from tests.clinic import Clinic, make_clinic
from tests.referrals import SMALL, SYNTHEA

pytestmark = pytest.mark.browser

# All in Denver: Tuesday's group is from 18:00 to 21:15, 180 minutes of it clinical.
TUESDAY_NOON = datetime(2026, 10, 6, 18, 0, tzinfo=UTC)
AFTER_GROUP = datetime(2026, 10, 7, 3, 30, tzinfo=UTC)
WEDNESDAY_NIGHT = datetime(2026, 10, 8, 4, 12, tzinfo=UTC)

AUDIT = "2111001002"
PHQ_9 = "2221121100"  # nine symptoms, the ninth of them denied, and how difficult it was
SEVERITIES = {1: 1, 2: 1, 3: 2, 4: 1, 5: 3, 6: 2}
PHONE_PAGES = ["/me/", "/me/check-in/", "/me/plan/", "/me/help/"]


@dataclass
class Walk:
    """Who walks, where they are, and the windows of those who help. The client is known from the upload on."""

    world: World
    clinic: Clinic
    desk: Any
    clinician: Any
    email: str
    enquiry: str = ""
    client: Any = None

    @property
    def chart(self) -> str:
        """The address of the chart."""
        return f"/app/clients/{self.client.pk}/"

    @property
    def group(self) -> str:
        """The address of Tuesday's session."""
        return f"/app/groups/{self.clinic.sessions[1].pk}/"


@pytest.fixture
def walk(browse: Callable[..., Any]) -> Iterator[Walk]:
    """The clinic before the walk begins. Each chapter opens its own windows where somebody new comes in."""
    with clock.standing_at(NOW):
        world = make_world()
        clinic = make_clinic(world, people=9)
        desk, clinician = browse(world.email("admissions")), browse(world.email("supervisor"))
        yield Walk(world, clinic, desk, clinician, f"walker-{world.site.pk}@example.test")


# 1. A real referral comes in


def a_referral_comes_in(walk: Walk) -> None:
    """Everything in the file is counted, with a place or without; the second time it changes nothing."""
    path = SYNTHEA[0] if SYNTHEA else SMALL
    record = read_referral(path.read_bytes())
    page = walk.desk
    _upload(page, path)
    expect(page.get_by_text(f"The file was read whole: {len(record.items)} with a place")).to_be_visible()
    unplaced = page.locator("section", has=page.get_by_role("heading", name="Without a place yet"))
    said = [tuple(line.split("\n")) for line in unplaced.locator("ul li").all_inner_texts()]
    assert said == [(name, str(count)) for name, count in record.unplaced]
    assert said, "a referral with nothing to spare proves nothing"
    assert_sound(page)
    walk.enquiry = page.url
    walk.client = Client.objects.get(site=walk.world.site, family_name=record.person.family_name)

    people = Client.objects.filter(site=walk.world.site).count()
    _upload(page, path)
    expect(page.get_by_text("This file was here before. Nothing was stored twice.")).to_be_visible()
    expect(page).to_have_url(walk.enquiry)
    assert Client.objects.filter(site=walk.world.site).count() == people


def _upload(page: Any, path: Any) -> None:
    page.goto("/app/admissions/upload/")
    assert_sound(page)
    page.get_by_label("Who sent it").fill("Riverside Hospital")
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()


# 2. Screening and placement


def three_instruments_are_filled_in(walk: Walk) -> None:
    """By keyboard, one after the other, from the enquiry's own button."""
    _fill_in(walk, "AUDIT", AUDIT, "8")
    _fill_in(walk, "PHQ-9", PHQ_9, "12")
    _fill_in(walk, "C-SSRS screener", "000", "No risk reported")


def _fill_in(walk: Walk, title: str, keys: str, result: str) -> None:
    page = walk.desk
    page.goto(walk.enquiry)
    page.get_by_role("link", name=re.compile(f"^Start {title}")).click()
    page.wait_for_load_state()  # the keys are the script's
    page.locator("fieldset.question input").first.focus()
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_text(f"{len(keys)} of {len(keys)} answered")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url(re.compile(r"\?sheet="))
    expect(page.locator("#sheet-result .score")).to_contain_text(result)
    assert_sound(page)


def a_level_is_decided(walk: Walk) -> None:
    """Six dimensions with evidence give 2.1; another level needs a reason, and the suggestion is confirmed later."""
    page = walk.clinician
    page.goto(walk.enquiry)
    page.get_by_role("link", name="Place", exact=True).click()
    assert_sound(page)
    for dimension, severity in SEVERITIES.items():
        page.locator(f"#id_evidence_{dimension}").fill(f"As told in the first talk, {dimension}.")
        page.locator(f"input[name=dimension_{dimension}][value='{severity}']").check(force=True)
    expect(page.locator("#placement-suggestion")).to_contain_text("2.1 IOP")
    _confirm(page, "2.5")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert_sound(page)
    page.locator("#id_reason").fill("Both earlier stays ended in use within a week.")
    _confirm(page, "2.5")
    expect(page.get_by_text("Why it differs")).to_be_visible()

    page.get_by_role("link", name="New placement").click()
    expect(page.get_by_text("A decision stands: 2.5")).to_be_visible()
    for dimension, severity in SEVERITIES.items():
        page.locator(f"#id_evidence_{dimension}").fill(f"After the second talk, {dimension}.")
        page.locator(f"input[name=dimension_{dimension}][value='{severity}']").check(force=True)
    expect(page.locator("#placement-suggestion")).to_contain_text("2.1 IOP")
    _confirm(page, "2.1")
    expect(page.locator(".verdict-level")).to_contain_text("2.1 IOP")
    expect(page.get_by_text("Confirmed, can't be changed")).to_be_visible()
    assert_sound(page)


def _confirm(page: Any, level: str) -> None:
    page.locator("#id_chosen_level").select_option(level)
    page.get_by_role("button", name="Confirm placement").click()


# 3. Start


def they_start_in_the_evening_group(walk: Walk) -> None:
    """From tonight on, with a care team; the chart closes to the desk, and the week stands in it."""
    page = walk.desk
    page.goto(walk.enquiry)
    page.get_by_role("link", name="Start", exact=True).first.click()
    expect(page.get_by_role("radio", name=re.compile("Evening IOP"))).to_be_checked()
    assert_sound(page)
    page.get_by_label("First day").fill("2026-10-06")
    staff = walk.world.staff
    page.get_by_label("Counselor").select_option(str(staff["counselor"].pk))
    page.get_by_label("Case manager").select_option(str(staff["case manager"].pk))
    page.get_by_role("button", name=f"Start {walk.client.called}").click()
    expect(page.get_by_role("heading", name=re.compile("stands in 35 sessions"))).to_be_visible()
    expect(page.get_by_text("first on Tuesday 6 October, 18:00 in Room 2")).to_be_visible()
    assert_sound(page)
    assert page.goto(walk.chart).status == 404


def the_week_stands(walk: Walk, counselor: Any) -> None:
    """In the chart with what is missing to nine hours, and on the schedule with ten seats taken."""
    counselor.goto(walk.chart)
    week = counselor.locator("section", has=counselor.get_by_role("heading", name="This week"))
    expect(week).to_contain_text("Tue 6 Oct")
    expect(week).to_contain_text("Thu 8 Oct")
    expect(week).not_to_contain_text("Mon 5 Oct")
    expect(week).to_contain_text("0 of 9 h delivered, 6 h booked. Reaches 6 of 9 h")
    expect(week).to_contain_text("3 h not booked")
    assert_sound(counselor)
    counselor.goto("/app/schedule/")
    expect(counselor.locator("main")).to_contain_text("Evening IOP")
    assert_sound(counselor)


# 4. Plan


def the_plan_is_written(walk: Walk, page: Any) -> None:
    """Problem, goal, objective, intervention: each step leads to the next, and the group carries it."""
    page.goto(walk.chart + "plan/")
    assert_sound(page)
    called = walk.client.called
    page.get_by_role("main").get_by_role("link", name="Problem", exact=True).click()
    page.get_by_label(re.compile("’s words$")).fill("Nights are when I lose it.")
    page.get_by_label("Name of the problem").fill("Opioid use disorder, moderate")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Goal for problem 1")).to_be_visible()
    page.get_by_label(re.compile("’s words$")).fill("Be home, in my bed, every night.")
    page.get_by_label("Clinical").fill("Sleep at home every night without use")
    assert_sound(page)
    page.get_by_role("button", name="Set the goal").click()
    page.get_by_label(f"What {called} will do").fill("Evening plan")
    page.get_by_label("Measure").fill("Evenings with a call logged")
    page.get_by_label("Target").fill("5 of 7 nights")
    page.get_by_label("By", exact=True).fill("2026-11-06")
    page.get_by_role("button", name="Set the objective").click()
    expect(page.get_by_label("Group", exact=True)).to_contain_text("Evening IOP")
    page.get_by_role("button", name=re.compile("Link|Add")).click()
    expect(page.get_by_text("The thread holds")).to_be_visible()
    assert_sound(page)


# 5. The group


def the_roll_is_called_by_keyboard(walk: Walk, page: Any) -> None:
    """Ten people, nine keys and one who came late."""
    page.goto("/app/today/")
    assert_sound(page)
    page.goto(walk.group)
    rows = page.locator("[data-roll-status]")
    expect(rows).to_have_count(10)
    rows.first.focus()
    for number in range(10):
        expect(rows.nth(number)).to_be_focused()
        page.keyboard.press("P")
        expect(rows.nth(number)).to_contain_text("Present")
        page.keyboard.press("ArrowDown")
    late = next(one for one in walk.clinic.clients if one.given_names == "Josie")
    page.locator(f"#roll-{late.pk}-status").focus()
    page.keyboard.press("L")
    page.keyboard.type("18:20")
    page.keyboard.press("Enter")
    expect(page.locator(f"#roll-{late.pk} .roll-minutes")).to_contain_text("160")
    expect(page.locator("#tally")).to_contain_text(re.compile(r"attended\s*10"))
    assert_sound(page)
    page.get_by_role("button", name="Create 10 drafts").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Topic").fill("Riding out an urge")
    page.get_by_label("Method").fill("Paced breathing, role play")
    page.locator("dialog[open]").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Shared by all ten notes")).to_be_visible()
    expect(page.locator(".shared")).to_contain_text("Riding out an urge")


def a_note_is_refused_three_times_and_signed(walk: Walk, page: Any) -> None:
    """Empty; another's words; another member's name. Confirmed that it is no name, it is signed, for good."""
    darnell = next(one for one in walk.clinic.clients if one.given_names == "Darnell")
    own = page.get_by_label(f"Own response of {walk.client.name}")
    sign = page.get_by_role("button", name=f"Sign the note of {walk.client.name}")
    problem = page.locator(f"#problem-{walk.client.pk}")
    expect(problem).to_contain_text("Add their own response")
    expect(sign).to_have_attribute("aria-disabled", "true")
    page.get_by_label(f"Own response of {darnell.name}").fill("Named payday as the hard hour.")
    expect(page.locator(f"#problem-{darnell.pk}")).to_contain_text("Saved 21:30")
    own.fill("Named payday as the hard hour.")
    expect(problem).to_contain_text("Same words as Darnell")
    expect(sign).to_have_attribute("aria-disabled", "true")
    own.fill("Rode out an urge; the bell of St Noah’s church helped.")
    expect(problem).to_contain_text("Names a group member: “Noah")
    expect(sign).to_have_attribute("aria-disabled", "true")
    assert_sound(page)
    page.get_by_label(f"Objective of {walk.client.name}").select_option(index=1)
    page.get_by_role("button", name=re.compile("is not a name here")).click()
    expect(sign).not_to_have_attribute("aria-disabled", "true")
    sign.click()
    expect(page.locator(f"#slot-{walk.client.pk}")).to_contain_text("Signed 21:30")
    expect(page.locator("#foot")).to_contain_text("1 signed · 1 ready · 8 need a change.")
    assert_sound(page)
    note = Note.objects.get(booking__session=walk.clinic.sessions[1], booking__client=walk.client)
    assert note.signed_at == AFTER_GROUP
    assert note.objective_id is not None
    assert Entry.objects.filter(client_id=walk.client.pk, verb__contains="name").exists()
    page.goto(walk.chart + "plan/")
    expect(page.get_by_role("link", name="Note, 6 October")).to_be_visible()


# 6. Hours


def the_hours_are_counted(walk: Walk, page: Any) -> None:
    """Three hours delivered of nine, three more booked, three that nobody booked; the day can be billed."""
    page.goto(walk.chart)
    week = page.locator("section", has=page.get_by_role("heading", name="This week"))
    expect(week).to_contain_text("3 of 9 h delivered, 3 h booked. Reaches 6 of 9 h")
    expect(week).to_contain_text("3 h not booked")
    expect(week).to_contain_text("180 min")
    expect(week).to_contain_text("Billable")
    assert_sound(page)
    late = next(one for one in walk.clinic.clients if one.given_names == "Josie")
    page.goto(f"/app/clients/{late.pk}/")
    expect(page.get_by_text("Held: under 3 h")).to_be_visible()


# 7. The client's phone


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
    expect(counselor.get_by_text("Nobody is paged yet")).to_be_visible()
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


def test_from_a_referral_to_a_signed_note_and_a_call_for_help(walk: Walk, browse: Callable[..., Any]) -> None:
    a_referral_comes_in(walk)
    three_instruments_are_filled_in(walk)
    a_level_is_decided(walk)
    with clock.standing_at(TUESDAY_NOON):
        they_start_in_the_evening_group(walk)
        counselor = browse(walk.world.email("counselor"))
        the_week_stands(walk, counselor)
        the_plan_is_written(walk, counselor)
    with clock.standing_at(AFTER_GROUP):
        the_roll_is_called_by_keyboard(walk, counselor)
        a_note_is_refused_three_times_and_signed(walk, counselor)
        the_hours_are_counted(walk, counselor)
    with clock.standing_at(WEDNESDAY_NIGHT):
        account = open_account(actor=system("setup"), email=walk.email, password=PASSWORD, now=WEDNESDAY_NIGHT)
        give_portal(actor=walk.world.actor("admissions"), client=walk.client, account=account)
        phone = browse(walk.email, width=390)
        they_check_in(walk, phone)
        they_are_not_safe(walk, phone, counselor)
