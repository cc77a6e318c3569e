"""Two at once: of two who sign one note one has, and of two who take one hour one gets it."""

from threading import Barrier, Thread

from django.db import connection
from tests.cast import make_world
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_own_notes import held, write
from tests.own import own_service, plan

from stepwell.domain.week.actions import sign_note
from stepwell.domain.week.models import Note, Series
from stepwell.kernel.errors import Refused
from stepwell.platform.ledger.models import Entry


def at_once(*calls):
    """Run each in a thread of its own, all from the same moment; what each said or raised."""
    said, together = [], Barrier(len(calls))

    def run(call):
        try:
            together.wait(timeout=30)
            said.append(call())
        except Refused as refused:
            said.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    return said


def test_of_two_who_sign_at_once_one_has_signed_and_the_other_is_told_by_whom(committed):
    world = make_world()
    note, after = held(world)
    revision = write(world, note, now=after).revision
    who = [world.actor(one) for one in ("counselor", "case manager")]
    said = at_once(
        *(lambda one=one: sign_note(actor=one, note_id=note.pk, revision=revision, now=after) for one in who)
    )
    (signed,) = [one for one in said if isinstance(one, Note)]
    (told,) = [one for one in said if isinstance(one, Refused)]
    assert f"{signed.signed_by.name} has signed this note" in str(told)
    assert Entry.objects.filter(verb="note.signed", subject_id=str(note.pk)).count() == 1
    note.refresh_from_db()
    assert note.response.startswith("Data: Came on time.")


def test_of_two_who_take_one_hour_at_once_one_gets_it(committed):
    world = make_world()
    clinic = make_clinic(world, people=2)
    service = own_service(world)
    said = at_once(*(lambda number=number: plan(clinic, service, person=number, weeks=None) for number in (0, 1)))
    assert sorted(type(one).__name__ for one in said) == ["Series", "Taken"]
    assert Series.objects.filter(site=world.site, client__isnull=False).count() == 1
