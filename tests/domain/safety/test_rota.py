"""Somebody is put on call, and taken off; what stands is read back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from tests.calling import DAY, asked, put
from tests.cast import EVERYBODY, NOW, make_world

from stepwell.domain.people.models import Post
from stepwell.domain.safety.actions import put_back_on_call, take_off_call
from stepwell.domain.safety.models import OnCall
from stepwell.domain.safety.queries.rota import may_stand, on_call_now, rotas
from stepwell.domain.safety.rules.rota import Place
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.kernel.period import Period
from stepwell.platform.ledger.models import Entry

KEEPS = {"director", "supervisor"}


def now_at(world, now=NOW):
    return on_call_now(world.actor("counselor"), [world.site], now)[0]


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_leads_the_site_keeps_its_rota_and_nobody_else(world, who):
    if who in KEEPS:
        assert len(put(world, by=who)) == 1
        return
    with pytest.raises(NotAllowed):
        put(world, by=who)
    assert not OnCall.objects.filter(site=world.site).exists()


def test_who_is_on_call_is_known_with_the_second_and_until_when(world):
    put(world, "colleague")
    put(world, "supervisor", Place.SECOND)
    rota = now_at(world)
    assert (rota.first.staff, rota.second.staff) == (world.staff["colleague"], world.staff["supervisor"])
    assert not rota.is_uncovered
    assert [one.started_at for one in rota.gaps] == [rota.first.period.ended_at]


def test_an_hour_without_a_first_is_a_gap_however_many_are_second(world):
    put(world, "colleague", Place.SECOND)
    rota = now_at(world)
    assert rota.is_uncovered
    assert rota.first is None


def test_who_answers_no_safety_events_at_the_site_cannot_be_put_on_call(world):
    for who in ("front desk", "billing", "elsewhere"):
        with pytest.raises(Refused, match="answer safety events"):
            put(world, who)
    assert world.staff["on-call"] in may_stand(world.actor("director"), world.site, NOW)


def test_a_post_that_ends_leaves_a_gap_from_that_day_on(world):
    put(world, "colleague", days=7)
    Post.objects.filter(staff=world.staff["colleague"]).update(ended_on=DAY + timedelta(days=2))
    rota = now_at(world)
    assert rota.first.is_cut
    assert rota.gaps[0].started_at.date() == date(2026, 10, 8)
    world.accounts["colleague"].is_active = False
    world.accounts["colleague"].save()
    assert now_at(world).is_uncovered


def test_one_place_has_one_person_at_a_time_and_the_refusal_names_them(world):
    put(world, "colleague", days=7)
    with pytest.raises(Refused, match="Tess Brandt is on call then"):
        put(world, "counselor", days=7)
    with pytest.raises(Refused, match="in the other place"):
        put(world, "colleague", Place.SECOND)
    with pytest.raises(Refused, match="Tess Brandt"):
        put(
            world,
            "counselor",
            when=asked(DAY - timedelta(days=7), 7, every_weeks=1, last_on=DAY + timedelta(days=30)),
            now=NOW - timedelta(days=3),
        )
    assert OnCall.objects.filter(site=world.site).count() == 1


def test_the_database_refuses_it_too(world):
    (row,) = put(world, "colleague")
    row.pk, row.staff = None, world.staff["counselor"]
    with pytest.raises(IntegrityError):
        row.save()


def test_of_two_at_once_one_stands(committed):
    world, together = make_world(), Barrier(2)

    def one(who):
        try:
            together.wait(timeout=20)
            return put(world, who)
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(one, ("colleague", "counselor")))
    assert sum(found is not None for found in made) == 1


def test_the_same_again_is_the_one_that_stands(world):
    assert put(world) == put(world)


def test_taking_off_one_that_is_to_come_frees_its_hours(world):
    (row,) = put(world, "colleague", from_on=DAY + timedelta(days=1))
    for _ in range(2):
        take_off_call(actor=world.actor("director"), stretch_id=row.pk, now=NOW)
    put(world, "counselor", from_on=DAY + timedelta(days=1))
    row.refresh_from_db()
    assert row.taken_off_at == NOW
    assert Entry.objects.filter(verb="on_call.taken_off", subject_id=str(row.pk)).count() == 1


def test_one_that_runs_ends_now_and_what_was_stays(world):
    (row,) = put(world, "colleague")
    take_off_call(actor=world.actor("director"), stretch_id=row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.ends_at, row.taken_off_at) == (NOW, None)
    assert now_at(world).is_uncovered
    with pytest.raises(Refused, match="over already"):
        take_off_call(actor=world.actor("director"), stretch_id=row.pk, now=NOW + timedelta(days=1))


@pytest.mark.parametrize("days", [0, 1])
def test_what_was_taken_off_by_mistake_is_put_back_unless_somebody_stands_there(world, days):
    (row,) = put(world, "colleague", from_on=DAY + timedelta(days=days))
    given = {"stretch_id": row.pk, "ends_at": row.ends_at, "done_at": NOW, "now": NOW}
    take_off_call(actor=world.actor("director"), stretch_id=row.pk, now=NOW)
    put_back_on_call(actor=world.actor("director"), **given)
    kept = OnCall.objects.get(pk=row.pk)
    assert (kept.ends_at, kept.taken_off_at) == (row.ends_at, None)
    with pytest.raises(Refused, match="changed again"):
        put_back_on_call(actor=world.actor("director"), **given)
    take_off_call(actor=world.actor("director"), stretch_id=row.pk, now=NOW)
    put(world, "counselor", from_on=DAY + timedelta(days=days), at=time(10))
    with pytest.raises(Refused, match="Maya Okafor"):
        put_back_on_call(actor=world.actor("director"), **given)


def test_nobody_takes_off_anybody_at_another_site(world):
    theirs = make_world()
    (row,) = put(theirs)
    with pytest.raises(NotFound):
        take_off_call(actor=world.actor("director"), stretch_id=row.pk, now=NOW)


def test_queries_do_not_grow_with_stretches_or_sites(world):
    window = Period(NOW, NOW + timedelta(days=60))
    put(world, "colleague")
    actor = world.actor("director")

    def count(sites):
        with CaptureQueriesContext(connection) as captured:
            rotas(actor, sites, window)
        return len(captured)

    few = count([world.site])
    put(world, "supervisor", when=asked(DAY + timedelta(days=1), 7, every_weeks=1, last_on=DAY + timedelta(days=50)))
    assert count([world.site, world.other_site]) == few == 2
