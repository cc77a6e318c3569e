"""The group's pages as they are answered: who gets them, what htmx gets, and that nothing grows with the group."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_notes import a_group, an_objective, note_of, write

from stepwell.domain.week.models import Booking, Note
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

HTMX = {"HX-Request": "true"}


def get(world, who, path):
    with clock.standing_at(NOW):
        return world.browser(who).get(path)


def post(world, who, path, data=None, **more):
    with clock.standing_at(NOW):
        return world.browser(who).post(path, data or {}, **more)


def path(clinic, tail=""):
    return f"/app/groups/{clinic.session.pk}/{tail}"


WHO = {
    "counselor": 200,
    "case manager": 200,
    "supervisor": 200,
    "director": 200,
    "colleague": 404,
    "elsewhere": 404,
    "admissions": 403,
    "client": 403,
    "stranger": 403,
}


@pytest.mark.parametrize(("who", "status"), WHO.items())
def test_who_opens_the_page(world, who, status):
    assert get(world, who, path(make_clinic(world, people=1))).status_code == status


def test_the_title_says_nothing_about_anybody(world):
    text = get(world, "counselor", path(make_clinic(world, people=1))).text
    assert "<title>Group · Stepwell</title>" in " ".join(text.split())


def queries_of_the_page(people):
    clinic = a_group(make_world(), people=people)
    for number in range(people):
        an_objective(clinic, number)
        write(clinic, f"Words of number {number}.", number)
    browser = clinic.world.browser("counselor")
    with clock.standing_at(NOW), CaptureQueriesContext(connection) as queries:
        assert browser.get(path(clinic)).status_code == 200
    return len(queries)


def test_the_page_takes_the_same_queries_for_any_group(db):
    assert queries_of_the_page(2) == queries_of_the_page(9)


def test_a_key_answers_with_the_row_the_counts_and_no_whole_page(world):
    clinic = make_clinic(world, people=1)
    answer = post(
        world, "counselor", path(clinic, f"roll/{clinic.clients[0].pk}/"), {"status": "present"}, headers=HTMX
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="tally" hx-swap-oob="true"' in answer.text
    assert "Create 1 draft" in answer.text
    assert Entry.objects.filter(verb="group.list_read").count() == 0


def test_a_refused_row_keeps_what_was_typed(world):
    clinic = make_clinic(world, people=1)
    typed = {"status": "present", "in_time_1": "18:00", "out_time_1": "99:99"}
    for more in ({}, {"headers": HTMX}):
        answer = post(world, "counselor", path(clinic, f"roll/{clinic.clients[0].pk}/"), typed, **more)
        assert answer.status_code == 422
        assert 'value="99:99"' in answer.text
        # autoescape writes the apostrophe as an entity
        assert "This isn&#x27;t a time." in answer.text


def test_without_htmx_a_row_leads_back_to_the_page(world):
    clinic = make_clinic(world, people=1)
    answer = post(world, "counselor", path(clinic, f"roll/{clinic.clients[0].pk}/"), {"status": "present"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == path(clinic, f"#roll-{clinic.clients[0].pk}")


def test_the_second_of_two_is_told_in_the_row(world):
    clinic = make_clinic(world, people=1)
    row = path(clinic, f"roll/{clinic.clients[0].pk}/")
    post(world, "supervisor", row, {"status": "excused"})
    answer = post(world, "counselor", row, {"status": "present", "seen_at": ""}, headers=HTMX)
    assert "Ingrid Lindqvist had just set Excused. Yours holds now." in answer.text


def test_one_form_saves_the_rows_that_changed(world):
    clinic = make_clinic(world, people=3)
    first, second, _ = clinic.clients
    answer = post(
        world,
        "counselor",
        path(clinic, "roll/"),
        {f"status_{first.pk}": "present", f"status_{second.pk}": "late", f"in_time_1_{second.pk}": ""},
    )
    assert answer.status_code == 422
    assert "1 row saved" in answer.text
    assert Booking.objects.get(session=clinic.session, client=first).status == "present"


def test_nonsense_is_answered_and_changes_nothing(world):
    clinic = make_clinic(world, people=1)
    row = path(clinic, f"roll/{clinic.clients[0].pk}/")
    assert post(world, "counselor", row, {"status": "asleep"}).status_code == 303
    assert post(world, "counselor", row, {"status": "present", "seen_at": "2026-99-99T"}).status_code == 303
    assert get(world, "counselor", path(clinic, "?more=x")).status_code == 200
    assert get(world, "counselor", row).status_code == 303


def test_drafts_before_the_roll_are_refused(world):
    clinic = make_clinic(world, people=1)
    answer = post(world, "counselor", path(clinic, "drafts/"))
    assert answer.status_code == 422
    assert "Nobody is on the roll as present yet." in answer.text


def test_the_shared_block_is_saved_or_says_what_looks_like_a_name(world):
    clinic = a_group(world, people=3)
    said = {"topic": "Urges", "method": "", "shared_note": "Josie led the round.", "revision": 1}
    answer = post(world, "counselor", path(clinic, "shared/"), said)
    assert answer.status_code == 422
    assert "“Josie” is not a name here" in answer.text
    assert "Josie led the round." in answer.text
    word = "[Josie] led the"
    assert post(world, "counselor", path(clinic, "shared/"), {**said, "not_name": word}).status_code in (303, 422)


def test_a_stale_shared_block_shows_both(world):
    clinic = a_group(world, people=1)
    post(world, "supervisor", path(clinic, "shared/"), {"topic": "Sleep", "revision": 1})
    answer = post(world, "counselor", path(clinic, "shared/"), {"topic": "Work", "revision": 1})
    assert answer.status_code == 409
    assert "Sleep" in answer.text
    assert "Ingrid Lindqvist saved this at 09:00" in answer.text
    assert 'value="Work"' in answer.text
    assert post(world, "counselor", path(clinic, "shared/"), {"topic": "Work", "revision": 2}).status_code == 303


def test_a_refused_signature_says_why_and_keeps_the_words(world):
    clinic = a_group(world, people=3)
    note = note_of(clinic)
    said = {"response": "Felt like Josie.", "revision": 0, "verb": "sign"}
    for more in ({}, {"headers": HTMX}):
        answer = post(world, "counselor", path(clinic, f"notes/{note.pk}/"), said, **more)
        assert answer.status_code == 422
        assert "seems to name a group member" in answer.text
    assert Note.objects.get(pk=note.pk).response == "Felt like Josie."


def test_a_save_never_replaces_the_field_that_is_typed_in(world):
    clinic = a_group(world, people=2)
    note = note_of(clinic)
    answer = post(
        world, "counselor", path(clinic, f"notes/{note.pk}/"), {"response": "One.", "revision": 0}, headers=HTMX
    )
    assert answer.status_code == 200
    assert "<textarea" not in answer.text
    assert f'id="revision-{clinic.clients[0].pk}" name="revision" value="1" hx-swap-oob="true"' in answer.text


def test_somebody_who_may_read_and_not_sign_gets_words_without_buttons(world):
    clinic = a_group(world, people=1)
    write(clinic, "Spoke of Sundays.")
    text = get(world, "supervisor", path(clinic)).text
    assert "Spoke of Sundays." in text
    assert "Sign the note" not in text
    assert (
        post(
            world, "supervisor", path(clinic, f"notes/{note_of(clinic).pk}/"), {"response": "x", "revision": 1}
        ).status_code
        == 404
    )


def test_an_empty_group_says_what_is_next(world):
    assert "Nobody is in this group yet" in get(world, "counselor", path(make_clinic(world, people=0))).text
