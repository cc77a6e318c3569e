"""Two groups become one and one becomes two, from a day on; the past, the line and the curriculum come along."""

from datetime import date, time, timedelta
from random import Random

import pytest
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic
from tests.domain.week.test_week_actions_series import another
from tests.domain.week.test_week_actions_working import works

from stepwell.domain.admissions.models import Episode
from stepwell.domain.catalog.actions import take_curriculum
from stepwell.domain.week.actions import (
    Taken,
    end_series,
    keep_apart,
    leave_series,
    merge_series,
    record_attendance,
    split_series,
    wait_for_seat,
)
from stepwell.domain.week.actions.curriculum import follow_curriculum
from stepwell.domain.week.models import ApartKind, Booking, Enrollment, LedDespite, SeriesWait, Session, Status
from stepwell.domain.week.queries.curriculum import position_of
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.unit import rehearse

FROM_ON = date(2026, 10, 12)


def merge(clinic, series, into, from_on=FROM_ON, who="director", despite=""):
    asked = {"series_id": series.pk, "into_id": into.pk, "from_on": from_on, "now": NOW, "despite": despite}
    return merge_series(actor=clinic.world.actor(who), **asked)


def split(clinic, people, series=None, from_on=FROM_ON, who="director", **more):
    series = series or clinic.series
    ids = Enrollment.objects.filter(series=series, client__in=people, left_on=None).values_list("pk", flat=True)
    given = {"place": clinic.other_place, "leader": clinic.world.staff["colleague"], "name": "Evening 2", **more}
    return split_series(
        actor=clinic.world.actor(who), series_id=series.pk, enrollment_ids=[*ids], from_on=from_on, now=NOW, **given
    )


def seated(series, on):
    held = Booking.objects.filter(session__series=series, session__on=on, canceled_at=None, session__canceled_at=None)
    return set(held.values_list("client_id", flat=True))


def test_one_group_becomes_two_and_two_become_one_again(world):
    clinic = make_clinic(world, people=3)
    goes, *stay = clinic.clients
    done = split(clinic, [goes])
    assert (done.people, done.into.weekdays) == (1, clinic.series.weekdays)
    assert seated(clinic.series, date(2026, 10, 8)) == {one.pk for one in clinic.clients}
    assert seated(clinic.series, FROM_ON) == {one.pk for one in stay}
    assert seated(done.into, FROM_ON) == {goes.pk}
    back = merge(clinic, done.into, clinic.series, date(2026, 10, 19))
    assert back.people == 1
    assert seated(done.into, date(2026, 10, 15)) == {goes.pk}
    assert seated(done.into, date(2026, 10, 19)) == set()
    assert seated(clinic.series, date(2026, 10, 19)) == {one.pk for one in clinic.clients}
    done.into.refresh_from_db()
    assert done.into.ends_on == date(2026, 10, 19)


def test_a_rehearsal_says_what_would_be_and_leaves_nothing(world):
    clinic = make_clinic(world, people=2)
    before = Session.objects.count(), Enrollment.objects.count(), Entry.objects.count()
    seen = rehearse(lambda: split(clinic, clinic.clients[:1]))
    assert (seen.people, seen.into.name) == (1, "Evening 2")
    assert (Session.objects.count(), Enrollment.objects.count(), Entry.objects.count()) == before
    with pytest.raises(Refused):
        rehearse(lambda: split(clinic, []))


def test_the_line_moves_along_and_keeps_its_order(world):
    clinic = make_clinic(world, people=1, capacity=2)
    waits = admit_one(clinic, 5)
    member = clinic.series.enrollments.get(client=waits.client)
    leave_series(actor=world.actor("director"), enrollment=member, left_on=date(2026, 10, 8), now=NOW)
    admit_one(clinic, 6, started_on=date(2026, 10, 8))
    other = another(clinic, starts_at_time=time(12, 0), capacity=2)
    asked = {"client_id": waits.client_id, "episode": waits, "now": NOW}
    wait = wait_for_seat(actor=world.actor("counselor"), series_id=other.pk, **asked)
    merge(clinic, other, clinic.series)
    moved = SeriesWait.objects.get(pk=wait.pk)
    assert (moved.series, moved.since, moved.held_from) == (clinic.series, wait.since, None)


def test_all_that_is_in_the_way_is_said_and_nobody_is_named(world):
    clinic = make_clinic(world, people=2, capacity=2)
    second = split(clinic, clinic.clients[:1]).into
    newcomer = admit_one(clinic, 5, started_on=FROM_ON)
    admit_one(clinic, 6, started_on=FROM_ON)
    asked = {"client_id": newcomer.client_id, "other_id": clinic.clients[1].pk, "why": "Asked for it.", "now": NOW}
    keep_apart(actor=world.actor("supervisor"), kind=ApartKind.APART, **asked)
    with pytest.raises(Refused) as refused:
        merge(clinic, second, clinic.series)
    said = [one.what for one in refused.value.refusals]
    assert said == [
        "Evening IOP would have 4 people on Mon 12 Oct, and 2 seats.",
        "These two can't become one for a reason that the people's clinicians know.",
    ]


def test_groups_of_two_tracks_a_past_day_or_an_ended_group_are_refused(world):
    clinic = make_clinic(world, people=1)
    other = another(clinic, starts_at_time=time(12, 0))
    with pytest.raises(Refused, match="aren't two groups of one track"):
        merge(clinic, other, other)
    with pytest.raises(Refused, match="The past stays as it was"):
        merge(clinic, other, clinic.series, date(2026, 10, 5))
    with pytest.raises(Refused, match="Family group ends before Evening IOP does"):
        merge(clinic, clinic.series, other)
    end_series(actor=world.actor("director"), series_id=other.pk, ends_on=FROM_ON, now=NOW)
    with pytest.raises(Refused, match="has ended by then"):
        merge(clinic, other, clinic.series)


