"""Facts on the way to a start: who may make them, that they are there once, and the work that they make and settle."""

from datetime import date, timedelta

import pytest
from tests.cast import EVERYBODY, NOW
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_referral_queries import receive, screen

from stepwell.domain.admissions.actions.placement import mark_screened
from stepwell.domain.admissions.actions.way import mark_assessed, record_benefits, release_seat
from stepwell.domain.admissions.models import BenefitsCheck, Enquiry, SeatHold
from stepwell.domain.admissions.queries.moves import get_movable
from stepwell.domain.admissions.rules.benefits import Benefits, Pays
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.week.queries.stays import StartDate, track_offers
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.admit import admit
from stepwell.workflows.schedule import choose_first_day

PAID = Benefits(Pays.INSURANCE, "Acme Health", "HMO", "Covered after a copay.")
THU = date(2026, 10, 8)
AT_DESK = ("admissions", "director")
CLINICIANS = ("supervisor", "counselor", "prescriber", "nurse")
LETS_START = ("admissions", "director", "supervisor")


def benefits(world, enquiry, *, who="admissions", said=PAID, seen=None, now=NOW):
    return record_benefits(actor=world.actor(who), enquiry_id=enquiry.pk, benefits=said, seen_id=seen, now=now)


def hold(world, enquiry, clinic, on=THU, who="admissions", seen=None):
    return choose_first_day(
        actor=world.actor(who),
        enquiry_id=enquiry.pk,
        track_id=clinic.track.pk,
        start_on=on,
        seen_id=seen,
        now=NOW,
    )


def begin(world, enquiry, clinic, on=THU):
    return admit(
        actor=world.actor("admissions"),
        enquiry_id=enquiry.pk,
        track_id=clinic.track.pk,
        started_on=on,
        counselor_id=world.staff["counselor"].pk,
        therapist_id=None,
        case_manager_id=world.staff["case manager"].pk,
        now=NOW,
    )


def open_work(enquiry):
    found = Task.objects.filter(subject_id=str(enquiry.pk), done_at__isnull=True)
    return {task.kind: task.due_at for task in found}


def stage(world, enquiry, who="admissions"):
    return get_movable(world.actor(who), enquiry.pk).standing.stage


@pytest.mark.parametrize("who", EVERYBODY)
def test_admissions_checks_benefits_and_nobody_else(world, who):
    enquiry = receive(world)
    if who in AT_DESK:
        assert benefits(world, enquiry, who=who).checked_by == world.staff[who]
        return
    with pytest.raises((NotAllowed, NotFound)):
        benefits(world, enquiry, who=who)
    assert not BenefitsCheck.objects.filter(enquiry=enquiry).exists()


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_clinician_says_that_the_assessment_is_finished(world, who):
    from stepwell.domain.people.actions import join_care_team
    from stepwell.domain.people.models import Function

    enquiry = receive(world)
    if who in CLINICIANS and who != "supervisor":
        functions = {"prescriber": Function.PRESCRIBER, "nurse": Function.NURSE}
        function = functions.get(who, Function.COUNSELOR)
        setup = world.actor("director")
        join_care_team(actor=setup, client=enquiry.client, staff=world.staff[who], function=function, now=NOW)
    if who in CLINICIANS:
        for _ in range(2):
            marked = mark_assessed(actor=world.actor(who), enquiry_id=enquiry.pk, now=NOW)
        assert (marked.assessed_at, marked.assessed_by) == (NOW, world.staff[who])
        assert Entry.objects.filter(verb="enquiry.assessed", subject_id=str(enquiry.pk)).count() == 1
        return
    with pytest.raises((NotAllowed, NotFound)):
        mark_assessed(actor=world.actor(who), enquiry_id=enquiry.pk, now=NOW)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_lets_people_start_chooses_the_first_day(world, who):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    if who in LETS_START:
        assert hold(world, enquiry, clinic, who=who).held_by == world.staff[who]
        assert release_seat(actor=world.actor(who), enquiry_id=enquiry.pk, now=NOW) == enquiry
        return
    with pytest.raises((NotAllowed, NotFound)):
        hold(world, enquiry, clinic, who=who)
    with pytest.raises((NotAllowed, NotFound)):
        release_seat(actor=world.actor(who), enquiry_id=enquiry.pk, now=NOW)


def test_the_same_check_twice_is_one_and_a_later_one_counts(world):
    enquiry = receive(world)
    first = benefits(world, enquiry)
    assert benefits(world, enquiry) == first
    self_pay = Benefits(Pays.SELF, found="Agreed on a weekly rate.")
    with pytest.raises(Refused, match="Ty Marsh recorded a check on 6 Oct 2026, 09:00"):
        benefits(world, enquiry, who="director", said=self_pay)
    second = benefits(world, enquiry, who="director", said=self_pay, seen=first.pk, now=NOW + timedelta(hours=1))
    assert get_movable(world.actor("admissions"), enquiry.pk).standing.benefits == second


def test_each_fact_moves_the_card_and_leaves_the_next_piece_of_work(world):
    enquiry = receive(world)
    assert {*open_work(enquiry)} == {"enquiry.answer"}
    screen(enquiry, NOW)
    mark_screened(actor=world.actor("admissions"), client_id=enquiry.client_id, now=NOW)
    assert stage(world, enquiry) is Stage.SCREENED
    assert open_work(enquiry) == {
        "placement.decide": NOW + timedelta(days=1),
        "enquiry.benefits": NOW + timedelta(hours=24),
    }
    benefits(world, enquiry)
    assert stage(world, enquiry) is Stage.BENEFITS
    assert open_work(enquiry)["enquiry.assess"] == NOW + timedelta(hours=72)
    mark_assessed(actor=world.actor("supervisor"), enquiry_id=enquiry.pk, now=NOW)
    assert stage(world, enquiry) is Stage.ASSESSED
    assert {*open_work(enquiry)} == {"placement.decide"}


