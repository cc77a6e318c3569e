"""Moving a session by hand, with what it would do said before it is saved; and a seat for one person."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_working import works

from stepwell.domain.availability.actions import say_own_time
from stepwell.domain.availability.rules import Kind, OwnTime, Sense
from stepwell.domain.week.models import Enrollment, Session
from stepwell.kernel import clock

pytestmark = pytest.mark.django_db
FRIDAY = TODAY + timedelta(days=3)


@pytest.fixture
def clinic(world):
    with clock.standing_at(NOW):
        yield make_clinic(world, people=2)


def move_page(clinic):
    return reverse("move_session", args=[clinic.sessions[1].pk])


def cannot(clinic, day):
    own = OwnTime(Sense.CANNOT, Kind.WORK, frozenset({day.weekday()}), time(17), time(22), TODAY)
    say_own_time(actor=clinic.world.actor("director"), client_id=clinic.clients[0].pk, own=own, now=NOW)


def test_a_session_can_be_dropped_on_a_day_and_moved_by_a_link(clinic):
    text = clinic.world.browser("director").get(reverse("schedule")).text
    assert f'data-move-to="{move_page(clinic)}"' in text
    assert f'data-day="{FRIDAY}"' in text
    assert f'href="{move_page(clinic)}"' in text
    assert "look/schedule.js" in text
    assert "data-move-to" not in clinic.world.browser("front desk").get(reverse("schedule")).text


def test_what_a_move_would_do_is_said_and_nothing_is_moved(clinic, django_assert_max_num_queries):
    browser, page = clinic.world.browser("director"), move_page(clinic)
    with django_assert_max_num_queries(45):
        text = browser.get(page, {"on": FRIDAY}).text
    assert "2 booked people move along" in text
    assert "told that they can’t come" not in text
    cannot(clinic, FRIDAY)
    assert "1 of them told that they can’t come then." in browser.get(page, {"on": FRIDAY}).text
    assert Session.objects.get(pk=clinic.sessions[1].pk).on == TODAY


def targets(clinic, **more):
    answer = clinic.world.browser("director").get(move_page(clinic), {"week": TODAY, **more})
    return {one["on"]: (one["state"], one["words"]) for one in answer.json()["days"]}


def test_every_day_of_the_week_says_what_is_in_the_way_as_the_dialog_does(clinic):
    from stepwell.domain.catalog.actions import close_day, close_place

    director, days = clinic.world.actor("director"), [str(TODAY + timedelta(days=number)) for number in range(-1, 5)]
    found = targets(clinic)
    assert str(TODAY) not in found
    assert [found[day][0] for day in days if day in found] == ["taken", "free", "taken", "free", "free"]
    assert found[days[0]][1] == ["This time has passed.", *found[days[0]][1][1:]]
    browser = clinic.world.browser("director")
    for day, (_, words) in found.items():
        text = browser.get(move_page(clinic), {"on": day}).text
        assert all(one in text for one in words)
    cannot(clinic, FRIDAY)
    works(clinic, "counselor", days=(0, 1, 3, 4), hours=(time(8), time(22)))
    close_day(actor=director, site=clinic.world.site, on=TODAY + timedelta(days=4), name="Storm", now=NOW)
    sunday = TODAY + timedelta(days=5)
    when = {"first_on": sunday, "last_on": sunday, "reason": "Painting"}
    close_place(actor=director, place_id=clinic.place.pk, **when, now=NOW)
    found = targets(clinic)
    assert found[str(FRIDAY)] == ("asks", ["1 of 2 told that they can’t come then."])
    assert found[days[2]] == ("asks", ["Maya Okafor doesn’t work on Wednesdays. It meets Wed 7 Oct, 18:00."])
    assert found[days[5]] == ("taken", ["The site is closed on Sat 10 Oct: Storm."])
    assert found[str(sunday)] == ("taken", ["Room 2 is closed Sun 11 Oct: Painting."])


def test_a_week_of_days_costs_as_many_queries_as_one_day(clinic):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stepwell.domain.week.actions.foresee import foresee_days

    director = clinic.world.actor("director")
    counts = []
    for days in ([FRIDAY], [TODAY + timedelta(days=number) for number in range(-1, 6)]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            foresee_days(actor=director, session_id=clinic.sessions[1].pk, days=days, now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
    own = foresee_days(actor=director, session_id=clinic.sessions[1].pk, days=[TODAY], now=NOW)
    assert own == {}


def test_targets_are_for_who_may_move_it_and_an_odd_week_is_its_own(clinic):
    for who in ("front desk", "elsewhere"):
        assert clinic.world.browser(who).get(move_page(clinic), {"week": TODAY}).status_code in (403, 404)
    assert targets(clinic, week="soon") == targets(clinic)


def test_what_is_in_the_way_is_named_before_it_is_saved(clinic):
    from stepwell.domain.catalog.actions import close_day

    browser, page = clinic.world.browser("director"), move_page(clinic)
    text = browser.get(page, {"on": TODAY + timedelta(days=2)}).text
    for words in ("Room 2 is taken", "Maya Okafor leads another group", "Somebody of this group is booked already"):
        assert words in text
    assert "This time has passed" in browser.get(page, {"on": TODAY - timedelta(days=1)}).text
    close_day(actor=clinic.world.actor("director"), site=clinic.world.site, on=FRIDAY, name="Storm", now=NOW)
    assert "The site is closed on Fri 9 Oct: Storm." in browser.get(page, {"on": FRIDAY}).text
    sent = {"on": FRIDAY, "time": "18:00", "place": clinic.place.pk}
    assert "Storm" in browser.post(page, sent).text
    assert browser.get(page, {"on": "soon"}).status_code == 200


def test_a_seat_is_found_for_one_person_and_taken(clinic):
    from stepwell.domain.week.actions import start_series

    director, client = clinic.world.actor("director"), clinic.clients[0]
    for name, starts in (("Afternoon", 13), ("Late", 17)):
        start_series(
            actor=director,
            track=clinic.track,
            service=clinic.service,
            template=clinic.template,
            name=name,
            leader=clinic.world.staff["colleague" if starts == 13 else "case manager"],
            place=clinic.other_place,
            weekdays=[2, 4],
            starts_at_time=time(starts),
            first_on=TODAY,
            weeks=None,
            capacity=4,
            now=NOW,
        )
    cannot(clinic, FRIDAY)
    browser, page = clinic.world.browser("director"), reverse("find_seat")
    assert page in browser.get(reverse("schedule")).text
    assert client.name in browser.get(page).text
    text = browser.get(page, {"client": client.pk}).text
    assert text.index("Afternoon") < text.index("Late")
    assert "They can’t come Fri 17:00 to 22:00, work." in text
    join = reverse("series_join", args=[Session.objects.filter(series__name="Afternoon")[0].series_id])
    assert browser.post(join, {"client": client.pk, "joined_on": TODAY}).status_code == 303
    assert Enrollment.objects.filter(client=client, series__name="Afternoon").exists()
    assert "Join" in browser.get(page, {"client": client.pk}).text
    assert clinic.world.browser("counselor").get(page).status_code == 403
