"""Trying to reach somebody, the ways out, coming back, whose it is, and the site's protocol."""

from datetime import timedelta

import pytest
from tests.cast import EVERYBODY, NOW
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_referral_queries import receive
from tests.domain.admissions.test_way_actions import AT_DESK, begin, hold, open_work

from stepwell.domain.admissions.actions.closing import (
    close_enquiry,
    give_enquiry,
    record_attempt,
    reopen_enquiry,
)
from stepwell.domain.admissions.actions.protocol import COLUMNS, set_protocol
from stepwell.domain.admissions.models import Closing, ContactAttempt, Enquiry, PlacementNeed, SeatHold
from stepwell.domain.admissions.queries.closed import closed_enquiries, get_closing
from stepwell.domain.admissions.queries.pipeline import pipeline
from stepwell.domain.admissions.queries.protocol import protocols, protocols_to_set
from stepwell.domain.admissions.rules.closing import AttemptOutcome, Channel, Handover, Way
from stepwell.domain.admissions.rules.drafting import EVALUATE_NOW
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.people.models import Client, Phase
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

DAY = timedelta(days=1)
FIVES = dict.fromkeys(COLUMNS, 5)


def close(world, enquiry, who="admissions", way=Way.DECLINED, reason="Not now.", handover=None, now=NOW):
    return close_enquiry(
        actor=world.actor(who),
        enquiry_id=enquiry.pk,
        way=way,
        reason=reason,
        handover=handover or Handover(),
        now=now,
    )


def reopen(world, enquiry, who="admissions", reason="They called back.", now=NOW):
    return reopen_enquiry(actor=world.actor(who), enquiry_id=enquiry.pk, reason=reason, now=now)


def attempt(world, enquiry, at=NOW, who="admissions", outcome=AttemptOutcome.NO_ANSWER, now=None):
    return record_attempt(
        actor=world.actor(who),
        enquiry_id=enquiry.pk,
        tried_at=at,
        channel=Channel.PHONE,
        outcome=outcome,
        now=now or max(at, NOW),
    )


def give(world, enquiry, to, who="admissions", seen="admissions"):
    return give_enquiry(
        actor=world.actor(who),
        enquiry_id=enquiry.pk,
        to_id=world.staff[to].pk,
        seen_id=world.staff[seen].pk if seen else None,
        now=NOW,
    )


def on_board(world):
    board = pipeline(world.actor("admissions"), NOW)
    return {card.enquiry_id for column in board.columns for card in column.cards}


@pytest.mark.parametrize("who", EVERYBODY)
def test_admissions_tries_closes_reopens_and_gives_and_nobody_else(world, who):
    enquiry = receive(world)
    steps = (
        lambda: attempt(world, enquiry, who=who),
        lambda: give(world, enquiry, "director", who=who),
        lambda: close(world, enquiry, who=who),
        lambda: reopen(world, enquiry, who=who),
    )
    for step in steps:
        if who in AT_DESK:
            step()
        else:
            with pytest.raises((NotAllowed, NotFound)):
                step()


def test_a_closed_enquiry_leaves_the_board_with_its_tasks_and_its_seat(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    hold(world, enquiry, clinic)
    close(world, enquiry)
    assert enquiry.pk not in on_board(world)
    assert {*open_work(enquiry)} <= {"placement.withdrawal_review"}
    assert not SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).exists()
    (one,) = closed_enquiries(world.actor("admissions"), "1").object_list
    assert (one.enquiry, one.way) == (enquiry, "declined")


def test_the_same_way_out_twice_is_once_and_the_second_person_is_told(world):
    enquiry = receive(world)
    assert close(world, enquiry) == close(world, enquiry)
    with pytest.raises(Refused, match="Ty Marsh closed it on 6 Oct 2026, 09:00"):
        close(world, enquiry, "director")
    assert Closing.objects.filter(enquiry=enquiry).count() == 1
    Closing.objects.all().delete()
    with pytest.raises(Refused, match="closed already"):
        close(world, enquiry)


