"""Adding somebody to a group that meets when they can't come: it is named, asks for a reason, and the reason shows."""

from datetime import date, time

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_series import another
from tests.domain.week.test_week_actions_working import works

from stepwell.domain.week.actions import end_series
from stepwell.domain.week.models import LedDespite
from stepwell.kernel import clock


def test_the_conflict_is_named_a_reason_is_asked_for_and_shows_to_who_sees_the_chart(world):
    from stepwell.domain.availability.actions import say_own_time
    from stepwell.domain.availability.rules import Kind, OwnTime, Sense
    from stepwell.domain.week.actions import leave_series
    from stepwell.domain.week.models import Enrollment

    clinic = make_clinic(world, people=1)
    client, director = clinic.clients[0], world.actor("director")
    leave_series(actor=director, enrollment=Enrollment.objects.get(client=client), left_on=date(2026, 10, 7), now=NOW)
    prayer = OwnTime(Sense.CANNOT, Kind.FAITH, frozenset({3}), time(18), time(19), TODAY)
    say_own_time(actor=director, client_id=client.pk, own=prayer, now=NOW)
    browser, page = world.browser("director"), f"/app/groups/series/{clinic.series.pk}/"
    with clock.standing_at(NOW):
        assert "despite" not in browser.get(page).text
        sent = {"client": str(client.pk), "joined_on": "2026-10-08"}
        answer = browser.post(f"{page}join/", sent)
        assert answer.status_code == 422
        assert "can’t come Thu 18:00 to 19:00, faith. It meets Thu 8 Oct, 18:00." in answer.text
        assert 'name="despite"' in answer.text
        assert browser.post(f"{page}join/", {**sent, "despite": "Comes after prayer."}).status_code == 303
        assert "Comes after prayer." in browser.get(page).text
        assert "Comes after prayer." not in world.browser("front desk").get(page).text


def test_outside_of_when_a_leader_works_a_reason_is_asked_for_in_place(world):
    from tests.own import own_service

    from stepwell.domain.availability.actions import say_working_times
    from stepwell.domain.availability.rules import WorkingWeek

    clinic = make_clinic(world, people=1)
    service = own_service(world)
    week = WorkingWeek(TODAY, ((time(9), time(17)), *((None,) * 6)))
    for who in ("counselor", "colleague"):
        staff_id = world.staff[who].pk
        say_working_times(actor=world.actor("director"), site=world.site, staff_id=staff_id, week=week, now=NOW)
    session = next(one for one in clinic.sessions if one.on > TODAY)
    group = {"starts_at_time": "18:30", "place": session.place_id, "leader": session.leader_id, "scope": "one"}
    own = {
        "service": service.pk,
        "leader": world.staff["counselor"].pk,
        "how_often": "once",
        "first_on": "2026-10-09",
        "starts_at_time": "10:00",
        "minutes": "60",
        "place": clinic.other_place.pk,
    }
    with clock.standing_at(NOW):
        browser = world.browser("director")
        for address, body in (
            (reverse("lead_instead", args=[session.pk]), {"staff": world.staff["colleague"].pk}),
            (reverse("session_change", args=[session.pk]), {**group, "verb": "save"}),
            (reverse("own_new", args=[clinic.clients[0].pk]), own),
        ):
            assert "all the same, because" not in browser.get(address).text
            asked = browser.post(address, body)
            assert asked.status_code == 422
            assert "then all the same, because" in asked.text
            assert "doesn’t work on" in asked.text
            assert browser.post(address, {**body, "despite": "They swapped."}).status_code == 303
        assert LedDespite.objects.count() == 3
        assert "They swapped." in browser.get(reverse("series", args=[clinic.series.pk])).text
        assert "They swapped." in browser.get(reverse("own_sessions", args=[clinic.clients[0].pk])).text


@pytest.fixture
def outside(world):
    """Nobody who leads works but on Saturdays; a second group beside the first meets on Thursdays."""
    clinic = make_clinic(world, people=2)
    clinic.other = another(clinic)
    for who in ("counselor", "colleague"):
        works(clinic, who, days=(5,))
    with clock.standing_at(NOW):
        yield clinic


def asked_at(clinic, address, body, **look):
    """Without a reason it is asked for in place, and what was typed stays; returns the answer to it with one."""
    browser = clinic.world.browser("director")
    assert "all the same, because" not in browser.get(address).text
    asked = browser.post(address, {**body, **look})
    assert asked.status_code == 422
    assert "all the same, because" in asked.text
    assert "doesn’t work on" in asked.text
    if look:
        assert "They swapped." in browser.post(address, {**body, **look, "despite": "They swapped."}).text
    assert not LedDespite.objects.exists()
    return browser.post(address, {**body, "despite": "They swapped."})


def test_joining_splitting_and_moving_a_session_ask_in_place(outside):
    thursday = outside.series.sessions.get(on=date(2026, 10, 8))
    into = outside.other.sessions.get(on=thursday.on)
    answer = asked_at(outside, reverse("session_join", args=[thursday.pk]), {"into": into.pk, "verb": "save"})
    assert answer.status_code == 303
    LedDespite.objects.all().delete()
    monday = outside.series.sessions.get(on=date(2026, 10, 12))
    second = {"place": outside.other_place.pk, "leader": outside.world.staff["colleague"].pk}
    split = {**second, "people": outside.clients[0].pk}
    assert asked_at(outside, reverse("session_split", args=[monday.pk]), split).status_code == 303
    LedDespite.objects.all().delete()
    move = {"on": "2026-10-14", "time": "18:00", "place": outside.place.pk}
    assert asked_at(outside, reverse("move_session", args=[monday.pk]), move).status_code == 303
    assert LedDespite.objects.get().session == monday
    assert "They swapped." in outside.world.browser("director").get(f"/app/groups/series/{outside.series.pk}/").text


def test_splitting_and_merging_a_group_ask_in_place(outside):
    member = outside.series.enrollments.order_by("pk").first()
    apart = {"people": member.pk, "from_on": "2026-10-12", "name": "Second", "verb": "save"}
    apart |= {"place": outside.other_place.pk, "leader": outside.world.staff["colleague"].pk}
    end_series(actor=outside.world.actor("director"), series_id=outside.other.pk, ends_on=date(2026, 10, 12), now=NOW)
    path = reverse("series_split", args=[outside.series.pk])
    assert asked_at(outside, path, apart, verb="look").status_code == 303
    second = LedDespite.objects.get().series
    LedDespite.objects.all().delete()
    merge = {"into": outside.series.pk, "from_on": "2026-10-19", "verb": "save"}
    assert asked_at(outside, reverse("series_merge", args=[second.pk]), merge, verb="look").status_code == 303


def test_what_a_move_asks_for_is_said_with_its_field_before_it_is_saved(outside):
    monday = outside.series.sessions.get(on=date(2026, 10, 12))
    page = outside.world.browser("director").get(reverse("move_session", args=[monday.pk]), {"on": "2026-10-14"})
    assert "Outside of when Maya Okafor works" in page.text
    assert "Maya Okafor doesn’t work on Wednesdays. It meets Wed 14 Oct, 18:00." in page.text
    assert "all the same, because" in page.text
    assert 'hx-params="on,time,place"' in page.text  # what is typed as a reason stands in no address
