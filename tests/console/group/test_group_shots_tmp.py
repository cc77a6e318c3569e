import pytest
from datetime import timedelta
from stepwell.kernel import clock
from tests.browser import assert_sound, axe_violations
from tests.cast import NOW, make_world
from tests.clinic import make_clinic, place_one

@pytest.mark.browser
def test_shots(browse):
    world = make_world()
    clinic = make_clinic(world, people=10)
    enquiry = place_one(world, 10)
    from stepwell.domain.week.actions import record_attendance, create_drafts, save_shared, save_response, sign_note
    from stepwell.domain.week.models import Status, Note
    from stepwell.domain.week.rules.roll import TypedPair
    def shot(page, name):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=f"/tmp/week-shots/{name}.png", full_page=True)
        print(name, axe_violations(page), page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]"))
    with clock.standing_at(NOW):
        page = browse(world.email("counselor"), width=1440)
        page.goto("/app/schedule/"); shot(page, "schedule")
        page.goto(f"/app/groups/{clinic.session.pk}/"); shot(page, "roll0")
        counselor = world.actor("counselor")
        ids = [c.pk for c in clinic.clients]
        sts = [Status.PRESENT]*10
        sts[3]=Status.LATE; sts[4]=Status.VIRTUAL; sts[6]=Status.NO_SHOW; sts[8]=Status.LEFT_EARLY; sts[9]=Status.EXCUSED
        for i, (pk, st) in enumerate(zip(ids, sts)):
            iv = []
            if st is Status.LATE: iv=[TypedPair("18:18","")]
            if st is Status.LEFT_EARLY: iv=[TypedPair("","20:05")]
            if i == 2: iv=[TypedPair("18:00","19:00"), TypedPair("19:30","21:15")]
            record_attendance(actor=counselor, session_id=clinic.session.pk, client_id=pk, status=st, intervals=iv, now=NOW)
        page.goto(f"/app/groups/{clinic.session.pk}/"); shot(page, "roll1")
        create_drafts(actor=counselor, session_id=clinic.session.pk, now=NOW)
        page.goto(f"/app/groups/{clinic.session.pk}/"); shot(page, "fan0")
        save_shared(actor=counselor, session_id=clinic.session.pk, topic="Riding out an urge, part 2", method="CBT, role play", shared_note="We practiced paced breathing.", now=NOW)
        texts = ["“I wrote Dee’s number on the fridge. Paydays are mine to plan.”", "Mapped the drive home as his trigger; will take Route 9 for a week.", "Quiet at first. Rated urge 7, then 4 after paced breathing. Stayed to talk.", "", "Joined from home, alone in the room. Shared the three-minute rule.", "Participated and identified two triggers.", "", "Participated and identified two triggers.", "Said he felt like Josie does on Sundays. Left for court at 11:05.", ""]
        for pk, text in zip(ids, texts):
            note = Note.objects.filter(booking__client_id=pk).first()
            if note and text:
                note = save_response(actor=counselor, note_id=note.pk, response=text, objective_id=None, revision=note.revision, now=NOW)
        n0 = Note.objects.get(booking__client_id=ids[0])
        sign_note(actor=counselor, note_id=n0.pk, revision=n0.revision, now=NOW)
        page.goto(f"/app/groups/{clinic.session.pk}/"); shot(page, "fan1")
        pass
        page.goto(f"/app/groups/{clinic.session.pk}/shared/"); shot(page, "shared")
        page.goto(f"/app/schedule/sessions/{clinic.sessions[4].pk}/move/"); shot(page, "move")
        page = browse(world.email("admissions"), width=1280)
        page.goto(f"/app/admissions/{enquiry.pk}/start/"); shot(page, "start")
        for w, d in ((390, False), (1280, True)):
            page = browse(world.email("counselor"), width=w, dark=d)
            page.goto(f"/app/groups/{clinic.session.pk}/"); shot(page, f"fan1-{w}-{d}")
            page.goto("/app/schedule/"); shot(page, f"schedule-{w}-{d}")
            page.goto(f"/app/groups/{clinic.sessions[1].pk}/"); shot(page, f"roll0-{w}-{d}")
            page.goto(f"/app/groups/{clinic.session.pk}/roll/"); shot(page, f"rollform-{w}-{d}")
