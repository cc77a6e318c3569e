"""Answers are kept as given, finished once, and a safety answer sets off its task or event at once."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from tests.cast import NOW

from stepwell.domain.measures.actions import complete_sheet, open_sheet, review_alarm, save_answers
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.permissions import ANSWER, REVIEW_ALARM, VIEW_ANSWERS
from stepwell.domain.measures.queries import finished_sheets, last_sheets, shown_sheet
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

AUDIT = load_instrument("audit")
PHQ = load_instrument("phq-9")
CSSRS = load_instrument("c-ssrs-screener")
PAGE = UUID("0d3a4d5e-7d0e-4d2c-9a33-6a4c7e3a1f11")
VECTOR = dict(zip((i.id for i in AUDIT.items), (2, 1, 1, 0, 0, 0, 1, 0, 0, 2), strict=True))


def save(world, answers, instrument=AUDIT, who="counselor", **more):
    more = {"version": instrument.version, "now": NOW, **more}
    return save_answers(
        actor=world.actor(who), client_id=world.client.pk, code=instrument.code, answers=answers, **more
    )


def finish(world, instrument=AUDIT, who="counselor", **more):
    more = {"version": instrument.version, "now": NOW, **more}
    return complete_sheet(actor=world.actor(who), client_id=world.client.pk, code=instrument.code, **more)


def risk_tasks(world):
    return list(Task.objects.filter(client=world.client, kind__startswith="measures.", done_at=None))


def test_the_published_example_scores_7_in_zone_one(world):
    save(world, VECTOR)
    sheet = finish(world)
    assert (sheet.total, sheet.band_code, sheet.band_label) == (7, "I", "Zone I: low risk")
    assert sheet.rater == world.staff["counselor"]


def test_a_few_answers_are_kept_and_gone_on_with(world):
    first = save(world, {"q1": 2}).sheet
    second = save(world, {"q2": 1}).sheet
    assert first.pk == second.pk
    assert second.answers == {"q1": 2, "q2": 1}
    assert shown_sheet(world.actor("counselor"), world.client, "audit") == second


def test_opening_twice_is_one_sheet(world):
    opened = [
        open_sheet(actor=world.actor(who), client_id=world.client.pk, code="audit", now=NOW)
        for who in ("counselor", "admissions")
    ]
    assert opened[0].pk == opened[1].pk


def test_finishing_with_missing_answers_names_each_and_scores_nothing(world):
    save(world, {"q1": 2, "q2": 1})
    with pytest.raises(Refused) as caught:
        finish(world)
    assert [r.where for r in caught.value.refusals] == [f"q{n}" for n in range(3, 11)]
    assert Administration.objects.get().total is None


def test_a_finished_sheet_stays_as_it_is_even_for_the_database(world):
    sheet = save(world, VECTOR).sheet
    sheet = finish(world, sheet_id=sheet.pk)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Administration.objects.filter(pk=sheet.pk).update(total=0)
    with pytest.raises(Refused, match="finished in the meantime"):
        save(world, {"q1": 4}, sheet_id=sheet.pk)


def test_sending_the_same_finish_twice_is_one_sheet(world):
    key = "6f2c1bd4-5f0e-4b83-9a44-0f6a3a9f6b10"
    for _ in range(2):
        saved = save(world, VECTOR, sheet_id=key)
        finish(world, sheet_id=saved.sheet.pk)
    assert Administration.objects.count() == 1


def test_asking_again_is_a_new_sheet_and_the_old_one_is_history(world):
    save(world, VECTOR)
    first = finish(world)
    again = open_sheet(actor=world.actor("counselor"), client_id=world.client.pk, code="audit", now=NOW)
    assert again.pk != first.pk
    assert finished_sheets(world.actor("counselor"), world.client, "audit") == [first]
    assert last_sheets(world.actor("counselor"), world.client, ["audit"])["audit"] == again


def test_answers_to_an_earlier_text_are_kept_with_it_and_not_scored(world):
    saved = save(world, {"q1": 2}, version="WHO-1989", sheet_id=PAGE, sent={"q1": 2, "q99": 7})
    again = save(world, {"q1": 2}, version="WHO-1989", sheet_id=PAGE, sent={"q1": 2, "q99": 7})
    assert saved.is_earlier
    assert saved.sheet.pk == again.sheet.pk == PAGE
    sheet = Administration.objects.get()
    assert (sheet.instrument_version, sheet.answers) == ("WHO-1989", {"q1": 2, "q99": 7})
    assert (sheet.set_aside_at, sheet.total, sheet.completed_at) == (NOW, None, None)
    assert finished_sheets(world.actor("counselor"), world.client, "audit") == [sheet]


def test_answers_to_an_earlier_text_join_those_that_were_saved_before_it_changed(world):
    old = save(world, {"q1": 2}).sheet
    Administration.objects.filter(pk=old.pk).update(instrument_version="WHO-1989")
    kept = save(world, {"q2": 1}, version="WHO-1989", sheet_id=old.pk).sheet
    assert (kept.pk, kept.answers) == (old.pk, {"q1": 2, "q2": 1})


@pytest.mark.parametrize(
    ("version", "sent"),
    [("", {}), ("x" * 41, {}), ("odd\0one", {}), ("old", {"Q1": 1}), ("old", {"q1": 10_000})],
)
def test_what_no_version_could_have_asked_is_refused(world, version, sent):
    with pytest.raises(Refused, match="questions have changed"):
        save(world, {}, version=version, sent=sent)
    assert not Administration.objects.exists()


def test_an_open_sheet_of_an_earlier_text_is_set_aside_and_kept(world):
    old = save(world, {"q1": 2}).sheet
    Administration.objects.filter(pk=old.pk).update(instrument_version="WHO-1989")
    fresh = save(world, {"q2": 1}, sheet_id=old.pk).sheet
    old.refresh_from_db()
    assert fresh.pk != old.pk
    assert (old.set_aside_at, old.answers) == (NOW, {"q1": 2})
    assert fresh.answers == {"q2": 1}


def test_an_answer_that_is_not_offered_is_refused_without_repeating_it(world):
    with pytest.raises(Refused) as caught:
        save(world, {"q9": 3, "q77": 1})
    assert [r.where for r in caught.value.refusals] == ["q9", "q77"]


def test_two_people_answering_different_questions_lose_nothing(world):
    save(world, {"q1": 2}, seen={})
    saved = save(world, {"q2": 1}, who="admissions", seen={})
    assert saved.sheet.answers == {"q1": 2, "q2": 1}
    assert not saved.conflicts


def test_two_people_answering_one_question_differently_are_both_shown_and_nothing_is_overwritten(world):
    save(world, {"q1": 2}, seen={})
    saved = save(world, {"q1": 3, "q2": 1}, who="admissions", seen={})
    assert saved.sheet.answers == {"q1": 2, "q2": 1}
    [conflict] = saved.conflicts
    assert (conflict.item, conflict.stands, conflict.yours) == ("q1", 2, 3)
    assert conflict.by == world.staff["counselor"].pk
    settled = save(world, {"q1": 3, "q2": 1}, who="admissions", seen={"q1": 2, "q2": 1})
    assert settled.sheet.answers["q1"] == 3


def test_one_person_may_change_their_mind_on_a_page_that_lags_behind(world):
    save(world, {"q1": 2}, seen={})
    assert save(world, {"q1": 3}, seen={}).sheet.answers == {"q1": 3}


def test_item_nine_raises_a_task_at_once_on_a_partial_save(world):
    saved = save(world, {"q9": 1}, PHQ)
    [task] = risk_tasks(world)
    assert saved.alarm_raised
    assert task.kind == "measures.risk_item_9"
    assert task.reason.startswith("PHQ-9, a safety question.")
    assert task.is_safety
    assert task.due_at == NOW + timedelta(hours=1)
    assert task.owner is None


def test_taking_item_nine_back_leaves_the_task_and_a_second_save_raises_no_second(world):
    save(world, {"q9": 1}, PHQ)
    saved = save(world, {"q9": 0, "q1": 3}, PHQ)
    assert not saved.alarm_raised
    assert saved.sheet.alarm_code == "item-9"
    assert len(risk_tasks(world)) == 1


def test_a_high_answer_makes_a_persisted_event_at_once_and_only_one(world):
    saved = save(world, {"q4": 1}, CSSRS)
    save(world, {"q4": 1, "q5": 1}, CSSRS)
    [event] = SafetyEvent.objects.filter(client=world.client)
    assert event.source == "a screening answer"
    assert event.raised_at == NOW
    assert saved.sheet.completed_at is None


def test_a_high_answer_counts_even_against_an_earlier_no_and_survives_being_taken_back(world):
    saved = save(world, {"q2": 0, "q4": 1}, CSSRS)
    assert saved.sheet.answers == {"q2": 0, "q4": 1}
    saved = save(world, {"q2": 0, "q4": 1}, CSSRS, remove="q4")
    assert saved.sheet.answers == {"q2": 0}
    assert saved.sheet.alarm_code == "high"
    assert SafetyEvent.objects.filter(client=world.client, resolved_at=None).count() == 1


def test_a_high_answer_that_meets_somebody_elses_no_still_raises_the_event(world):
    save(world, {"q2": 1, "q4": 0}, CSSRS, seen={})
    saved = save(world, {"q4": 1}, CSSRS, who="admissions", seen={})
    assert saved.conflicts
    assert SafetyEvent.objects.filter(client=world.client).exists()


def test_a_graver_level_takes_the_place_of_the_lesser_task(world):
    save(world, {"q1": 1}, CSSRS)
    assert [t.kind for t in risk_tasks(world)] == ["measures.risk_low"]
    save(world, {"q1": 1, "q2": 1, "q3": 1}, CSSRS)
    [task] = risk_tasks(world)
    assert task.kind == "measures.risk_moderate"
    assert task.due_at.isoformat() == "2026-10-07T06:00:00+00:00"  # the end of the site's day
    save(world, {"q5": 1}, CSSRS)
    assert risk_tasks(world) == []
    assert SafetyEvent.objects.filter(client=world.client).exists()


def test_audit_raises_no_safety_task_however_high(world):
    save(world, {item.id: max(item.values) for item in AUDIT.items})
    finish(world)
    assert risk_tasks(world) == []


def test_contradicting_answers_are_kept_and_not_finished(world):
    save(world, {"q1": 0, "q2": 0, "q3": 1, "q6": 0}, CSSRS)
    with pytest.raises(Refused, match="isn't asked"):
        finish(world, CSSRS)


def test_a_clinician_records_what_happened_and_the_task_is_done(world):
    sheet = save(world, {"q9": 2}, PHQ).sheet
    with pytest.raises(Refused, match="empty"):
        review_alarm(actor=world.actor("counselor"), client_id=world.client.pk, sheet_id=sheet.pk, note=" ", now=NOW)
    for _ in range(2):
        review_alarm(
            actor=world.actor("counselor"), client_id=world.client.pk, sheet_id=sheet.pk, note="Talked.", now=NOW
        )
    assert risk_tasks(world) == []
    assert sheet.reviews.count() == 1


WHO = (
    "counselor",
    "colleague",
    "elsewhere",
    "client",
    "stranger",
    "admissions",
    "director",
    "supervisor",
    "case manager",
)


@pytest.mark.parametrize("who", WHO)
def test_who_may_answer(world, who):
    if who in ("counselor", "admissions", "supervisor"):
        assert save(world, {"q1": 0}, who=who).sheet
        return
    expected = NotFound if world.actor(who).may(ANSWER) else NotAllowed
    with pytest.raises(expected):
        save(world, {"q1": 0}, who=who)
    for call in (
        finish,
        lambda world, who: open_sheet(actor=world.actor(who), client_id=world.client.pk, code="audit", now=NOW),
    ):
        with pytest.raises(expected):
            call(world, who=who)
    assert not Administration.objects.exists()


@pytest.mark.parametrize("who", WHO)
def test_who_may_read_answers(world, who):
    sheet = save(world, {"q1": 0}).sheet
    actor = world.actor(who)
    if who in ("counselor", "admissions", "supervisor", "director"):
        assert shown_sheet(actor, world.client, "audit") == sheet
    elif actor.may(VIEW_ANSWERS):
        assert shown_sheet(actor, world.client, "audit") is None
        with pytest.raises(NotFound) as hidden:
            shown_sheet(actor, world.client, "audit", sheet.pk)
        assert hidden.value.client_id == world.client.pk
    else:
        with pytest.raises(NotAllowed):
            shown_sheet(actor, world.client, "audit")


@pytest.mark.parametrize("who", WHO)
def test_who_may_settle_an_alarm(world, who):
    sheet = save(world, {"q9": 1}, PHQ).sheet
    actor = world.actor(who)
    call = {"actor": actor, "client_id": world.client.pk, "sheet_id": sheet.pk, "note": "Talked.", "now": NOW}
    if who in ("counselor", "supervisor"):
        assert review_alarm(**call)
        return
    with pytest.raises(NotFound if actor.may(REVIEW_ALARM) else NotAllowed):
        review_alarm(**call)


def test_history_takes_the_same_queries_however_long_it_is(world, query_count):
    actor = world.actor("counselor")
    for _ in range(3):
        save(world, VECTOR)
        finish(world)
    with query_count(1):
        assert len(finished_sheets(actor, world.client, "audit")) == 3