def test_a_split_that_cannot_be_meant_is_refused(world):
    clinic = make_clinic(world, people=2)
    with pytest.raises(Refused, match="Nobody would stay"):
        split(clinic, clinic.clients)
    with pytest.raises(Refused, match="The past stays as it was"):
        split(clinic, clinic.clients[:1], from_on=date(2026, 10, 5))
    with pytest.raises(Taken, match="Room 2 is taken"):
        split(clinic, clinic.clients[:1], place=clinic.place)
    clinic.other_place.seats = 0
    with pytest.raises(Refused, match="Room 3 has 0 seats"):
        split(clinic, clinic.clients[:1])


@pytest.mark.parametrize("who", ["counselor", "admissions", "elsewhere", "client", "stranger"])
def test_nobody_else_merges_or_splits_groups(world, who):
    clinic = make_clinic(world, people=2)
    with pytest.raises((NotAllowed, NotFound)):
        split(clinic, clinic.clients[:1], who=who)
    with pytest.raises((NotAllowed, NotFound)):
        merge(clinic, clinic.series, clinic.series, who=who)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_merging_and_splitting_everybody_sits_where_a_simple_model_has_them(world, seed):
    """The model: for each day to come and each person the group whose session they sit in; and beside which groups it
    stands why somebody leads them outside of when they work. It is asked for once.
    """
    clinic, dice = make_clinic(world, people=4, weeks=4), Random(seed)
    groups = [clinic.series]
    days = sorted({one.on for one in clinic.sessions if one.starts_at > NOW})
    model = {(one.pk, on): clinic.series.pk for one in clinic.clients for on in days}
    people = {one.pk: one for one in clinic.clients}
    for who in ("counselor", "colleague"):
        works(clinic, who)
    said, asked = set(), set()
    for _ in range(9):
        from_on, why = dice.choice(days), dice.choice(["", "They swapped."])
        try:
            if dice.random() < 0.5 and len(groups) > 1:
                series, into = dice.sample(groups, 2)
                merge(clinic, series, into, from_on, despite=why)
                who, to = [*people], into.pk
            else:
                series = dice.choice(groups)
                some = [people[pk] for pk in people if model[pk, from_on] == series.pk]
                chosen = dice.sample(some, dice.randint(0, len(some)))
                new = split(clinic, chosen, series, from_on, name=f"Group {len(groups)}", despite=why).into
                groups.append(new)
                who, to = [one.pk for one in chosen], new.pk
        except (Refused, NotFound) as refused:
            asked |= {why} if "works on" in str(refused) else set()
            continue
        assert why or to in said
        said.add(to)
        assert sorted(LedDespite.objects.values_list("series", flat=True)) == sorted(said)
        for pk in who:
            for on in days:
                if on >= from_on and model[pk, on] == series.pk:
                    model[pk, on] = to
        sat = Booking.objects.filter(client__in=people, session__on__in=days)
        rows = sat.filter(canceled_at=None, session__canceled_at=None).values_list(
            "client_id", "session__on", "session__series_id"
        )
        assert {(client, on): group for client, on, group in rows} == model
    assert asked <= {""}
    assert Episode.objects.filter(client__in=people, ended_on=None).count() == 4


def test_a_day_after_which_somebody_leaves_holds_in_the_other_group_too(world):
    clinic = make_clinic(world, people=2)
    member = clinic.series.enrollments.get(client=clinic.clients[0])
    leave_series(actor=world.actor("director"), enrollment=member, left_on=FROM_ON + timedelta(days=14), now=NOW)
    ids = [member.pk]
    second = split_series(
        actor=world.actor("director"),
        series_id=clinic.series.pk,
        enrollment_ids=ids,
        name="Evening 2",
        place=clinic.other_place,
        leader=world.staff["colleague"],
        from_on=FROM_ON,
        now=NOW,
    ).into
    assert Enrollment.objects.get(series=second).left_on == FROM_ON + timedelta(days=14)


def test_a_split_group_goes_on_in_the_curriculum_and_who_comes_brings_along_what_they_have_had(world):
    clinic = make_clinic(world, people=2)
    director, counselor = world.actor("director"), world.actor("counselor")
    book = take_curriculum(actor=director, site=world.site, code="matrix-relapse-prevention")
    follow_curriculum(actor=director, series_id=clinic.series.pk, curriculum=book, from_on=NOW.date(), now=NOW)
    first = clinic.series.sessions.get(on=NOW.date())
    later = first.ends_at + timedelta(minutes=5)
    for one in clinic.clients:
        asked = {"session_id": first.pk, "client_id": one.pk, "status": Status.PRESENT, "now": later}
        record_attendance(actor=counselor, **asked)
    second = split(clinic, clinic.clients[:1]).into
    monday = second.sessions.get(on=FROM_ON)
    place = position_of(director, monday.pk)
    assert (place.number, dict(place.had)) == (3, {clinic.clients[0].pk: 1})  # after Tuesday's and Thursday's
    assert position_of(director, clinic.series.sessions.get(on=FROM_ON).pk).number == 3
    merge(clinic, second, clinic.series, date(2026, 10, 15))
    thursday = position_of(director, clinic.series.sessions.get(on=date(2026, 10, 15)).pk)
    assert dict(thursday.had) == dict.fromkeys([one.pk for one in clinic.clients], 1)
