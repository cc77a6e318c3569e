"""The desk's requests: opened with a clock and a task, stepped, extended once, closed for good."""

from copy import copy
from datetime import date, timedelta

import pytest
from tests.cast import NOW, TODAY, make_world
from tests.exchange import asked_for

from stepwell.domain.privacy.actions import close_request, do_step, extend_request, open_request
from stepwell.domain.privacy.queries import closed_requests, get_request, is_held, open_requests
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def task_of(request):
    return Task.objects.get(kind="privacy.answer", subject_id=str(request.pk), done_at=None)


def test_a_request_has_its_day_and_a_task_that_names_nobody(world):
    asked = asked_for(world)
    assert asked.due_on == date(2026, 11, 5)
    task = task_of(asked)
    assert task.client is None
    assert world.client.family_name not in task.title + task.reason
    assert task.role == "director"  # nobody is privacy officer
    assert Entry.objects.filter(verb="privacy_request.opened", client_id=world.client.pk).count() == 1


def test_the_task_is_the_privacy_officers_where_there_is_one(world):
    assert world.staff["privacy officer"]
    assert task_of(asked_for(world)).role == "privacy officer"


@pytest.mark.parametrize("who", ["supervisor", "counselor", "admissions", "billing", "auditor", "client", "stranger"])
def test_nobody_else_works_at_the_desk(world, who):
    asked = asked_for(world)
    actor = world.actor(who)
    for attempt in (
        lambda: open_requests(actor),
        lambda: get_request(actor, asked.pk),
        lambda: do_step(actor=actor, request_id=asked.pk, code="identity", now=NOW),
        lambda: extend_request(actor=actor, request_id=asked.pk, reason="x", now=NOW),
        lambda: close_request(actor=actor, request_id=asked.pk, outcome="withdrawn", words="x", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_another_sites_desk_finds_nothing(world):
    asked = asked_for(world)
    other = make_world()
    director = other.actor("director")
    assert open_requests(director) == []
    with pytest.raises(NotFound):
        get_request(director, asked.pk)
    with pytest.raises(NotFound):
        asked_for(other, client_id=world.client.pk)
    visiting = copy(other)
    visiting.site = world.site
    with pytest.raises(NotAllowed):
        asked_for(visiting)


def test_what_is_due_next_stands_first_and_what_has_no_day_last(world):
    hold = asked_for(world, kind="legal hold")
    later = asked_for(world, kind="amendment")
    sooner = asked_for(world)
    assert open_requests(world.actor("director")) == [sooner, later, hold]


def test_it_is_extended_once_and_its_task_moves(world):
    asked = asked_for(world)
    director = world.actor("director")
    before = task_of(asked).due_at
    moved = extend_request(actor=director, request_id=asked.pk, reason="The papers are in a store.", now=NOW)
    assert moved.due_on == date(2026, 12, 5)
    assert task_of(asked).due_at == before + timedelta(days=30)
    with pytest.raises(Refused):
        extend_request(actor=director, request_id=asked.pk, reason="Again.", now=NOW)


def test_it_is_closed_once_its_steps_are_done_and_stays_so(world):
    asked = asked_for(world)
    director = world.actor("director")
    with pytest.raises(Refused):
        close_request(actor=director, request_id=asked.pk, outcome="granted", words="A copy.", now=NOW)
    with pytest.raises(Refused):
        do_step(actor=director, request_id=asked.pk, code="dance", now=NOW)
    for code in ("identity", "given", "told", "told"):
        do_step(actor=director, request_id=asked.pk, code=code, now=NOW)
    close_request(actor=director, request_id=asked.pk, outcome="granted", words="A copy.", now=NOW)
    assert not Task.objects.filter(kind="privacy.answer", done_at=None).exists()
    assert open_requests(director) == []
    assert [one.pk for one in closed_requests(director)] == [asked.pk]
    with pytest.raises(Refused) as refused:
        do_step(actor=director, request_id=asked.pk, code="review", now=NOW)
    assert "Rosa Quint closed this" in str(refused.value)


def test_a_hold_stands_on_the_client_until_it_is_lifted(world):
    counselor = world.actor("counselor")
    assert not is_held(counselor, world.client)
    hold = asked_for(world, kind="legal hold")
    assert is_held(counselor, world.client)
    director = world.actor("director")
    do_step(actor=director, request_id=hold.pk, code="released", now=NOW)
    close_request(actor=director, request_id=hold.pk, outcome="lifted", words="Released by letter.", now=NOW)
    assert not is_held(counselor, world.client)


def test_what_says_nothing_is_refused(world):
    with pytest.raises(Refused):
        asked_for(world, words="  ")
    with pytest.raises(Refused):
        asked_for(world, received_on=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        open_request(actor=world.actor("counselor"), site_id=world.site.pk, received=None, now=NOW)
