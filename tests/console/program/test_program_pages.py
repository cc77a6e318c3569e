"""Settings, Program: a director sets up tracks, days and places, and is told what is next."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import EVERYBODY, NOW
from tests.clinic import admit_one, make_clinic
from tests.programs import a_track, day_rows

from stepwell.domain.admissions.queries.episode import week_number
from stepwell.domain.catalog.actions import bring_up
from stepwell.domain.catalog.models import DayTemplate, Place, Track
from stepwell.domain.catalog.rules import Segment
from stepwell.kernel import clock
from stepwell.kernel.actor import system


@pytest.fixture
def visit(world):
    """The director, logged in, and the site's address by name."""
    with clock.standing_at(NOW):
        yield world.browser("director")


def at(name, world, query=""):
    return reverse(name, args=[world.site.pk]) + query


def test_an_empty_program_says_what_is_next(world, visit):
    assert visit.get(reverse("programs"))["Location"] == at("program", world)
    page = visit.get(at("program", world)).text
    for words in ("No track yet", "Begin with a preset", "No day yet", "No place yet"):
        assert words in page


def test_a_preset_fills_the_form_and_brings_its_day(world, visit):
    page = visit.get(at("track_new", world, "?preset=b")).text
    assert "7 h a week is under the 9 h of ASAM 2.1, adult." in page
    assert 'value="IOP, two days"' in page
    form = {**_preset_form(page), "name": "IOP, two days"}
    answer = visit.post(at("track_new", world, "?preset=b"), form)
    track = Track.objects.get(site=world.site)
    assert answer["Location"] == reverse("track", args=[track.pk])
    assert (track.prescribed_weekly_minutes, track.individual_weekly_minutes) == (420, 60)
    assert DayTemplate.objects.get(site=world.site).name == "Three hours"
    assert "under the 9 h" in visit.get(answer["Location"]).text
    assert "under the 9 h" in visit.get(at("program", world)).text


def _preset_form(page):
    return {
        "level_code": "2.1", "standard_code": "asam-2.1-adult", "template": "new", "days_a_week": "2",
        "individual_weekly_minutes": "60", "weeks": "12",
    }  # fmt: skip


def test_a_track_that_lacks_something_keeps_what_was_typed(world, visit):
    clinic = make_clinic(world, people=0)
    answer = visit.post(at("track_new", world), a_track(clinic, days_a_week="9", name="Morning"))
    assert answer.status_code == 422
    assert 'value="Morning"' in answer.text
    taken = visit.post(at("track_new", world), a_track(clinic, name="Evening IOP", weeks="9"))
    assert (taken.status_code, "it differs" in taken.text) == (422, True)
    assert Track.objects.filter(site=world.site).count() == 1


def test_a_track_is_closed_to_new_people_and_opened_again(world, visit):
    page = reverse("track", args=[make_clinic(world, people=0).track.pk])
    visit.post(page, {"verb": "close"})
    assert "Takes nobody new" in visit.get(page).text
    visit.post(page, {"verb": "open"})
    assert Track.objects.get(site=world.site).is_open


def test_a_taper_makes_a_track_of_each_step(world, visit):
    track = make_clinic(world, people=0).track
    page = reverse("track_taper", args=[track.pk])
    assert 'value="6, 3, 1.5"' in visit.get(page).text
    body = {"hours": "6, 3, 1.5", "weeks": "4", "template": track.template_id}
    assert visit.post(page, {**body, "hours": "6, x"}).status_code == 422
    assert visit.post(page, {**body, "hours": "12, 6"}).status_code == 422
    assert visit.post(page, body).status_code == 303
    steps = Track.objects.filter(site=world.site, follows__isnull=False).order_by("-prescribed_weekly_minutes")
    assert [(one.name, one.level_code, one.prescribed_weekly_minutes) for one in steps] == [
        ("Evening IOP, step to 6 h", "1.5", 360),
        ("Evening IOP, step to 3 h", "1.5", 180),
        ("Evening IOP, step to 1.5 h", "1.5", 90),
    ]
    assert steps[1].follows == steps[0]


