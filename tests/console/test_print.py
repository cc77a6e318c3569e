"""On paper a page says whose it is, what it is, and who printed it; what is for clicking stays on the screen."""

import pytest
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.own import own_service, plan

from stepwell.domain.oversight.actions.review import open_review
from stepwell.kernel import clock
from stepwell.kernel.actor import system

pytestmark = pytest.mark.browser

ABOUT_PEOPLE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
# What is printed, who prints it, and a word of its content.
PAGES = {
    "Chart": ("counselor", "Timeline", True),
    "Plan of care": ("counselor", "Plan", True),
    "Roll and notes": ("counselor", "Darnell", True),
    "Sign-in sheet": ("counselor", "Signature", True),
    "Schedule": ("counselor", "Week of 5 October", False),
    "Day sheet": ("counselor", "Evening IOP", True),
    "Attendance": ("director", "Darnell Whitfield", True),
    "Today": ("counselor", "Nobody is on call", True),
    "Who looked": ("privacy officer", "Asked for: everything.", True),
    "Access review": ("director", "Dee-Ann Price", False),
}


def address_of(what, world, clinic):
    client = f"/app/clients/{clinic.clients[0].pk}/"
    group = f"/app/groups/{clinic.session.pk}/"
    fixed = {
        "Chart": client,
        "Plan of care": f"{client}plan/",
        "Roll and notes": group,
        "Sign-in sheet": f"{group}sign-in/",
    }
    fixed |= {"Day sheet": "/app/schedule/day/?on=2026-10-05", "Attendance": "/app/schedule/attendance/"}
    fixed |= {"Schedule": "/app/schedule/", "Today": "/app/today/", "Who looked": "/app/ledger/"}
    if what == "Access review":
        review = open_review(actor=system("jobs"), site_id=world.site.pk, now=NOW)
        return f"/app/settings/reviews/{review.pk}/"
    return fixed[what]


@pytest.mark.parametrize("what", PAGES)
def test_a_printed_page_carries_its_head_and_its_content_and_no_navigation(browse, what):
    who, content, is_about_people = PAGES[what]
    world = make_world()
    clinic = make_clinic(world, people=3)
    with clock.standing_at(NOW):
        world.browser(who)
        page = browse(world.email(who), dark=True)
        page.goto(address_of(what, world, clinic))
        head = page.locator("[data-print-head]")
        assert not head.is_visible()
        page.emulate_media(media="print", color_scheme="dark")
        words = head.inner_text()
        assert world.site.name in words
        assert what in words
        assert f"As of 6 Oct 2026, 09:00, printed by {world.actor(who).name}." in words
        assert (ABOUT_PEOPLE in words) == is_about_people
        assert page.locator("main").get_by_text(content).locator("visible=true").count() > 0
        for chrome in (".bar", "nav", "button", ".button", ".skip", "input[type=radio]"):
            assert page.locator(chrome).locator("visible=true").count() == 0, chrome
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_printed_chart_names_the_client_in_full_with_the_birth_date(browse):
    world = make_world()
    clinic = make_clinic(world, people=1)
    client = clinic.clients[0]
    with clock.standing_at(NOW):
        page = browse(world.email("counselor"))
        page.goto(f"/app/clients/{client.pk}/")
        page.emulate_media(media="print")
        words = page.locator("[data-print-head]").inner_text()
    assert f"{client.given_names} {client.family_name}" in words
    assert "born 1 Jan 1980" in words


def test_a_sign_in_sheet_has_an_empty_line_for_each_member_and_says_nothing_of_who_came(browse):
    world = make_world()
    clinic = make_clinic(world, people=4)
    clinic.session.bookings.update(status="no_show")
    with clock.standing_at(NOW):
        page = browse(world.email("counselor"))
        page.goto(f"/app/groups/{clinic.session.pk}/roll/")
        page.get_by_role("link", name="Sign-in sheet").click()
        page.emulate_media(media="print")
        rows = page.locator(".sign-in tbody tr")
        named = [row.strip() for row in rows.locator("th").all_inner_texts()]
        assert sorted(named) == sorted(client.name for client in clinic.clients)
        assert rows.count() > len(named)  # some for who comes besides
        assert {cell.strip() for cell in rows.locator("td").all_inner_texts()} == {""}
        assert page.get_by_text("No-show").locator("visible=true").count() == 0


def test_a_week_that_names_somebody_says_so_on_paper_and_fits_its_seven_columns(browse):
    world = make_world()
    clinic = make_clinic(world, people=1)
    plan(clinic, own_service(world, "individual", name="Psychotherapy"))
    with clock.standing_at(NOW):
        page = browse(world.email("counselor"), width=700)
        page.goto("/app/schedule/?week=2026-10-05")
        page.emulate_media(media="print")
        assert ABOUT_PEOPLE in page.locator("[data-print-head]").inner_text()
        assert page.locator(".session").count() > 3
        beyond = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
        assert page.eval_on_selector_all(".week-day, .session", beyond) == []
