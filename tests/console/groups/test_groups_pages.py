"""The groups of a site, the page of one, and starting, joining and leaving it."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.console.group.test_group_pages import get, post
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.week.models import Booking, Enrollment, Series
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

WHO = {
    "counselor": 200,
    "colleague": 200,
    "supervisor": 200,
    "admissions": 200,
    "elsewhere": 404,
    "billing": 403,
    "client": 403,
    "stranger": 403,
}


def page_of(series, tail=""):
    return f"/app/groups/series/{series.pk}/{tail}"


@pytest.mark.parametrize(("who", "status"), WHO.items())
def test_who_opens_the_page_of_a_group(world, who, status):
    clinic = make_clinic(world, people=1)
    assert get(world, who, page_of(clinic.series)).status_code == status


def test_who_belongs_shows_to_their_care_team_and_only_a_number_to_others(world):
    clinic = make_clinic(world, people=2)
    text = get(world, "counselor", page_of(clinic.series)).text
    assert "Ana Reyes" in text
    assert "2 of 12 seats taken" in text
    assert Entry.objects.filter(verb="series.list_read").count() == 1
    hidden = get(world, "colleague", page_of(clinic.series)).text
    assert "2 people. Who they are shows to their care teams" in hidden
    assert "Ana" not in hidden


def test_the_list_shows_seats_and_the_next_session(world):
    make_clinic(world, people=1)
    text = get(world, "colleague", "/app/groups/").text
    assert "1 of 12" in text
    assert "Mon, Tue, Thu" in text
    assert "Tue 6 Oct" in text
    assert "Start a group" not in text
    assert "/app/groups/new/" in get(world, "director", "/app/groups/").text
    assert "/app/groups/" in get(world, "colleague", "/app/schedule/").text


def test_an_empty_list_says_what_is_next(world):
    assert "A director or supervisor starts groups" in get(world, "counselor", "/app/groups/").text


def queries_of(groups):
    world = make_world()
    clinic = make_clinic(world, people=groups)
    for number in range(groups):
        another(clinic, name=f"Group {number}", starts_at_time=time(4 + 4 * number, 0), weekdays=(4,))
    counts, browser = [], world.browser("director")
    for address in ("/app/groups/", page_of(clinic.series)):
        with clock.standing_at(NOW), CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    return counts


def test_the_pages_take_the_same_queries_for_any_number(db):
    assert queries_of(1) == queries_of(3)


def body(clinic, **said):
    return {
        "name": "Family group",
        "track": clinic.track.pk,
        "service": clinic.service.pk,
        "template": clinic.template.pk,
        "leader": clinic.world.staff["colleague"].pk,
        "place": clinic.other_place.pk,
        "weekdays": ["3"],
        "starts_at_time": "18:00",
        "first_on": "2026-10-08",
        "weeks": "",
        "capacity": "10",
        **said,
    }


def test_a_group_is_started_and_its_page_opens(world):
    clinic = make_clinic(world, people=0)
    assert "Choose one" in get(world, "supervisor", "/app/groups/new/").text
    answer = post(world, "supervisor", "/app/groups/new/", body(clinic))
    assert answer.status_code == 303
    series = Series.objects.get(name="Family group")
    assert answer.headers["Location"] == page_of(series)
    assert series.ends_on is None
    assert "Thu 8 Oct" in get(world, "supervisor", page_of(series)).text


def test_what_is_in_the_way_is_named_beside_its_field_and_the_typing_stays(world):
    clinic = make_clinic(world, people=0)
    said = body(clinic, place=clinic.place.pk, leader=world.staff["counselor"].pk)
    answer = post(world, "director", "/app/groups/new/", said)
    assert answer.status_code == 409
    assert "Room 2 is taken: Evening IOP, Thu 18:00 to 21:15." in answer.text
    assert "Maya Okafor leads another group: Evening IOP" in answer.text
    assert 'value="Family group"' in answer.text
    assert Series.objects.filter(site=world.site).count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"weekdays": []}, "Choose at least one day."),
        ({"capacity": "15"}, "Room 3 has 14 seats."),
        ({"first_on": "9999-12-31"}, "too far away"),
        ({"starts_at_time": "x"}, "This is no time."),
        ({"weeks": "105"}, "less than or equal to 104"),
        ({"track": "987654321"}, "Choose one of the list."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world, said, words):
    clinic = make_clinic(world, people=0)
    answer = post(world, "director", "/app/groups/new/", body(clinic, **said))
    assert answer.status_code == 422
    assert words in answer.text


def test_a_site_without_a_track_says_what_has_to_be_there(world):
    assert "This site has no track yet, no service yet" in get(world, "director", "/app/groups/new/").text


def test_somebody_joins_from_a_day_and_leaves_after_a_day(world):
    clinic = make_clinic(world, people=1)
    family = another(clinic, starts_at_time=time(10, 0))
    client = clinic.clients[0]
    text = get(world, "supervisor", page_of(family)).text
    assert f'value="{client.pk}"' in text
    said = {"client": str(client.pk), "joined_on": "2026-10-15"}
    assert post(world, "supervisor", page_of(family, "join/"), said).status_code == 303
    member = Enrollment.objects.get(series=family)
    assert member.joined_on == date(2026, 10, 15)
    assert "1 more to come" in get(world, "supervisor", page_of(family)).text
    leave = page_of(family, f"members/{member.pk}/leave/")
    assert get(world, "supervisor", leave).status_code == 200
    wrong = post(world, "supervisor", leave, {"last_on": "2026-10-13"})
    assert (wrong.status_code, "This is before they joined." in wrong.text) == (422, True)
    assert post(world, "supervisor", leave, {"last_on": "2026-10-15"}).status_code == 303
    assert Booking.objects.filter(session__series=family, canceled_at__isnull=True).count() == 1
    later = post(world, "supervisor", leave, {"last_on": "2026-10-22"})
    assert "They leave before that day already." in later.text


def test_a_day_that_passed_and_a_full_group_are_refused_beside_the_day(world):
    clinic = make_clinic(world, people=2)
    small = another(clinic, name="Small", starts_at_time=time(10, 0), capacity=1)
    first, second = ({"client": str(one.pk), "joined_on": "2026-10-08"} for one in clinic.clients)
    passed = post(world, "supervisor", page_of(small, "join/"), {**first, "joined_on": "2026-10-05"})
    assert (passed.status_code, "This day has passed." in passed.text) == (422, True)
    assert post(world, "supervisor", page_of(small, "join/"), first).status_code == 303
    full = post(world, "supervisor", page_of(small, "join/"), second)
    assert (full.status_code, "Small is full: 1 of 1 seats are taken on Thu 8 Oct." in full.text) == (422, True)


@pytest.mark.parametrize("who", ["counselor", "colleague", "client"])
def test_nobody_else_adds_anybody_or_starts_a_group(world, who):
    clinic = make_clinic(world, people=1)
    assert post(world, who, page_of(clinic.series, "join/"), {}).status_code == 403
    assert get(world, who, "/app/groups/new/").status_code == 403
    assert "Add to the group" not in get(world, who, page_of(clinic.series)).text


def test_a_groups_language_is_said_on_its_page_and_who_prefers_another_is_asked_about_it(world):
    from stepwell.domain.people.models import Client
    from stepwell.domain.week.actions import leave_series

    clinic = make_clinic(world, people=1)
    client, director = clinic.clients[0], world.browser("director")
    member = Enrollment.objects.get(client=client)
    leave_series(actor=world.actor("director"), enrollment=member, left_on=date(2026, 10, 7), now=NOW)
    Client.objects.filter(pk=client.pk).update(language="English")
    page = f"/app/groups/series/{another(clinic).pk}/"
    with clock.standing_at(NOW):
        long = director.post(f"{page}language/", {"language": "x" * 41})
        assert long.status_code == 422
        assert "x" * 41 in long.text
        assert "Nothing was saved" in long.text
        assert director.post(f"{page}language/", {"language": "Spanish"}).status_code == 303
        assert "Held in" in director.get(page).text
        sent = {"client": str(client.pk), "joined_on": "2026-10-08"}
        asked = director.post(f"{page}join/", sent)
        assert asked.status_code == 422
        assert "It is held in Spanish. Their record says English." in asked.text
        assert director.post(f"{page}join/", {**sent, "despite": "Speaks both."}).status_code == 303
        assert "all the same: Speaks both." in director.get(page).text
        assert world.browser("counselor").post(f"{page}language/", {"language": "Hmong"}).status_code in (403, 404)
