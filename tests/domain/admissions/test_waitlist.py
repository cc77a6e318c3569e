"""The waitlist: a fair order, an offer in it or with a reason, and what is there for people meanwhile."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import EVERYBODY, NOW
from tests.clinic import make_clinic
from tests.domain.admissions.test_closing_actions import AT_DESK, FIVES, close
from tests.domain.admissions.test_meanwhile import give
from tests.domain.admissions.test_referral_queries import receive

from stepwell.domain.admissions.actions.protocol import set_protocol
from stepwell.domain.admissions.actions.waitlist import (
    answer_offer,
    join_waitlist,
    leave_waitlist,
    offer_place,
)
from stepwell.domain.admissions.models import Enquiry, SeatOffer, WaitlistEntry
from stepwell.domain.admissions.queries.waitlist import get_wait, waitlist
from stepwell.domain.admissions.rules.meanwhile import InterimKind
from stepwell.domain.admissions.rules.waitlist import (
    OFFER_STANDS,
    Group,
    Waiting,
    admit_by,
    check_offer,
    in_line,
    interim_due_at,
)
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.offer import free_seats, offer_free_seat

DAY = timedelta(days=1)
WAITING = st.lists(
    st.builds(
        Waiting,
        st.uuids(),
        st.sampled_from(Group),
        st.integers(0, 30).map(lambda days: NOW - days * DAY),
        st.booleans(),
        st.booleans(),
    ),
    unique_by=lambda one: one.enquiry_id,
    max_size=8,
)


def test_the_line_goes_by_waiting_since_and_by_groups_only_where_the_site_keeps_them():
    long, soon = Waiting(uuid4(), Group.OTHERS, NOW - 9 * DAY), Waiting(uuid4(), Group.PREGNANT, NOW)
    assert in_line([soon, long], by_group=False) == (long, soon)
    assert in_line([long, soon], by_group=True) == (soon, long)


@given(WAITING, st.booleans())
def test_nobody_is_lost_and_nobody_passes_whoever_waits_longer_in_the_same_group(waiting, by_group):
    line = in_line(waiting, by_group=by_group)
    assert {*line} == {*waiting}
    for before, after in pairwise(line):
        if before.group is after.group or not by_group:
            assert before.since <= after.since
        else:
            assert list(Group).index(before.group) < list(Group).index(after.group)


@given(WAITING, st.booleans())
def test_only_the_first_who_has_no_offer_needs_no_reason(waiting, by_group):
    turn = next((one for one in in_line(waiting, by_group=by_group) if not one.is_offered), None)
    for one in waiting:
        if turn is None or one is turn:
            assert not check_offer(waiting, one.enquiry_id, "", by_group=by_group)
        else:
            assert check_offer(waiting, one.enquiry_id, "Has nowhere to sleep.", by_group=by_group)
            with pytest.raises(Refused, match="Somebody else is first"):
                check_offer(waiting, one.enquiry_id, " ", by_group=by_group)


def test_the_clocks_of_the_block_grant_run_for_its_groups_alone():
    injects = Waiting(UUID(int=1), Group.INJECTS, NOW)
    assert interim_due_at(injects) == NOW + timedelta(hours=48)
    assert admit_by(injects) == NOW + 14 * DAY
    helped = Waiting(UUID(int=1), Group.PREGNANT_INJECTS, NOW, has_interim=True)
    assert (interim_due_at(helped), admit_by(helped)) == (None, NOW + 120 * DAY)
    assert admit_by(Waiting(UUID(int=1), Group.PREGNANT, NOW)) is None
    assert interim_due_at(Waiting(UUID(int=1), Group.OTHERS, NOW)) is None
    assert Group.OTHERS.label == "No priority group"


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=0)


def join(world, enquiry, clinic, who="admissions", group=Group.OTHERS):
    return join_waitlist(
        actor=world.actor(who),
        enquiry_id=enquiry.pk,
        track_id=clinic.track.pk,
        group=group,
        now=NOW,
    )


def offer(world, enquiry, reason="", who="admissions"):
    return offer_place(actor=world.actor(who), enquiry_id=enquiry.pk, reason=reason, now=NOW)


def answer(world, enquiry, accepted, who="admissions"):
    return answer_offer(actor=world.actor(who), enquiry_id=enquiry.pk, accepted=accepted, now=NOW)


def names(world):
    return [place.entry.enquiry_id for line in waitlist(world.actor("admissions"), NOW) for place in line.places]


@pytest.mark.parametrize("who", EVERYBODY)
def test_admissions_works_on_the_waitlist_and_nobody_else(world, clinic, who):
    enquiry = receive(world)
    actor = world.actor(who)
    steps = (
        lambda: join(world, enquiry, clinic, who),
        lambda: offer(world, enquiry, who=who),
        lambda: answer(world, enquiry, False, who=who),
        lambda: leave_waitlist(actor=actor, enquiry_id=enquiry.pk, now=NOW),
    )
    for step in steps:
        if who in AT_DESK:
            step()
        else:
            with pytest.raises((NotAllowed, NotFound)):
                step()


def test_a_line_is_joined_once_since_the_day_they_asked_and_left_with_the_enquiry(world, clinic):
    early, late = receive(world, now=NOW - 3 * DAY), receive(world)
    join(world, late, clinic)
    assert join(world, early, clinic) == join(world, early, clinic)
    assert names(world) == [early.pk, late.pk]
    assert get_wait(world.actor("admissions"), late.pk, NOW).place.number == 2
    close(world, early)
    assert names(world) == [late.pk]
    with pytest.raises(Refused, match="is closed"):
        join(world, early, clinic)
    Enquiry.objects.filter(pk=early.pk).update(started_at=NOW)
    with pytest.raises(Refused, match="started already"):
        offer(world, early)


def test_nobody_waits_in_two_lines_or_for_a_closed_track(world, clinic):
    from stepwell.domain.catalog.models import Track

    enquiry, fresh = receive(world), receive(world)
    join(world, enquiry, clinic)
    other = Track.objects.get(pk=clinic.track.pk)
    other.pk, other.name, other.is_open = None, "Day IOP", False
    other.save()
    clinic.track = other
    with pytest.raises(Refused, match="They wait for Evening IOP already"):
        join(world, enquiry, clinic)
    with pytest.raises(Refused, match="takes nobody new"):
        join(world, fresh, clinic)


def test_an_offer_out_of_order_is_recorded_with_its_reason(world, clinic):
    first, second = receive(world, now=NOW - DAY), receive(world)
    with pytest.raises(Refused, match="in no line"):
        offer(world, first)
    for enquiry in (first, second):
        join(world, enquiry, clinic)
    with pytest.raises(Refused, match="Somebody else is first"):
        offer(world, second)
    made = offer(world, second, "Has nowhere to sleep.")
    assert (made.is_out_of_order, made.reason) == (True, "Has nowhere to sleep.")
    assert offer(world, second) == made
    assert not offer(world, first, "Not kept.").reason
    kept = Entry.objects.get(verb="waitlist.offered", subject_id=str(second.pk))
    assert kept.detail == {"out_of_order": True}


def test_who_declines_keeps_their_place_and_who_accepts_leaves_the_line(world, clinic):
    enquiry = receive(world)
    with pytest.raises(Refused, match="No place is offered"):
        answer(world, enquiry, True)
    join(world, enquiry, clinic)
    offer(world, enquiry)
    assert answer(world, enquiry, False) == answer(world, enquiry, False)
    with pytest.raises(Refused, match="was answered on 6 Oct 2026"):
        answer(world, enquiry, True)
    assert get_wait(world.actor("admissions"), enquiry.pk, NOW).place.declined == 1
    SeatOffer.objects.update(offered_at=NOW - DAY)
    offer(world, enquiry)
    answer(world, enquiry, True)
    assert names(world) == []


def test_leaving_the_line_ends_an_open_offer_and_twice_is_once(world, clinic):
    enquiry = receive(world)
    join(world, enquiry, clinic)
    made = offer(world, enquiry)
    for _ in range(2):
        leave_waitlist(actor=world.actor("admissions"), enquiry_id=enquiry.pk, now=NOW)
    made.refresh_from_db()
    assert made.accepted is False
    assert WaitlistEntry.objects.get(enquiry=enquiry).ended_at == NOW


def test_what_is_there_meanwhile_stops_its_clock_where_the_site_keeps_groups(world, clinic):
    enquiry, director = receive(world), world.actor("director")
    join(world, enquiry, clinic, group=Group.INJECTS)
    assert get_wait(director, enquiry.pk, NOW).place.interim_due_at is None
    set_protocol(actor=director, site_id=world.site.pk, values=FIVES, revision=0, keeps_groups=True, now=NOW)
    assert get_wait(director, enquiry.pk, NOW).place.interim_due_at == NOW + timedelta(hours=48)
    give(world, enquiry, InterimKind.CONTACT)
    assert get_wait(director, enquiry.pk, NOW).place.interim_due_at == NOW + timedelta(hours=48)
    give(world, enquiry, InterimKind.INFECTIONS)
    assert get_wait(director, enquiry.pk, NOW).place.interim_due_at is None
    assert get_wait(director, enquiry.pk, NOW).place.admit_by == enquiry.received_at + 120 * DAY


def test_an_offer_that_nobody_answers_ends_and_the_next_person_has_their_turn(world, clinic):
    first, second = receive(world, now=NOW - DAY), receive(world)
    for enquiry in (first, second):
        join(world, enquiry, clinic)
    made, later = offer(world, first), NOW + OFFER_STANDS + timedelta(minutes=1)
    assert made.answer_by == NOW + OFFER_STANDS
    desk = world.actor("admissions")
    with pytest.raises(Refused, match="ended before it was answered"):
        answer_offer(actor=desk, enquiry_id=first.pk, accepted=True, now=later)
    place = get_wait(desk, first.pk, later).place
    assert (place.offer, place.ran_out_at) == (None, made.answer_by)
    again = offer_place(actor=desk, enquiry_id=first.pk, reason="", now=later)
    assert again != made
    made.refresh_from_db()
    assert (made.accepted, made.answered_at) == (None, made.answer_by)
    assert not offer_place(actor=desk, enquiry_id=second.pk, reason="", now=later).is_out_of_order


def test_a_place_is_offered_only_where_a_seat_is_free_for_it(world):
    clinic = make_clinic(world, people=1, capacity=2)
    first, second = receive(world, now=NOW - DAY), receive(world)
    for enquiry in (first, second):
        join(world, enquiry, clinic)
    desk = world.actor("admissions")
    offer_free_seat(actor=desk, enquiry_id=first.pk, reason="", now=NOW)
    assert offer_free_seat(actor=desk, enquiry_id=first.pk, reason="", now=NOW)
    with pytest.raises(Refused, match="No seat is free in Evening IOP yet"):
        offer_free_seat(actor=desk, enquiry_id=second.pk, reason="", now=NOW)
    answer(world, first, False)
    offer_free_seat(actor=desk, enquiry_id=second.pk, reason="The first declined.", now=NOW)
    assert free_seats(desk, get_wait(desk, first.pk, NOW), NOW).seats == 0


@pytest.mark.parametrize("people", [1, 5])
def test_the_waitlist_takes_the_same_queries_however_long_it_is(world, clinic, people, query_count):
    for _ in range(people):
        enquiry = receive(world)
        join(world, enquiry, clinic)
        offer(world, enquiry, "In a test.")
        give(world, enquiry)
    actor = world.actor("admissions")
    with query_count(7):
        (line,) = waitlist(actor, NOW)
    assert len(line.places) == people
