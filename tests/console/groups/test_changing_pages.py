"""Changing, canceling and ending from the pages of a group."""

from datetime import time

import pytest
from tests.clinic import make_clinic
from tests.console.group.test_group_pages import get, post
from tests.console.groups.test_groups_pages import page_of
from tests.domain.week.test_week_actions_edits import wall
from tests.domain.week.test_week_actions_series import another


def address(session, verb):
    return f"/app/groups/sessions/{session.pk}/{verb}/"


def body(clinic, **said):
    given = {"starts_at_time": "18:00", "place": clinic.place.pk, "leader": clinic.world.staff["counselor"].pk}
    return {**given, "scope": "later", "verb": "look", **said}


def test_what_an_edit_changes_is_shown_before_it_is_saved(world):
    clinic = make_clinic(world, people=1)
    session = clinic.sessions[4]
    post(world, "director", address(clinic.sessions[6], "cancel"), {"reason": "leader"})
    said = body(clinic, starts_at_time="18:30")
    shown = post(world, "director", address(session, "change"), said)
    assert shown.status_code == 200
    words = " ".join(shown.text.split())
    assert "<b>44 sessions</b>" in words
    assert "1 canceled stays canceled." in words
    assert wall(session) == time(18, 0)
    saved = post(world, "director", address(session, "change"), {**said, "verb": "save"})
    assert saved.status_code == 303
    assert wall(session) == time(18, 30)
    page = " ".join(get(world, "director", page_of(clinic.series)).text.split())
    assert "From 13 Oct" in page
    assert "18:30, Room 2, Maya Okafor" in page
    assert "Mon, Tue, Thu, 18:00" in page


def test_who_leads_changes_one_session_and_is_not_offered_more(world):
    clinic = make_clinic(world, people=1)
    session = clinic.sessions[4]
    assert "All to come" not in get(world, "counselor", address(session, "change")).text
    assert "All to come" in get(world, "supervisor", address(session, "change")).text
    more = post(world, "counselor", address(session, "change"), body(clinic, starts_at_time="17:00", verb="save"))
    assert (more.status_code, "Choose one of these." in more.text) == (422, True)
    one = body(clinic, starts_at_time="17:00", verb="save", scope="one")
    assert post(world, "counselor", address(session, "change"), one).status_code == 303
    assert "changed by hand" in get(world, "counselor", page_of(clinic.series)).text


def test_what_is_taken_is_named_beside_its_field(world):
    clinic = make_clinic(world, people=1)
    another(clinic)
    answer = post(world, "director", address(clinic.sessions[4], "change"), body(clinic, place=clinic.other_place.pk))
    assert answer.status_code == 409
    assert "Room 3 is taken: Family group, Thu 18:00 to 21:15." in answer.text


def test_a_canceled_session_is_undone_or_restored_from_the_page(world):
    clinic = make_clinic(world, people=1)
    session = clinic.sessions[4]
    assert post(world, "counselor", address(session, "cancel"), {}).status_code == 422
    assert post(world, "counselor", address(session, "cancel"), {"reason": "leader"}).status_code == 303
    assert "The leader is away" in get(world, "counselor", page_of(clinic.series)).text
    assert post(world, "counselor", address(session, "restore")).status_code == 303
    session.refresh_from_db()
    assert session.canceled_at is None
    assert session.bookings.filter(canceled_at=None).count() == 1


@pytest.mark.parametrize(("who", "status"), [("counselor", 403), ("supervisor", 303), ("elsewhere", 403)])
def test_a_director_or_supervisor_ends_a_group(world, who, status):
    clinic = make_clinic(world, people=1)
    answer = post(world, who, page_of(clinic.series, "end/"), {"last_on": "2026-10-12"})
    assert answer.status_code == status


def test_a_day_that_passed_is_refused_beside_it_and_the_end_shows(world):
    clinic = make_clinic(world, people=0)
    answer = post(world, "director", page_of(clinic.series, "end/"), {"last_on": "2026-10-01"})
    assert (answer.status_code, "This day has passed." in answer.text) == (422, True)
    assert post(world, "director", page_of(clinic.series, "end/"), {"last_on": "2026-10-06"}).status_code == 303
    assert "before 7 Oct 2026" in get(world, "director", page_of(clinic.series)).text