def test_a_day_is_drawn_before_it_is_saved(world, visit):
    page, rows = at("day_new", world), day_rows(("Group", 90, True), ("Meal", 30, False))
    drawn = visit.post(page, {"name": "Lunch", "verb": "look", **rows})
    assert "1.5 h clinical of 2 h" in drawn.text
    assert not DayTemplate.objects.filter(site=world.site).exists()
    assert visit.post(page, {"name": "Lunch", "verb": "save", **rows}).status_code == 303
    day = DayTemplate.objects.get(site=world.site)
    assert [(one.label, one.minutes, one.is_clinical) for one in day.segments.all()] == [
        ("Group", 90, True),
        ("Meal", 30, False),
    ]
    half = visit.post(page, {"name": "Half", "verb": "save", "label_1": "Group", "minutes_2": "20"})
    assert (half.status_code, "at least one minute" in half.text, "needs a name" in half.text) == (422, True, True)
    rest = visit.post(page, {"name": "Rest", "verb": "save", **day_rows(("Break", 20, False))})
    assert (rest.status_code, "needs a clinical segment" in rest.text) == (422, True)


def test_a_place_keeps_the_seats_of_its_groups(world, visit):
    clinic = make_clinic(world, people=0, capacity=12)
    page = reverse("place", args=[clinic.place.pk])
    fewer = visit.post(page, {"name": "Room 2", "seats": "10", "is_open": "on"})
    assert (fewer.status_code, "Evening IOP meets here with 12 seats." in fewer.text) == (422, True)
    assert visit.post(page, {"name": "Room 3", "seats": "14"}).status_code == 422
    assert visit.post(page, {"name": "Blue room", "seats": "12"}).status_code == 303
    assert (Place.objects.get(pk=clinic.place.pk).name, "Closed" in visit.get(at("program", world)).text) == (
        "Blue room",
        True,
    )
    assert visit.post(at("place_new", world), {"name": "Room 9", "seats": "8"}).status_code == 303
    assert visit.post(at("place_new", world), {"name": "Room 9", "seats": "7"}).status_code == 422


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "director"])
def test_nobody_but_the_director_sees_the_settings_of_the_program(world, who):
    assert world.browser(who).get(at("program", world)).status_code == 403


def test_a_program_is_read_in_as_many_queries_however_large_it_is(world, visit, query_count):
    from stepwell.domain.catalog.actions import add_day_template, add_place
    from stepwell.domain.catalog.queries import program_of

    make_clinic(world, people=0)
    director = world.actor("director")
    for number in range(3):
        day = add_day_template(
            actor=director, site=world.site, name=f"Day {number}", segments=[Segment("Group", 60 + number, True)]
        )
        add_place(actor=director, site=world.site, name=f"Place {number}")
        visit.post(at("track_new", world), {**a_track(make_track_day(day)), "name": f"Track {number}"})
    with query_count(7):
        program_of(director, world.site.pk)


def make_track_day(day):
    from types import SimpleNamespace

    return SimpleNamespace(template=day)


def test_the_starting_set_of_services_is_taken_with_one_press(world, visit):
    from stepwell.domain.catalog.models import Service
    from stepwell.domain.catalog.rules.services import STARTING_SET

    page = at("program", world)
    assert "Take the starting set" in visit.get(page).text
    for _ in range(2):
        assert visit.post(at("services_take", world)).status_code == 303
    mine = Service.objects.filter(site=world.site)
    assert mine.count() == len(STARTING_SET)
    assert not mine.get(name="Yoga").counts
    assert (mine.get(name="EMDR").kind, mine.get(name="EMDR").credential) == ("individual", "Training in EMDR")
    shown = visit.get(page).text
    assert "Take the starting set" not in shown
    assert "Family · 90847" in shown


def test_a_service_is_changed_but_minutes_that_groups_gave_stay_what_they_were(world, visit):
    clinic = make_clinic(world, people=0)
    page = reverse("service", args=[clinic.service.pk])
    body = {"name": "Evening group", "kind": "group", "code": "h0005", "credential": "LAC", "is_open": "on"}
    fixed = visit.post(page, body)
    assert (fixed.status_code, "their minutes stay what they were" in fixed.text) == (422, True)
    assert visit.post(page, {**body, "counts": "on", "code": "?"}).status_code == 422
    assert visit.post(page, {**body, "counts": "on"}).status_code == 303
    clinic.service.refresh_from_db()
    assert (clinic.service.code, clinic.service.credential) == ("H0005", "LAC")
    assert visit.post(at("service_new", world), {"name": "Yoga", "kind": "other"}).status_code == 303
    assert visit.post(at("service_new", world), {"name": "Tai chi", "kind": "none"}).status_code == 422


def test_minutes_of_a_service_that_does_not_count_are_not_clinical(world, visit):
    from stepwell.domain.catalog.models import Service
    from stepwell.domain.week.models import SessionSegment

    Service.objects.create(site=world.site, name="Evening group", counts=False)
    clinic = make_clinic(world, people=0)
    assert not SessionSegment.objects.filter(session__series=clinic.series, is_clinical=True).exists()


