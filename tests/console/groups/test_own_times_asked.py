"""Adding somebody to a group that meets when they can't come: it is named, asks for a reason, and the reason shows."""

from datetime import date, time

from tests.cast import NOW, TODAY
from tests.clinic import make_clinic

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
    from datetime import time

    from django.urls import reverse
    from tests.cast import NOW, TODAY
    from tests.clinic import make_clinic
    from tests.own import own_service

    from stepwell.domain.availability.actions import say_working_times
    from stepwell.domain.availability.rules import WorkingWeek
    from stepwell.domain.week.models import LedDespite
    from stepwell.kernel import clock

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
