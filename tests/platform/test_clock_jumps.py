"""The machine's clock jumps by an hour, forward and back, while people work: nothing is lost, doubled or refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.week.models import Booking, Note
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import seal, verify

HOUR = timedelta(hours=1)
AFTER_THE_EVENING = NOW - timedelta(hours=8)  # 01:00 in Denver; the evening ended at 21:15


@pytest.fixture(params=[-HOUR, HOUR], ids=["back", "forward"])
def jump(request):
    return request.param


def check_in(browser, key, craving=9):
    return browser.post("/me/check-in/", {"key": str(key), "craving": craving, "mood": 5, "use": "no"})


def test_a_check_in_sent_again_after_the_jump_is_still_one_and_the_next_is_another(world, jump):
    browser, key = world.browser("client"), uuid4()
    with clock.standing_at(NOW):
        assert check_in(browser, key).status_code in (302, 303)
    with clock.standing_at(NOW + jump):
        assert check_in(browser, key).status_code in (302, 303)
        assert CheckIn.objects.filter(client=world.client).count() == 1
        assert check_in(browser, uuid4()).status_code in (302, 303)
        assert browser.get("/me/check-in/sent/").status_code == 200
        assert browser.get("/me/").status_code == 200
    assert CheckIn.objects.filter(client=world.client).count() == 2
    assert SafetyEvent.objects.filter(client=world.client).count() >= 1


def test_an_event_can_be_seen_and_closed_before_it_was_raised_by_the_clock(world, jump):
    with clock.standing_at(NOW):
        check_in(world.browser("client"), uuid4(), craving=10)
    event = SafetyEvent.objects.get(client=world.client)
    staff = world.browser("counselor")
    with clock.standing_at(NOW + jump):
        assert staff.get("/app/today/").status_code == 200
        assert staff.get("/app/crisis/").status_code == 200
        assert staff.post(f"/app/crisis/{event.pk}/acknowledge/").status_code in (200, 204, 302, 303)
    event.refresh_from_db()
    assert event.acknowledged_at == NOW + jump


def test_a_note_is_saved_signed_and_kept_once_across_the_jump(world, jump):
    # with the usual fifteen minutes an hour's jump ends the session, and the words wait in the browser
    clinic = make_clinic(world, people=1, now=NOW - timedelta(days=1), first_on=(NOW - timedelta(days=1)).date())
    session, client = clinic.session, clinic.clients[0]
    staff = world.browser("counselor")
    address = f"/app/groups/{session.pk}"
    with clock.standing_at(AFTER_THE_EVENING):
        assert staff.post(f"{address}/roll/{client.pk}/", {"status": "present"}).status_code == 303
        shared = {"topic": "Sleep", "method": "", "shared_note": "A round.", "revision": session.shared_revision}
        assert staff.post(f"{address}/shared/", shared).status_code == 303
        staff.post(f"{address}/drafts/")
        note = Note.objects.get(booking__session=session)
        words = {"response": "Spoke about the weekend.", "revision": note.revision, "verb": "save"}
        assert staff.post(f"{address}/notes/{note.pk}/", words).status_code == 303
    with clock.standing_at(AFTER_THE_EVENING + jump):
        assert staff.post(f"{address}/notes/{note.pk}/", words).status_code == 303  # the same again is the same
        note.refresh_from_db()
        signed = {**words, "revision": note.revision, "verb": "sign"}
        assert staff.post(f"{address}/notes/{note.pk}/", signed).status_code == 303
        assert staff.post(f"{address}/roll/{client.pk}/", {"status": "virtual"}).status_code == 303
    note.refresh_from_db()
    assert note.signed_at == AFTER_THE_EVENING + jump
    assert Booking.objects.get(session=session, client=client).status == "virtual"
    assert Entry.objects.filter(verb="note.saved", subject_id=str(note.pk)).count() == 1
    assert Entry.objects.filter(verb="note.signed", subject_id=str(note.pk)).count() == 1


def test_the_ledger_goes_by_place_and_not_by_time_and_so_do_its_seals(world, jump, tmp_path):
    for number, at in enumerate((NOW, NOW + jump, NOW)):
        with clock.standing_at(at):
            check_in(world.browser("client"), uuid4(), craving=number)
            seal(tmp_path, now=clock.now())
    report = verify(tmp_path)
    assert (report.seals, report.faults) == (3, ())