def test_a_first_day_is_the_clock_of_the_start_and_the_start_ends_all_of_it(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    assert open_work(enquiry)["enquiry.schedule"] == NOW + timedelta(hours=48)
    hold(world, enquiry, clinic)
    assert stage(world, enquiry) is Stage.SCHEDULED
    work = open_work(enquiry)
    assert "enquiry.schedule" not in work
    assert work["enquiry.start"].isoformat() == "2026-10-09T06:00:00+00:00"
    begin(world, enquiry, clinic)
    assert not {kind for kind in open_work(enquiry) if kind.startswith("enquiry.")}
    assert stage(world, enquiry, "director") is Stage.STARTED


def test_somebody_starts_the_next_day_without_a_check_or_a_held_seat(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    assert begin(world, enquiry, clinic).started_on == THU


def test_another_day_takes_the_place_of_the_first_and_the_same_is_once(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    first = hold(world, enquiry, clinic)
    assert hold(world, enquiry, clinic) == first
    with pytest.raises(Refused, match="Ty Marsh chose another first day on 6 Oct 2026, 09:00"):
        hold(world, enquiry, clinic, date(2026, 10, 12), "director")
    hold(world, enquiry, clinic, date(2026, 10, 12), "director", seen=first.pk)
    assert SeatHold.objects.filter(enquiry=enquiry).count() == 2
    assert SeatHold.objects.get(enquiry=enquiry, released_at__isnull=True).start_on == date(2026, 10, 12)
    release_seat(actor=world.actor("admissions"), enquiry_id=enquiry.pk, now=NOW)
    assert stage(world, enquiry) is Stage.PLACED
    assert "enquiry.schedule" in open_work(enquiry)


def test_a_held_seat_is_given_to_nobody_else_until_it_is_free_again(world):
    clinic = make_clinic(world, people=0, capacity=1)
    first, second = place_one(world, 1), place_one(world, 2)
    hold(world, first, clinic)
    (offer,) = track_offers(world.actor("admissions"), world.site, NOW)
    assert offer.seats_left == 0
    (own,) = track_offers(world.actor("admissions"), world.site, NOW, without=first.pk)
    assert own.seats_left == 1
    with pytest.raises(Refused, match="held for somebody else"):
        hold(world, second, clinic)
    with pytest.raises(Refused, match="Every free seat is held"):
        begin(world, second, clinic)
    begin(world, first, clinic)
    with pytest.raises(Refused, match="No seat is free"):
        hold(world, second, clinic)


def test_a_seat_before_the_first_day_that_is_held_is_free(world):
    clinic = make_clinic(world, people=0, capacity=1)
    hold(world, place_one(world, 1), clinic, date(2026, 10, 12))
    (offer,) = track_offers(world.actor("admissions"), world.site, NOW)
    assert {date_.seats_left for date_ in offer.dates} == {0}  # whoever starts today would sit there on the 12th too


def test_the_earliest_start_is_after_today_and_looks_past_the_days_that_are_full(world):
    clinic = make_clinic(world, people=0, capacity=1, weeks=30)
    hold(world, place_one(world, 1), clinic, date(2026, 10, 8))
    (offer,) = track_offers(world.actor("admissions"), world.site, NOW)
    assert {start.seats_left for start in offer.dates} == {0}
    assert offer.earliest == StartDate(date(2026, 12, 31), 1)  # twelve weeks after the seat that is held
    (own,) = track_offers(world.actor("admissions"), world.site, NOW, without=SeatHold.objects.get().enquiry_id)
    assert (own.dates[0].on, own.earliest) == (date(2026, 10, 6), StartDate(date(2026, 10, 8), 1))


def test_a_track_that_is_full_to_its_end_has_no_earliest_start(world):
    clinic = make_clinic(world, people=0, capacity=1, weeks=4)
    hold(world, place_one(world, 1), clinic, date(2026, 10, 6))
    (offer,) = track_offers(world.actor("admissions"), world.site, NOW)
    assert offer.earliest is None


@pytest.mark.parametrize(("on", "said"), [(date(2026, 10, 1), "This day is over"), (date(2027, 1, 20), "too far away")])
def test_a_first_day_is_one_that_is_to_come_and_near(world, on, said):
    clinic, enquiry = make_clinic(world, people=0, weeks=30), place_one(world)
    with pytest.raises(Refused, match=said):
        hold(world, enquiry, clinic, on)


def test_there_is_no_first_day_without_a_level_a_group_or_an_open_track(world):
    clinic, enquiry = make_clinic(world, people=0, weeks=2), receive(world)
    with pytest.raises(Refused, match="No level of care"):
        hold(world, enquiry, clinic)
    placed = place_one(world)
    with pytest.raises(Refused, match="no group from this day on"):
        hold(world, placed, clinic, date(2026, 12, 1))
    clinic.track.is_open = False
    clinic.track.save()
    with pytest.raises(Refused, match="takes nobody new"):
        hold(world, placed, clinic)


def test_nothing_is_added_to_an_enquiry_that_has_ended(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    begin(world, enquiry, clinic)
    with pytest.raises(Refused, match="has started already"):
        benefits(world, enquiry)
    Enquiry.objects.filter(pk=enquiry.pk).update(started_at=None, closed_at=NOW)
    with pytest.raises(Refused, match="is closed"):
        mark_assessed(actor=world.actor("supervisor"), enquiry_id=enquiry.pk, now=NOW)