def test_a_referral_elsewhere_keeps_the_handover(world):
    enquiry = receive(world)
    warm = Handover("Northside", "Ty spoke with Lee", NOW, True)
    made = close(world, enquiry, way=Way.REFERRED, reason="", handover=warm)
    assert (made.handed_to, made.spoke, made.handed_at, made.agreed) == ("Northside", "Ty spoke with Lee", NOW, True)


def test_unreachable_follows_the_sites_protocol_and_says_what_is_missing(world):
    enquiry = receive(world, now=NOW - 10 * DAY)
    with pytest.raises(Refused, match="0 of 3 attempts are recorded"):
        close(world, enquiry, way=Way.UNREACHABLE)
    for days in (8, 4, 1):
        attempt(world, enquiry, NOW - days * DAY)
    close(world, enquiry, way=Way.UNREACHABLE)


def test_an_attempt_is_there_once_and_lies_between_the_call_and_now(world):
    enquiry = receive(world)
    assert attempt(world, enquiry) == attempt(world, enquiry)
    assert ContactAttempt.objects.filter(enquiry=enquiry).count() == 1
    for at in (NOW - DAY, NOW + DAY):
        with pytest.raises(Refused, match="before the enquiry came"):
            attempt(world, enquiry, at, now=NOW)


def test_nobody_who_is_to_be_evaluated_now_is_let_go_of(world):
    enquiry = place_one(world)
    placement = enquiry.placements.get()
    PlacementNeed.objects.create(placement=placement, kind=EVALUATE_NOW, text="Evaluate now.")
    with pytest.raises(Refused, match="evaluated now"):
        close(world, enquiry)


def test_who_comes_back_stands_where_their_facts_say_and_is_owed_an_answer(world):
    enquiry = receive(world)
    close(world, enquiry)
    with pytest.raises(Refused, match="isn't said why"):
        reopen(world, enquiry, reason=" ")
    reopen(world, enquiry)
    reopen(world, enquiry)
    assert enquiry.pk in on_board(world)
    assert {*open_work(enquiry)} == {"enquiry.answer"}
    kept = Closing.objects.get(enquiry=enquiry)
    assert (kept.reopen_reason, kept.reopened_by) == ("They called back.", world.staff["admissions"])
    close(world, enquiry)
    assert Closing.objects.filter(enquiry=enquiry).count() == 2
    assert get_closing(world.actor("admissions"), enquiry.pk).closing.reopened_at is None


def test_a_newer_enquiry_or_a_stay_comes_before_reopening(world):
    enquiry = receive(world)
    close(world, enquiry)
    Enquiry.objects.filter(pk=enquiry.pk).update(closed_at=NOW)
    newer = Enquiry.objects.create(site=world.site, client=enquiry.client, source="phone", received_at=NOW)
    with pytest.raises(Refused, match="newer open enquiry"):
        reopen(world, enquiry)
    newer.delete()
    Client.objects.filter(pk=enquiry.client_id).update(phase=Phase.IN_TREATMENT)
    with pytest.raises(Refused, match="in treatment"):
        reopen(world, enquiry)


def test_an_alumnus_who_declines_is_an_alumnus_again(world):
    from stepwell.domain.admissions.actions.enquiry import open_for
    from stepwell.domain.admissions.models import Episode, Source

    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    begin(world, enquiry, clinic)
    Episode.objects.filter(enquiry=enquiry).update(ended_on=NOW.date() + 30 * DAY, end_reason="completed")
    Client.objects.filter(pk=enquiry.client_id).update(phase=Phase.LEFT)
    client = Client.objects.select_related("site").get(pk=enquiry.client_id)
    again = open_for(actor=world.actor("director"), client=client, source=Source.PHONE, now=NOW)
    close(world, again, "director")
    assert Client.objects.get(pk=client.pk).phase == Phase.LEFT
    reopen(world, again, "director")
    assert Client.objects.get(pk=client.pk).phase == Phase.ENQUIRING


