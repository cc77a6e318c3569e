"""Joining, splitting and merging from the pages of a group: shown first, then done, and offered back."""

import re

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.console.group.test_group_pages import get, post
from tests.console.groups.test_changing_pages import address, body
from tests.console.groups.test_groups_pages import page_of
from tests.domain.week.test_week_actions_joining import THURSDAY
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.week.models import Enrollment, Series, Session
from stepwell.kernel import clock


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.fixture
def clinic(world):
    with clock.standing_at(NOW):
        found = make_clinic(world, people=3)
        found.here = found.series.sessions.get(on=THURSDAY)
        yield found


def test_what_joining_does_is_shown_then_done_and_the_page_says_so(world, clinic):
    family = another(clinic)
    into = family.sessions.get(on=THURSDAY)
    path = address(clinic.here, "join")
    assert "Join or split…" in get(world, "director", page_of(clinic.series)).text
    assert "Join or split…" not in get(world, "counselor", page_of(clinic.series)).text
    seen = post(world, "director", path, {"into": into.pk, "verb": "look"})
    assert seen.status_code == 200
    assert "3 people sit with Family group , in Room 3 with Tess Brandt: 3 of 10 seats." in words(seen)
    assert "No message may go to 3" in words(seen)
    assert Session.objects.get(pk=clinic.here.pk).canceled_at is None
    assert post(world, "director", path, {"into": into.pk, "verb": "save"}).status_code == 303
    assert "Joined with another group" in get(world, "director", page_of(clinic.series)).text
    assert post(world, "director", path, {}).status_code == 404


def test_what_stands_in_the_way_of_joining_is_named_beside_it(world, clinic):
    family = another(clinic, capacity=2)
    into = family.sessions.get(on=THURSDAY)
    answer = post(world, "director", address(clinic.here, "join"), {"into": into.pk, "verb": "look"})
    assert answer.status_code == 422
    assert "3 people would sit there, on 2 seats." in answer.text
    assert post(world, "director", address(clinic.here, "join"), {"verb": "look"}).status_code == 422
    alone = get(world, "director", address(clinic.sessions[3], "join"))
    assert "No other session that day" in alone.text


def test_a_session_is_split_from_its_page(world, clinic):
    said = {"place": clinic.other_place.pk, "leader": world.staff["colleague"].pk}
    path = address(clinic.here, "split")
    assert post(world, "director", path, said).status_code == 422
    taken = post(world, "director", path, {**said, "people": clinic.clients[0].pk, "place": clinic.place.pk})
    assert (taken.status_code, "Room 2 is taken" in taken.text) == (409, True)
    assert post(world, "director", path, {**said, "people": clinic.clients[0].pk}).status_code == 303
    second = Session.objects.get(split_from=clinic.here)
    assert [one.client for one in second.bookings.all()] == [clinic.clients[0]]


def test_a_group_is_split_and_merged_again_each_shown_before_it_is_done(world, clinic):
    path = page_of(clinic.series, "split/")
    member = Enrollment.objects.get(series=clinic.series, client=clinic.clients[0])
    said = {"people": member.pk, "from_on": "2026-10-12", "name": "Evening 2", "verb": "look"}
    said |= {"place": clinic.other_place.pk, "leader": world.staff["colleague"].pk}
    seen = post(world, "director", path, said)
    assert "1 person is in Evening 2 from Monday 12 October on" in words(seen)
    assert Series.objects.filter(site=world.site).count() == 1
    assert post(world, "director", path, {**said, "verb": "save"}).status_code == 303
    second = Series.objects.get(name="Evening 2")
    merge = {"into": clinic.series.pk, "from_on": "2026-10-19", "verb": "look"}
    shown = words(post(world, "director", page_of(second, "merge/"), merge))
    assert "1 person joins Evening IOP on Monday 19 October." in shown
    past = post(world, "director", page_of(second, "merge/"), {**merge, "from_on": "2026-10-01"})
    assert (past.status_code, "The past stays as it was." in past.text) == (422, True)
    assert post(world, "director", page_of(second, "merge/"), {**merge, "verb": "save"}).status_code == 303
    assert "This group has ended" not in get(world, "director", page_of(second)).text
    assert get(world, "counselor", path).status_code == 403
    assert get(world, "elsewhere", path).status_code == 403


def test_other_weekdays_are_chosen_for_a_group_that_goes_on(world, clinic):
    session = clinic.sessions[3]
    said = body(clinic, weekdays=[1, 2, 4])
    seen = post(world, "director", address(session, "change"), said)
    assert seen.status_code == 200
    assert "from 13 Oct to" in words(seen)
    assert post(world, "director", address(session, "change"), {**said, "verb": "save"}).status_code == 303
    page = words(get(world, "director", page_of(clinic.series)))
    assert "Tue, Wed, Fri 18:00, Room 2" in page
    few = post(world, "director", address(session, "change"), body(clinic, weekdays=[1]))
    assert (few.status_code, "The group meets on 3 days a week." in few.text) == (422, True)
    assert 'name="leader"' not in get(world, "counselor", address(session, "change")).text