def test_a_changed_day_is_saved_only_as_it_was_looked_at(world, visit):
    clinic = make_clinic(world, people=0)
    page = reverse("day", args=[clinic.template.pk])
    body = {"name": "Evening", "from_on": "2026-11-02", **day_rows(("Group", 90, True), ("Break", 10, False))}
    looked = visit.post(page, {**body, "verb": "look"})
    assert "3 h clinical a day become 1.5 h" in looked.text
    assert "who starts then is prescribed 4.5 h a week" in looked.text
    seen = re.search(r'name="seen" value="([\d.]+)"', looked.text).group(1)
    unseen = visit.post(page, {**body, "verb": "save", "minutes_1": "60", "seen": seen})
    assert (unseen.status_code, "become 1 h" in unseen.text) == (200, True)
    assert clinic.template.segments.count() == 6
    assert visit.post(page, {**body, "verb": "save", "seen": seen}).status_code == 303
    assert "From 2 Nov 2026" in visit.get(page).text
    past = visit.post(page, {**body, "verb": "look", "from_on": "2026-10-01"})
    assert (past.status_code, "The past stays as it was." in past.text) == (422, True)


def test_a_closed_day_is_looked_at_saved_shown_on_the_week_and_opened_again(world, visit):
    make_clinic(world, people=0)
    page, body = at("closed_days", world), {"on": "2026-11-02", "name": "Election day"}
    assert "No closed day" in visit.get(page).text
    looked = visit.post(page, {**body, "verb": "look"}).text
    assert "1 session would be canceled" in looked
    seen = re.search(r'name="seen" value="([\d.-]+)"', looked).group(1)
    assert visit.post(page, {**body, "verb": "save", "seen": seen}).status_code == 303
    assert "<b>Closed</b> Election day" in visit.get(reverse("schedule") + "?week=2026-11-02").text
    assert "Election day" in visit.get(at("program", world)).text
    closed = re.search(r"/closed/(\d+)/open/", visit.get(page).text).group(1)
    assert visit.post(reverse("closed_day_open", args=[closed])).status_code == 303
    assert "No closed day" in visit.get(page).text


def test_a_changed_track_is_looked_at_and_holds_for_who_starts_from_its_day_on(world, visit):
    clinic = make_clinic(world, people=1)
    page = reverse("track_change", args=[clinic.track.pk])
    assert 'value="12"' in visit.get(page).text
    body = a_track(
        clinic, name="Evenings", days_a_week="2", individual_weekly_minutes="0", weeks="8", from_on="2026-11-02"
    )
    looked = visit.post(page, {**body, "verb": "look"}).text
    for words in ("9 h a week become 6 h", "6 h a week is under the 9 h", "1 in the track now keeps", "Evening IOP"):
        assert words in looked
    seen = re.search(r'name="seen" value="([^"]+)"', looked).group(1)
    assert visit.post(page, {**body, "verb": "save", "seen": "other"}).status_code == 200
    assert visit.post(page, {**body, "verb": "save", "seen": seen}).status_code == 303
    shown = visit.get(reverse("track", args=[clinic.track.pk])).text
    for words in ("Evenings", "From the beginning", "From 2 Nov 2026"):
        assert words in shown
    clinic.episodes[0].refresh_from_db()
    clinic.track.refresh_from_db()
    assert (clinic.track.days_a_week, clinic.episodes[0].prescribed_weekly_minutes) == (3, 540)
    later = admit_one(clinic, 1, started_on=date(2026, 11, 2))
    assert (later.prescribed_weekly_minutes, (later.planned_end_on - later.started_on).days) == (360, 56)
    assert bring_up(actor=system("jobs"), now=NOW + timedelta(days=30)) == 1
    clinic.track.refresh_from_db()
    assert (clinic.track.days_a_week, clinic.track.prescribed_weekly_minutes) == (2, 360)
    assert str(week_number(clinic.episodes[0], date(2026, 11, 3))) == "week 5 of 12"
    early = visit.post(page, {**body, "verb": "look", "from_on": "2026-10-20"})
    assert (early.status_code, "changes again on Mon 2 Nov" in early.text) == (422, True)
    past = visit.post(page, {**body, "verb": "look", "from_on": "2026-10-01"})
    assert (past.status_code, "The past stays" in past.text) == (422, True)
