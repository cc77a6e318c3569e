"""The page that lets a person start."""

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic, place_one
from tests.console.group.test_group_pages import get, post

from stepwell.domain.admissions.models import Episode
from stepwell.domain.catalog.actions import open_track
from stepwell.kernel import clock


def said(clinic, **more):
    world = clinic.world
    given = {
        "track_id": clinic.track.pk,
        "started_on": "2026-10-08",
        "counselor_id": world.staff["counselor"].pk,
        "therapist_id": "",
        "case_manager_id": world.staff["case manager"].pk,
        "reason": "",
    }
    return {**given, **more}


def address(enquiry):
    return f"/app/admissions/{enquiry.pk}/start/"


def test_tracks_show_level_days_hours_standard_and_seats(world):
    clinic = make_clinic(world, people=2)
    open_track(
        actor=world.actor("director"),
        site=world.site,
        name="Short IOP",
        level_code="2.1",
        standard_code="asam-2.1-adult",
        template=clinic.template,
        days_a_week=2,
        weeks=8,
    )
    text = get(world, "admissions", address(place_one(world, 5))).text
    for words in (
        "Mon, Tue, Thu 18:00",
        "9 h a week for 12 weeks",
        "10 seats left",
        "6 h a week is under the 9 h of ASAM 2.1, adult.",
        "No group is planned yet",
        "Tue 6 Oct, Thu 8 Oct",
    ):
        assert words in text


def test_a_start_says_in_how_many_sessions_and_when_the_first_is(world):
    clinic = make_clinic(world, people=0)
    enquiry = place_one(world)
    assert post(world, "admissions", address(enquiry), said(clinic)).status_code == 303
    text = get(world, "admissions", address(enquiry)).text
    assert "Ana stands in 36 sessions" in text
    assert "first on Thursday 8 October, 18:00 in Room 2" in text
    assert "Open the chart" not in text  # closed to admissions from now on
    assert "Open the chart" in get(world, "supervisor", address(enquiry)).text


def test_the_second_is_told_what_stands(world):
    clinic = make_clinic(world, people=0)
    enquiry = place_one(world)
    post(world, "admissions", address(enquiry), said(clinic))
    answer = post(world, "director", address(enquiry), said(clinic))
    assert answer.status_code == 409
    assert "This person has started already" in answer.text
    assert Episode.objects.filter(enquiry=enquiry).count() == 1


def test_what_is_refused_stands_beside_its_field_with_what_was_typed(world):
    clinic = make_clinic(world, people=1, capacity=1)
    enquiry = place_one(world, 5)
    answer = post(world, "admissions", address(enquiry), said(clinic))
    assert answer.status_code == 422
    assert "is full: 1 of 1 seats are taken" in answer.text
    assert 'value="2026-10-08"' in answer.text
    assert post(world, "admissions", address(enquiry), {}).status_code == 422


def test_another_level_asks_for_a_reason(world):
    clinic = make_clinic(world, people=0)
    clinic.track.level_code = "2.5"
    clinic.track.save()
    enquiry = place_one(world)
    answer = post(world, "admissions", address(enquiry), said(clinic))
    assert answer.status_code == 422
    assert "The level that was decided is 2.1, and this track is 2.5." in answer.text
    assert post(world, "admissions", address(enquiry), said(clinic, reason="No seat by day.")).status_code == 303


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("director", 200),
        ("supervisor", 200),
        ("counselor", 403),
        ("elsewhere", 403),
        ("client", 403),
        ("stranger", 403),
    ],
)
def test_who_gets_the_page(world, who, status):
    make_clinic(world, people=0)
    assert get(world, who, address(place_one(world))).status_code == status


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (1280, False, False)])
def test_a_person_starts_in_a_browser(browse, width, dark, scripts):
    world = make_world()
    make_clinic(world, people=1)
    enquiry = place_one(world, 4)
    with clock.standing_at(NOW):
        page = browse(world.email("admissions"), width=width, dark=dark, scripts=scripts)
        page.goto(address(enquiry))
        if scripts:
            assert_sound(page)
        page.get_by_label("Counselor").select_option(label="Maya Okafor, LAC")
        page.get_by_label("Case manager").select_option(label="Dee-Ann Price, LAC")
        page.get_by_role("button", name="Start Wren").click()
        expect(page.get_by_role("heading", name="Wren stands in 36 sessions")).to_be_visible()
        if scripts:
            assert_sound(page)
