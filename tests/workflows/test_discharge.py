"""A stay ends: for a counted reason, with its places given back, and never over an open safety event."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.admissions.rules.ending import EndReason, first_day_after
from stepwell.domain.people.models import CareTeamMember, Phase
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import Source
from stepwell.domain.week.actions import record_attendance
from stepwell.domain.week.models import Booking, Enrollment, Status
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.discharge import discharge

LAST_ON = date(2026, 10, 6)


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def end(clinic, who="supervisor", *, last_on=LAST_ON, reason=EndReason.LEFT_EARLY, now=NOW, number=0):
    return discharge(
        actor=clinic.world.actor(who),
        episode_id=clinic.episodes[number].pk,
        last_on=last_on,
        reason=reason,
        now=now,
    )


def test_the_reasons_are_those_of_teds_in_their_order():
    assert [(one.value, one.teds) for one in EndReason] == [
        ("completed", 1),
        ("left early", 2),
        ("ended by the program", 3),
        ("transferred", 4),
        ("incarcerated", 5),
        ("died", 6),
        ("other", 7),
    ]


def test_a_last_day_lies_between_the_start_and_today():
    said = {"started_on": date(2026, 10, 1), "today": date(2026, 10, 6)}
    assert first_day_after(date(2026, 10, 1), **said) == date(2026, 10, 2)
    for day, why in ((date(2026, 9, 30), "before they started"), (date(2026, 10, 7), "still to come")):
        with pytest.raises(Refused, match=why):
            first_day_after(day, **said)


def test_seats_are_free_again_the_team_is_closed_and_the_person_has_left(clinic):
    episode, client = end(clinic), clinic.clients[0]
    assert (episode.ended_on, episode.end_reason) == (LAST_ON + timedelta(days=1), "left early")
    ahead = Booking.objects.filter(client=client, session__on__gt=LAST_ON)
    assert ahead.exists()
    assert not ahead.filter(canceled_at__isnull=True).exists()
    assert not CareTeamMember.objects.filter(client=client, ended_at__isnull=True).exists()
    client.refresh_from_db()
    assert client.phase == Phase.LEFT
    assert Booking.objects.filter(client=clinic.clients[1], canceled_at__isnull=True).count() > 30
    ended = Entry.objects.get(verb="episode.ended", client_id=client.pk)
    assert ended.detail == {"reason": 2}


def test_the_same_again_is_once_and_another_end_is_refused(clinic):
    end(clinic)
    before = Entry.objects.count()
    end(clinic)
    assert Entry.objects.count() == before
    with pytest.raises(Refused, match="has ended already"):
        end(clinic, reason=EndReason.COMPLETED)


def test_nobody_goes_while_a_safety_event_is_open(clinic):
    client = clinic.clients[0]
    key, said = uuid4(), Source.SAID_UNSAFE
    counselor = clinic.world.actor("counselor")
    raise_event(actor=counselor, client=client, key=key, source=said, raised_at=NOW, now=NOW)
    with pytest.raises(Refused, match="a safety event is open"):
        end(clinic)
    clinic.episodes[0].refresh_from_db()
    assert clinic.episodes[0].ended_on is None


def test_a_last_day_before_a_session_they_came_to_is_refused_whole(clinic):
    session, client = clinic.sessions[0], clinic.clients[0]
    later = session.ends_at + timedelta(days=2)
    record_attendance(
        actor=clinic.world.actor("counselor"),
        session_id=clinic.sessions[1].pk,
        client_id=client.pk,
        status=Status.PRESENT,
        now=later,
    )
    with pytest.raises(Refused, match="attended this group after that day"):
        end(clinic, last_on=session.on, now=later)
    clinic.episodes[0].refresh_from_db()
    assert clinic.episodes[0].ended_on is None


def test_a_group_that_they_would_join_later_holds_nobody_back(clinic):
    member = Enrollment.objects.get(client=clinic.clients[0])
    Enrollment.objects.filter(pk=member.pk).update(joined_on=LAST_ON + timedelta(days=4))
    Booking.objects.filter(client=member.client, session__on__lt=LAST_ON + timedelta(days=4)).delete()
    end(clinic)
    member.refresh_from_db()
    assert member.left_on == member.joined_on
    assert not Booking.objects.filter(client=member.client, canceled_at=None).exists()


@pytest.mark.parametrize("who", ["admissions", "counselor", "colleague", "case manager", "client"])
def test_who_does_not_answer_for_the_site_ends_no_stay(clinic, who):
    with pytest.raises(NotAllowed):
        end(clinic, who)


def test_the_director_may_and_another_site_never_hears_of_it(clinic, db):
    from tests.cast import make_world

    with pytest.raises(NotFound):
        discharge(
            actor=make_world().actor("supervisor"),
            episode_id=clinic.episodes[0].pk,
            last_on=LAST_ON,
            reason=EndReason.OTHER,
            now=NOW,
        )
    assert end(clinic, "director", reason=EndReason.COMPLETED).end_reason == "completed"
