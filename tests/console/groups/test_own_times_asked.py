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
