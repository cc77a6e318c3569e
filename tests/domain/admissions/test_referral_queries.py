"""The board and the page of one enquiry: what they show, to whom, and that they stay quick."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cast import NOW
from tests.referrals import person, referral, small_bundle

from stepwell.domain.admissions.actions.enquiry import open_enquiry
from stepwell.domain.admissions.actions.referral import receive_referral
from stepwell.domain.admissions.models import Enquiry
from stepwell.domain.admissions.queries.enquiry import find_enquiry, get_enquiry, items_of_kind
from stepwell.domain.admissions.queries.pipeline import pipeline
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.admissions.values import ItemKind
from stepwell.domain.measures.models import Administration
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Client, Function, Phase
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.platform.ledger.models import Entry

LATER = NOW + timedelta(hours=5)


def receive(world, record=None, now=NOW, **more):
    return receive_referral(
        actor=world.actor("admissions"), site=world.site, record=record or referral(), now=now, **more
    ).enquiry


def finish(client, code, at=LATER, **more):
    more = {"total": 16, "band_label": "Moderately severe", "flags": [], **more}
    return Administration.objects.create(
        client=client,
        instrument_code=code,
        instrument_version="1",
        started_at=at,
        saved_at=at,
        completed_at=at,
        **more,
    )


def screen(enquiry, at=LATER):
    for code in ("audit", "phq-9", "c-ssrs-screener"):
        finish(enquiry.client, code, at)


def cards(board, stage):
    return next(column.cards for column in board.columns if column.stage is stage)


def test_everybody_stands_in_the_stage_that_their_facts_say(world):
    asked, screened, started = receive(world), receive(world), receive(world)
    screen(screened)
    Enquiry.objects.filter(pk=started.pk).update(started_at=NOW)
    board = pipeline(world.actor("admissions"), LATER + timedelta(hours=2))
    assert [card.enquiry_id for card in cards(board, Stage.ENQUIRY)] == [asked.pk]
    assert [card.enquiry_id for card in cards(board, Stage.SCREENED)] == [screened.pk]
    assert [card.enquiry_id for card in cards(board, Stage.STARTED)] == [started.pk]
    assert cards(board, Stage.ENQUIRY)[0].blocker == "Screening to finish: AUDIT, PHQ-9, C-SSRS Screener"
    assert cards(board, Stage.SCREENED)[0].blocker == "Benefits to check"
    assert cards(board, Stage.SCREENED)[0].age == "2 h"
    assert board.people == 3


def test_the_longest_wait_comes_first_and_is_named(world):
    new = receive(world, now=NOW + timedelta(days=5))
    old = receive(world, source_name="Detox unit")
    board = pipeline(world.actor("admissions"), NOW + timedelta(days=6))
    shown = cards(board, Stage.ENQUIRY)
    assert [card.enquiry_id for card in shown] == [old.pk, new.pk]
    assert [card.age for card in shown] == ["6 d", "24 h"]
    assert [card.is_longest for card in shown] == [True, False]
    assert board.longest.enquiry_id == old.pk
    assert shown[0].source == "Referral, Detox unit"
    assert shown[0].owner == "Ty Marsh"
    assert board.columns[0].wait == "median 3 d"


def test_who_started_more_than_a_week_ago_is_off_the_board(world):
    enquiry = receive(world)
    Enquiry.objects.filter(pk=enquiry.pk).update(started_at=NOW)
    assert pipeline(world.actor("admissions"), NOW + timedelta(days=8)).people == 0


def test_a_record_that_says_somebody_died_is_the_first_thing_on_the_card(world):
    receive(world, referral(person(deceased=True)))
    card = cards(pipeline(world.actor("admissions"), NOW), Stage.ENQUIRY)[0]
    assert card.blocker == "The referral says they have died: ask the sender first"


def test_a_referral_without_a_person_stands_on_the_board_of_the_desk_alone(world):
    someone = person()
    receive(world, referral(someone))
    arrival = receive_referral(
        actor=world.actor("admissions"), site=world.site, record=referral(person(**names_of(someone))), now=NOW
    )
    assert arrival.needs_match
    at_desk = cards(pipeline(world.actor("admissions"), NOW), Stage.ENQUIRY)
    assert [card.blocker for card in at_desk if card.referral_id] == ["Could this be the same person?"]
    supervisors = cards(pipeline(world.actor("supervisor"), NOW), Stage.ENQUIRY)
    assert [card.referral_id for card in supervisors] == [None]


def names_of(someone):
    return {"family_name": someone.family_name, "given_names": someone.given_names, "birth": someone.birth}


def test_who_sees_an_enquiry(world):
    enquiry = receive(world)
    for who in ("admissions", "director", "supervisor"):
        assert get_enquiry(world.actor(who), enquiry.pk, NOW).client == enquiry.client
        assert find_enquiry(world.actor(who), enquiry.pk) == enquiry
        assert pipeline(world.actor(who), NOW).people == 1
    for who in ("counselor", "colleague", "case manager", "elsewhere"):
        with pytest.raises(NotFound) as caught:
            get_enquiry(world.actor(who), enquiry.pk, NOW)
        assert caught.value.client_id == enquiry.client_id
        with pytest.raises(NotFound):
            find_enquiry(world.actor(who), enquiry.pk)
        with pytest.raises(NotFound):
            items_of_kind(world.actor(who), enquiry.pk, uuid4(), ItemKind.CONDITION, "1")
        assert pipeline(world.actor(who), NOW).people == 0
    for who in ("client", "stranger"):
        with pytest.raises(NotAllowed):
            get_enquiry(world.actor(who), enquiry.pk, NOW)
        with pytest.raises(NotAllowed):
            pipeline(world.actor(who), NOW)


def test_the_care_team_sees_its_own_peoples_enquiries(world):
    enquiry = receive(world)
    staff = world.staff["counselor"]
    join_care_team(
        actor=world.actor("admissions"), client=enquiry.client, staff=staff, function=Function.COUNSELOR, now=NOW
    )
    assert get_enquiry(world.actor("counselor"), enquiry.pk, NOW).enquiry == enquiry
    assert pipeline(world.actor("counselor"), NOW).people == 1
    assert pipeline(world.actor("colleague"), NOW).people == 0


def test_admissions_keeps_the_enquiry_of_who_is_in_treatment_but_not_the_chart(world):
    enquiry = receive(world)
    screen(enquiry)
    Client.objects.filter(pk=enquiry.client_id).update(phase=Phase.IN_TREATMENT)
    Enquiry.objects.filter(pk=enquiry.pk).update(started_at=LATER)
    sheet = get_enquiry(world.actor("admissions"), enquiry.pk, LATER)
    assert not sheet.may_see_chart
    assert [one.result for one in sheet.screens] == [None, None, None]
    assert get_enquiry(world.actor("supervisor"), enquiry.pk, LATER).may_see_chart


def test_answers_of_an_earlier_stay_or_after_the_start_do_not_count(world):
    enquiry = receive(world, now=NOW)
    finish(enquiry.client, "audit", NOW - timedelta(days=30), total=3)
    finish(enquiry.client, "phq-9", NOW + timedelta(hours=1), total=12)
    finish(enquiry.client, "phq-9", NOW + timedelta(days=9), total=5)
    Enquiry.objects.filter(pk=enquiry.pk).update(started_at=NOW + timedelta(days=3))
    sheet = get_enquiry(world.actor("supervisor"), enquiry.pk, LATER)
    assert [(one.code, one.result.total if one.result else None) for one in sheet.screens] == [
        ("audit", None),
        ("phq-9", 12),
        ("c-ssrs-screener", None),
    ]


def test_the_page_shows_what_arrived_by_kind_and_what_has_no_place(world):
    record = read_referral(small_bundle())
    enquiry = receive(world, record)
    sheet = get_enquiry(world.actor("admissions"), enquiry.pk, LATER)
    assert {kind.kind: kind.count for kind in sheet.shown.kinds} == {
        kind: len(record.items_of(kind)) for kind in ItemKind
    }
    assert sheet.shown.unplaced == record.unplaced
    assert sheet.shown.unplaced_count == sum(count for _, count in record.unplaced)
    assert sheet.waited == "5 h"
    for _, number in sheet.shown.numbers:
        assert number.startswith("…")


def test_ten_of_a_kind_are_shown_and_the_rest_by_the_page(world):
    enquiry = receive(world, referral(items=120))
    sheet = get_enquiry(world.actor("admissions"), enquiry.pk, NOW)
    conditions = sheet.shown.kinds[0]
    assert (conditions.count, len(conditions.latest), conditions.more) == (120, 10, True)
    referral_id = sheet.shown.referral.pk
    _, shown, page, lines = items_of_kind(world.actor("admissions"), enquiry.pk, referral_id, ItemKind.CONDITION, "3")
    assert shown.count == 120
    assert page.number == 3
    assert len(lines) == 20


def test_the_newest_referral_is_shown_and_another_on_request(world):
    someone = person()
    first = receive_referral(actor=world.actor("admissions"), site=world.site, record=referral(someone), now=NOW)
    receive(world, referral(someone, items=5), now=LATER)
    actor = world.actor("admissions")
    assert get_enquiry(actor, first.enquiry.pk, LATER).shown.kinds[0].count == 5
    assert get_enquiry(actor, first.enquiry.pk, LATER, first.referral.pk).shown.kinds[0].count == 2
    with pytest.raises(NotFound):
        get_enquiry(actor, first.enquiry.pk, LATER, uuid4())


def test_a_call_has_nothing_that_arrived(world):
    arrival = open_enquiry(actor=world.actor("admissions"), site=world.site, details={"given_names": "Casey"}, now=NOW)
    assert get_enquiry(world.actor("admissions"), arrival.enquiry.pk, NOW).shown is None


def test_looking_is_written_down(world):
    enquiry = receive(world)
    actor = world.actor("supervisor")
    get_enquiry(actor, enquiry.pk, NOW)
    assert Entry.objects.filter(verb="enquiry.read", actor_key=actor.key, client_id=enquiry.client_id).count() == 1
    pipeline(actor, NOW)
    listed = Entry.objects.get(verb="admissions.list_read", actor_key=actor.key)
    assert listed.detail == {"clients": [str(enquiry.client_id)]}


def test_the_board_asks_as_often_for_one_as_for_many(world, django_assert_max_num_queries, query_count):
    actor = world.actor("supervisor")
    screen(receive(world))
    with django_assert_max_num_queries(20) as first:
        pipeline(actor, LATER)
    for _ in range(12):
        screen(receive(world))
    with query_count(len(first)):
        pipeline(actor, LATER)


def test_the_page_asks_as_often_for_one_item_as_for_many(world, django_assert_max_num_queries, query_count):
    actor = world.actor("admissions")
    small, large = receive(world, referral(items=1)), receive(world, referral(items=400))
    with django_assert_max_num_queries(20) as first:
        get_enquiry(actor, small.pk, NOW)
    with query_count(len(first)):
        get_enquiry(actor, large.pk, NOW)
