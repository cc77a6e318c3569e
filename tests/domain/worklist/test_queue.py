"""The queue: one open task per subject, sections by the clock, and who sees what."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.cast import NOW

from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.domain.worklist.rules import Section, age_words, section_of
from stepwell.kernel.errors import NotAllowed
from stepwell.platform.ledger.models import Entry

DENVER = ZoneInfo("America/Denver")


def raised(world, **change):
    base = {
        "actor": world.actor("counselor"),
        "site": world.site,
        "client": world.client,
        "owner": world.staff["counselor"],
        "kind": "test.kind",
        "subject_id": 1,
        "title": "Look",
        "reason": "Because.",
        "due_at": NOW + timedelta(hours=1),
        "now": NOW,
    }
    return raise_task(**{**base, **change})


def test_raising_the_same_work_twice_is_one_task(world):
    assert raised(world).pk == raised(world, reason="Again.").pk


def test_finished_work_leaves_the_queue_and_can_be_raised_anew(world):
    first = raised(world)
    finish_task(actor=world.actor("counselor"), kind="test.kind", subject_id=1, now=NOW)
    assert open_tasks(world.actor("counselor")) == []
    assert raised(world).pk != first.pk


@pytest.mark.parametrize(
    ("who", "sees"), [("counselor", 1), ("director", 1), ("supervisor", 1), ("colleague", 0), ("elsewhere", 0)]
)
def test_an_owned_task_shows_to_its_owner_and_to_who_leads(world, who, sees):
    raised(world)
    assert len(open_tasks(world.actor(who))) == sees


@pytest.mark.parametrize(("who", "sees"), [("counselor", 1), ("admissions", 1), ("colleague", 0), ("elsewhere", 0)])
def test_a_task_without_an_owner_shows_to_who_may_see_the_client(world, who, sees):
    raised(world, owner=None)
    assert len(open_tasks(world.actor(who))) == sees


@pytest.mark.parametrize(
    ("who", "sees"),
    [("counselor", 1), ("colleague", 1), ("supervisor", 1), ("director", 1), ("admissions", 1), ("elsewhere", 0)],
)
def test_danger_shows_to_every_clinician_of_the_site_whoever_the_client_is_theirs(world, who, sees):
    raised(world, owner=None, is_safety=True, is_everybodys=True)
    assert len(open_tasks(world.actor(who))) == sees


@pytest.mark.parametrize("who", ["client", "stranger"])
def test_the_queue_is_for_staff(world, who):
    with pytest.raises(NotAllowed):
        open_tasks(world.actor(who))


def test_looking_at_the_queue_is_one_row_on_the_readers_chain(world):
    raised(world)
    before = Entry.objects.count()
    open_tasks(world.actor("counselor"))
    row = Entry.objects.latest("pk")
    assert Entry.objects.count() == before + 1
    assert row.chain.key == f"account:{world.accounts['counselor'].pk}"
    assert row.detail == {"clients": [str(world.client.pk)]}


def test_queries_do_not_grow_with_the_queue(world, query_count):
    actor = world.actor("counselor")
    for number in range(3):
        raised(world, subject_id=number)
    with query_count(4):
        open_tasks(actor)
    for number in range(3, 30):
        raised(world, subject_id=number)
    with query_count(4):
        open_tasks(actor)


@pytest.mark.parametrize(
    ("due", "section"),
    [
        (timedelta(minutes=-1), Section.OVERDUE),
        (timedelta(minutes=119), Section.SOON),
        (timedelta(hours=5), Section.TODAY),
        (timedelta(hours=16), Section.LATER),
    ],
)
def test_sections_go_by_the_clock_and_the_sites_day(due, section):
    assert section_of(is_safety=False, due_at=NOW + due, now=NOW, zone=DENVER) is section


def test_safety_stays_on_top_however_late():
    assert section_of(is_safety=True, due_at=NOW - timedelta(days=3), now=NOW, zone=DENVER) is Section.SAFETY


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (timedelta(minutes=18), "18 min left"),
        (timedelta(hours=5), "by 14:00"),
        (timedelta(hours=-22), "22 h late"),
        (timedelta(days=-3), "3 d late"),
        (timedelta(days=1), "by Wed 7 Oct"),
    ],
)
def test_ages_are_said_as_people_say_them(due, words):
    assert age_words(due_at=NOW + due, now=NOW, zone=DENVER) == words
