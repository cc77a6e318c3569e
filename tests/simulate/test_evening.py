"""One made-up evening, told through the actions of the screens."""

from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_notes import an_objective

from stepwell.domain.week.models import Note
from stepwell.kernel import clock
from stepwell.simulate.evening import hold


def somebody():
    """Who always comes."""
    return SimpleNamespace(stay=SimpleNamespace(comes=100), said=(), away_on=lambda _: False)


def test_a_note_that_waited_unsigned_names_the_plan_that_was_written_meanwhile(world):
    made = make_clinic(world, people=2)
    clinic = SimpleNamespace(
        seed="1", actors={"maya": world.actor("counselor")}, zone=ZoneInfo("America/Denver"), site=world.site
    )
    people = {client.pk: somebody() for client in made.clients}
    roll, notes, sign = (act for _, act in hold(clinic, "maya", made.session, people))
    over = made.session.ends_at
    with clock.standing_at(over):
        roll(over)
        notes(over + timedelta(minutes=25))
    planned, without = made.clients
    objective = an_objective(made, 0)
    with clock.standing_at(over + timedelta(days=1)):
        sign(over + timedelta(days=1))
    written = {note.booking.client_id: note for note in Note.objects.filter(booking__session=made.session)}
    assert all(note.signed_at for note in written.values())
    assert written[planned.pk].objective == objective
    assert written[without.pk].objective is None
