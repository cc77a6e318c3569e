"""My sessions for the calendar of my phone: what is booked, and nothing that tells."""

from datetime import timedelta

from icalendar import Calendar
from tests.cast import NOW
from tests.furnished import PLAIN, furnish

from stepwell.domain.week.models import Booking
from stepwell.kernel import clock

FILE = "/me/calendar.ics"


def entries(world, at=NOW):
    with clock.standing_at(at):
        answer = world.browser("client").get(FILE)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return answer, Calendar.from_ical(answer.content).walk("VEVENT")


def test_every_session_that_is_booked_from_now_on_is_in_it_once(world):
    furnish(world, PLAIN)
    booked = Booking.objects.filter(client=world.client, canceled_at=None, ends_at__gt=NOW)
    _, found = entries(world)
    assert booked.exists()
    assert {str(one["uid"]) for one in found} == {str(one.session_id) for one in booked}
    assert len(found) == booked.count()


def test_what_is_over_or_canceled_is_left_out(world):
    furnish(world, PLAIN)
    last = Booking.objects.filter(client=world.client, canceled_at=None).order_by("-ends_at").first()
    assert not entries(world, last.ends_at + timedelta(minutes=1))[1]
    Booking.objects.filter(client=world.client).update(canceled_at=NOW)
    assert not entries(world)[1]


def test_neither_the_file_nor_its_name_says_what_it_is_about(world):
    clinic = furnish(world, PLAIN).clinic
    answer, _ = entries(world)
    for telling in (clinic.series.name, clinic.session.place.name, world.site.name, world.client.family_name):
        assert telling not in answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="appointments.ics"'


def test_today_leads_to_it(world):
    furnish(world, PLAIN)
    with clock.standing_at(NOW):
        assert FILE in world.browser("client").get("/me/").text
