"""Chapters 4 to 6: the plan, the group, the hours."""

import re
from typing import Any

from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.walk.scene import AFTER_GROUP, Walk

from stepwell.domain.week.models import Note

# 4. Plan


def the_plan_is_written(walk: Walk, page: Any) -> None:
    """Problem, goal, objective, intervention: each step leads to the next, and the group carries it."""
    page.goto(walk.chart + "plan/")
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
    expect(page.get_by_label("By what", exact=True)).to_contain_text("Evening IOP")
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
    expect(page.locator(f"#in-{late.pk}-1")).to_be_focused()
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
    expect(page.locator(".shared")).to_contain_text("Riding out an urge")
    expect(page.get_by_role("heading", name="Shared by all ten notes")).to_be_visible()


def a_note_is_refused_and_signed(walk: Walk, page: Any) -> None:
    """Empty; another's words; another member's name. Confirmed that it is no name, it is signed, for good."""
    darnell = next(one for one in walk.clinic.clients if one.given_names == "Darnell")
    own = page.get_by_label(f"Own response of {walk.client.name}")
    sign = page.get_by_role("button", name=f"Sign the note of {walk.client.name}")
    problem = page.locator(f"#problem-{walk.client.pk}")
    expect(problem).to_contain_text("own response")
    expect(sign).to_have_attribute("aria-disabled", "true")
    page.get_by_label(f"Own response of {darnell.name}").fill("Named payday as the hard hour.")
    expect(page.locator(f"#problem-{darnell.pk}")).to_contain_text("Saved 21:30")
    own.fill("Named payday as the hard hour.")
    expect(problem).to_contain_text("Same words as Darnell")
    expect(sign).to_have_attribute("aria-disabled", "true")
    own.fill("Rode out an urge; the church bell helped.")
    expect(problem).to_contain_text("Names a group member: “bell”")
    expect(sign).to_have_attribute("aria-disabled", "true")
    assert_sound(page)
    page.get_by_label(f"Objective of {walk.client.name}").select_option(index=1)
    page.get_by_role("button", name="“bell” is not a name here").click()
    expect(sign).not_to_have_attribute("aria-disabled", "true")
    sign.click()
    expect(page.locator(f"#slot-{walk.client.pk}")).to_contain_text("Signed 21:30")
    expect(page.locator("#foot")).to_contain_text("1 signed · 1 ready · 8 need a change.")
    note = Note.objects.get(booking__session=walk.clinic.sessions[1], booking__client=walk.client)
    assert note.signed_at == AFTER_GROUP
    assert note.objective_id is not None
    assert len(note.not_names) == 1
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
