"""Questions on the phone: asked within the week's minutes, kept one by one, sent once, alarms as in the room."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from stepwell.domain.measures.actions import (
    ask_on_phone,
    complete_sheet,
    open_sheet,
    save_answers,
    save_own_answer,
    send_own_answers,
    take_back_asking,
)
from stepwell.domain.measures.models import Administration, Asking, Mode
from stepwell.domain.measures.queries import minutes_asked, own_asking, own_askings, trends
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.people.models import Client
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused


def ask(world, code="gad-7", who="counselor", now=NOW, **more):
    return ask_on_phone(actor=world.actor(who), client_id=world.client.pk, code=code, now=now, **more)


def say(world, asking, item, value, now=NOW, **more):
    more = {"version": load_instrument(asking.instrument_code).version, **more}
    return save_own_answer(actor=world.actor("client"), asking_id=asking.pk, item=item, value=value, now=now, **more)


def send(world, asking, now=NOW):
    version = load_instrument(asking.instrument_code).version
    return send_own_answers(actor=world.actor("client"), asking_id=asking.pk, version=version, now=now)


def answer_all(world, asking, value=1):
    for item in load_instrument(asking.instrument_code).items:
        if item.required:
            say(world, asking, item.id, value)


def test_what_staff_asked_is_answered_sent_and_scored(world):
    asking = ask(world)
    assert [one.pk for one in own_askings(world.actor("client"), NOW)] == [asking.pk]
    answer_all(world, asking)
    sheet = send(world, asking)
    assert (sheet.total, sheet.band_code, sheet.mode, sheet.language) == (7, "mild", Mode.SELF, "en-US")
    assert sheet.rater is None
    assert list(own_askings(world.actor("client"), NOW)) == []


def test_asking_and_sending_twice_is_once(world):
    first, second = ask(world), ask(world, who="supervisor")
    assert first.pk == second.pk
    answer_all(world, first)
    assert send(world, first).pk == send(world, first).pk
    assert Administration.objects.count() == 1


def test_each_answer_is_kept_and_can_be_changed_until_it_is_sent(world):
    asking = ask(world)
    say(world, asking, "q1", 3)
    say(world, asking, "q1", 0)
    assert own_asking(world.actor("client"), asking.pk).sheet.answers == {"q1": 0}
    with pytest.raises(Refused, match="This has no answer"):
        send(world, asking)
    answer_all(world, asking)
    send(world, asking)
    with pytest.raises(Refused, match="You have sent this already"):
        say(world, asking, "q1", 3)


def test_a_safety_answer_calls_somebody_before_anything_is_sent(world):
    asking = ask(world, "phq-9")
    assert say(world, asking, "q9", 1).alarm_raised
    task = Task.objects.get(client=world.client, kind="measures.risk_item_9", done_at=None)
    assert task.is_safety
    say(world, asking, "q9", 0)
    assert Task.objects.filter(client=world.client, kind="measures.risk_item_9", done_at=None).exists()


@pytest.mark.parametrize("code", ["cows", "ciwa-ar", "c-ssrs-screener", "impression-eating"])
def test_what_staff_rate_never_goes_to_the_phone(world, code):
    with pytest.raises(Refused, match="is rated by staff"):
        ask(world, code)


def test_who_has_no_login_is_asked_in_person(world):
    Client.objects.filter(pk=world.client.pk).update(account=None)
    with pytest.raises(Refused, match="has no login yet"):
        ask(world)


def test_what_was_begun_in_the_room_is_finished_there(world):
    open_sheet(actor=world.actor("counselor"), client_id=world.client.pk, code="gad-7", now=NOW)
    with pytest.raises(Refused, match="was begun in person"):
        ask(world)


def test_more_than_the_weeks_minutes_needs_a_reason(world, settings):
    settings.INSTRUMENT_MINUTES_A_WEEK = 5
    ask(world, "phq-9")
    ask(world, "gad-7")
    with pytest.raises(Refused, match="is asked 6 minutes in seven days; 5 are meant to be enough") as refused:
        ask(world, "craving", reason=" ")
    assert refused.value.refusals[0].where == "reason"
    assert ask(world, "craving", reason="The first week at home.").reason == "The first week at home."


def test_minutes_count_for_seven_days_and_not_when_taken_back(world, settings):
    settings.INSTRUMENT_MINUTES_A_WEEK = 4
    asking = ask(world, "phq-9")
    staff = world.actor("counselor")
    assert minutes_asked(staff, world.client, NOW + timedelta(days=7) - timedelta(seconds=1)) == 3
    assert minutes_asked(staff, world.client, NOW + timedelta(days=7)) == 0
    take_back_asking(actor=staff, client_id=world.client.pk, asking_id=asking.pk, now=NOW)
    assert minutes_asked(staff, world.client, NOW) == 0
    assert ask(world, "gad-7").minutes == 2


def test_taking_back_keeps_the_answers_unscored_and_the_alarm(world):
    asking = ask(world, "phq-9")
    say(world, asking, "q9", 2)
    take_back_asking(actor=world.actor("counselor"), client_id=world.client.pk, asking_id=asking.pk, now=NOW)
    sheet = Administration.objects.get()
    assert (sheet.answers, sheet.alarm_code, sheet.completed_at) == ({"q9": 2}, "item-9", None)
    assert sheet.set_aside_at is not None
    with pytest.raises(Refused, match="taken these questions back"):
        say(world, asking, "q1", 1)
    with pytest.raises(NotFound):
        own_asking(world.actor("client"), asking.pk)
    assert ask(world, "phq-9").pk != asking.pk


def test_what_staff_finish_in_the_room_leaves_the_phone(world):
    asking = ask(world)
    say(world, asking, "q1", 1)
    version, rest = load_instrument("gad-7").version, {f"q{place}": 0 for place in range(2, 8)}
    who = {"actor": world.actor("counselor"), "client_id": world.client.pk, "code": "gad-7", "version": version}
    save_answers(**who, answers=rest, now=NOW)
    complete_sheet(**who, now=NOW)
    assert Asking.objects.get().answered_at == NOW
    assert list(own_askings(world.actor("client"), NOW)) == []


def test_answers_to_an_earlier_text_are_kept_with_it_and_today_s_are_asked(world):
    asking = ask(world)
    say(world, asking, "q1", 3)
    Administration.objects.update(instrument_version="another")
    saved = say(world, own_asking(world.actor("client"), asking.pk), "q2", 1, version="another")
    assert saved.is_earlier
    assert saved.sheet.answers == {"q1": 3, "q2": 1}
    answer_all(world, asking)
    assert send(world, asking).total == 7
    assert Administration.objects.filter(set_aside_at=NOW, completed_at=None).count() == 1


def test_a_safety_answer_counts_whatever_the_version(world):
    asking = ask(world, "phq-9")
    assert say(world, asking, "q9", 1, version="another").alarm_raised
    assert Task.objects.filter(kind="measures.risk_item_9", done_at=None).exists()


def test_out_of_range_is_refused(world):
    asking = ask(world)
    with pytest.raises(Refused, match="isn't an answer"):
        say(world, asking, "q1", 9)


def test_only_the_client_answers_and_only_staff_ask(world):
    asking = ask(world)
    version = load_instrument("gad-7").version
    with pytest.raises(NotAllowed):
        save_own_answer(
            actor=world.actor("counselor"), asking_id=asking.pk, item="q1", value=1, version=version, now=NOW
        )
    with pytest.raises(NotAllowed):
        ask(world, who="client")


def test_forms_never_share_a_trend_and_parts_are_kept(world):
    for code in ("bam", "bam-r"):
        asking = ask(world, code)
        for item in load_instrument(code).items:
            if item.required:
                say(world, asking, item.id, item.values[-1])
        send(world, asking)
    found = trends(world.actor("counselor"), world.client)
    assert {code: [sheet.parts["use"] for sheet in sheets] for code, sheets in found.items()} == {
        "bam": [12],
        "bam-r": [90],
    }
