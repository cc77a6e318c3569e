"""A site sets its clock and its week's first day; only its director does."""

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry


def form(world, **change):
    return {"site": world.site.pk, "zone": "America/Chicago", "week_starts_on": 6, "phone": "612 555 0100", **change}


def test_the_director_sets_zone_first_weekday_and_phone(world):
    assert world.browser("director").post("/app/settings/", form(world)).status_code == 303
    world.site.refresh_from_db()
    assert (world.site.zone, world.site.week_starts_on) == ("America/Chicago", 6)
    assert Entry.objects.filter(verb="site.changed", subject_id=str(world.site.pk)).count() == 1


@pytest.mark.parametrize("who", ["supervisor", "admissions", "counselor", "client", "stranger"])
def test_nobody_else_does(world, who):
    assert world.browser(who).post("/app/settings/", form(world)).status_code == 403


def test_another_site_is_not_theirs_to_set(world):
    assert world.browser("director").post("/app/settings/", form(world, site=world.other_site.pk)).status_code == 404


@pytest.mark.parametrize("wrong", [{"zone": "Mars/Olympus"}, {"week_starts_on": 7}, {"week_starts_on": "x"}])
def test_what_does_not_exist_is_refused_at_its_field_and_typing_stays(world, wrong):
    response = world.browser("director").post("/app/settings/", form(world, phone="303 555 0199", **wrong))
    assert response.status_code == 422
    assert "303 555 0199" in response.text
    world.site.refresh_from_db()
    assert world.site.zone == "America/Denver"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_settings_are_sound(browse, width):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(world.email("director"), width=width)
        page.goto("/app/settings/")
        assert_sound(page)
        page.get_by_label("The week starts on").select_option("Sunday")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("is saved.").wait_for()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (320, False)])
def test_every_page_of_settings_is_sound_and_no_table_is_cut_off_on_a_phone(browse, width, dark):
    page = browse(make_world().email("director"), width=width, dark=dark)
    sections = ("", "people/", "people/new/", "reviews/", "permissions/", "exchange/", "messages/")
    for section in sections:
        page.goto(f"/app/settings/{section}")
        assert_sound(page)
        if width < 500:
            cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
            assert page.locator(".scroll").evaluate_all(cut) == 0, section