def test_who_has_started_is_neither_closed_nor_given_away(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    begin(world, enquiry, clinic)
    for step in (close, attempt):
        with pytest.raises(Refused, match="started already"):
            step(world, enquiry)
    fresh = receive(world)
    close(world, fresh)
    with pytest.raises(Refused, match="is closed"):
        give(world, fresh, "director")


def test_a_new_owner_takes_over_the_open_work_of_the_last_and_is_never_replaced_unread(world):
    enquiry = place_one(world)
    mine = Task.objects.filter(subject_id=str(enquiry.pk), kind="enquiry.schedule")
    assert mine.get().owner == world.staff["admissions"]
    give(world, enquiry, "supervisor")
    assert mine.get().owner == world.staff["supervisor"]
    assert give(world, enquiry, "supervisor").owner == world.staff["supervisor"]
    with pytest.raises(Refused, match="Ingrid Lindqvist owns it now"):
        give(world, enquiry, "director")
    with pytest.raises(Refused, match="take no enquiries"):
        give(world, enquiry, "counselor", seen="supervisor")


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_director_sets_the_protocol_and_nobody_else(world, who):
    def save():
        return set_protocol(actor=world.actor(who), site_id=world.site.pk, values=FIVES, revision=0, now=NOW)

    if who != "director":
        with pytest.raises(NotAllowed):
            save()
        return
    assert save() == save()
    assert protocols(world.actor(who), [world.site.pk])[world.site.pk].hours == dict.fromkeys(
        [Stage.ENQUIRY, Stage.SCREENED, Stage.BENEFITS, Stage.ASSESSED, Stage.PLACED], 5
    )
    ((site, row),) = protocols_to_set(world.actor(who))
    assert (site, row.revision) == (world.site, 1)
    with pytest.raises(Refused, match="Rosa Quint saved this"):
        set_protocol(
            actor=world.actor(who), site_id=world.site.pk, values={**FIVES, "attempts": 4}, revision=0, now=NOW
        )
    with pytest.raises(Refused) as caught:
        set_protocol(
            actor=world.actor(who), site_id=world.site.pk, values={**FIVES, "attempts": 0}, revision=1, now=NOW
        )
    assert [one.where for one in caught.value.refusals] == ["attempts"]
    with pytest.raises(NotFound):
        set_protocol(actor=world.actor(who), site_id=world.other_site.pk, values=FIVES, revision=0, now=NOW)


def test_a_site_without_a_protocol_takes_one_whatever_the_page_thought_was_saved(world):
    """The page of a copy, or of before a restore: nobody has saved anything here that could be lost."""
    saved = set_protocol(actor=world.actor("director"), site_id=world.site.pk, values=FIVES, revision=173, now=NOW)
    assert saved.revision == 1


def test_the_board_says_who_is_late_by_the_sites_own_hours(world):
    receive(world)
    values = {**FIVES, "screen_hours": 1}
    set_protocol(actor=world.actor("director"), site_id=world.site.pk, values=values, revision=0, now=NOW)
    soon = pipeline(world.actor("admissions"), NOW + timedelta(minutes=30))
    late = pipeline(world.actor("admissions"), NOW + timedelta(hours=3))
    assert (soon.late, late.late) == (0, 1)
    card = late.columns[0].cards[0]
    assert (card.late_words, card.tone, card.step.verb) == ("late by 2 h", "warn", "Screen")


@pytest.mark.parametrize("people", [1, 6])
def test_the_list_of_the_closed_takes_the_same_queries(world, people, query_count):
    for _ in range(people):
        close(world, receive(world))
    actor = world.actor("admissions")
    with query_count(5):
        found = closed_enquiries(actor, "1")
    assert len(found.object_list) == people


def test_the_ledger_holds_no_words_of_it(world):
    enquiry = receive(world)
    close(world, enquiry, reason="Because of an unusual thing.")
    reopen(world, enquiry, reason="An unusual thing changed.")
    said = str([vars(one) for one in Entry.objects.filter(subject_id=str(enquiry.pk))])
    assert "unusual" not in said
