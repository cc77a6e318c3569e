"""Chapters 1 to 3: from a file to a seat in the group."""

import re
from typing import Any

from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.referrals import SMALL, SYNTHEA
from tests.walk.scene import Walk

from stepwell.domain.people.models import Client
from stepwell.interop.fhir.referral import read_referral

AUDIT = "2111001002"
PHQ_9 = "2221121100"  # nine symptoms, the ninth of them denied, and how difficult it was
SEVERITIES = {1: 1, 2: 1, 3: 2, 4: 1, 5: 3, 6: 2}

# 1. A real referral comes in


def a_referral_comes_in(walk: Walk) -> None:
    """Everything in the file is counted, with a place or without; the second time it changes nothing."""
    path = SYNTHEA[0] if SYNTHEA else SMALL
    record = read_referral(path.read_bytes())
    page = walk.desk
    page.goto("/app/admissions/upload/")
    assert_sound(page)
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
    page.get_by_label("Who sent it").fill("Riverside Hospital")
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()


# 2. Screening and placement


def three_instruments_are_filled_in(walk: Walk) -> None:
    """By keyboard, one after the other, from the enquiry's own button."""
    _fill_in(walk, "AUDIT", AUDIT, "8")
    _fill_in(walk, "PHQ-9", PHQ_9, "12")
    _fill_in(walk, "C-SSRS Screener", "000", "No risk reported")
    assert_sound(walk.desk)


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


def a_level_is_decided(walk: Walk) -> None:
    """Six dimensions with evidence give 2.1; another level needs a reason."""
    page = walk.clinician
    page.goto(walk.enquiry)
    page.get_by_role("link", name="Place", exact=True).click()
    for dimension, severity in SEVERITIES.items():
        page.locator(f"#id_evidence_{dimension}").fill(f"As told in the first talk, {dimension}.")
        page.locator(f"input[name=dimension_{dimension}][value='{severity}']").check(force=True)
    expect(page.locator("#placement-suggestion")).to_contain_text("2.1 IOP")
    _confirm(page, "2.5")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert_sound(page)
    page.get_by_label("Why it differs").fill("Both earlier stays ended in use within a week.")
    _confirm(page, "2.5")
    expect(page.get_by_text("Confirmed, can't be changed")).to_be_visible()
    expect(page.locator(".verdict-level")).to_contain_text("2.5 PHP")
    expect(page.get_by_text("Both earlier stays ended")).to_be_visible()


def the_level_is_decided_anew(walk: Walk) -> None:
    """After a second talk: what is suggested now is confirmed, and stands from then on."""
    page = walk.clinician
    page.get_by_role("link", name="New placement").click()
    expect(page.get_by_text("A decision stands: 2.5")).to_be_visible()
    for dimension, severity in SEVERITIES.items():
        page.locator(f"#id_evidence_{dimension}").fill(f"After the second talk, {dimension}.")
        page.locator(f"input[name=dimension_{dimension}][value='{severity}']").check(force=True)
    expect(page.locator("#placement-suggestion")).to_contain_text("2.1 IOP")
    _confirm(page, "2.1")
    expect(page.get_by_text("Confirmed, can't be changed")).to_be_visible()
    expect(page.locator(".verdict-level")).to_contain_text("2.1 IOP")
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
    expect(page.get_by_role("heading", name=re.compile("stands in 36 sessions"))).to_be_visible()
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
