from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW

from stepwell.domain.people import actions
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_people, get_client
from stepwell.kernel import clock
from stepwell.kernel.coding import Identifier
from stepwell.kernel.errors import NotAllowed
from stepwell.platform.ledger.models import Entry


@pytest.fixture
def angel(world):
    details = {
        "given_names": "Ángel Luis",
        "family_name": f"Ødegård-Quispe{world.client.family_name[5:]}",
        "preferred_name": "Lucho",
        "birth_on": date(1988, 2, 29),
        "phone": "(612) 555-0142",
    }
    return actions.register_client(
        actor=world.actor("admissions"),
        site=world.site,
        details=details,
        identifiers=(Identifier("urn:county", "MN-77-A"),),
        now=NOW,
    )


@pytest.mark.parametrize(
    "typed",
    ["angel", "ÁNG", "lucho", "quispe", "odegard", "luis ode", "1988-02-29", "2/29/1988", "0142", "MN-77-a", "angle"],
)
def test_a_person_is_found_by_any_part_of_what_is_known(world, angel, typed):
    assert angel in find_people(world.actor("admissions"), typed, now=NOW)


def test_who_is_meant_exactly_stands_before_who_is_near(world, angel):
    near = actions.register_client(
        actor=world.actor("admissions"),
        site=world.site,
        details={"given_names": "Abel", "family_name": "Angela"},
        identifiers=(),
        now=NOW,
    )
    found = find_people(world.actor("admissions"), "angelo", now=NOW)
    assert {near, angel} <= set(found)
    assert find_people(world.actor("admissions"), "angela", now=NOW)[0] == near


def test_each_of_the_cast_finds_whom_they_may_see_and_nobody_else(world):
    typed = world.client.family_name
    found = {
        who: [one.pk for one in find_people(world.actor(who), typed, now=NOW)]
        for who in ("counselor", "colleague", "elsewhere", "admissions", "director", "supervisor", "case manager")
    }
    sees = {"counselor", "admissions", "director", "supervisor"}
    assert {who for who, pks in found.items() if world.client.pk in pks} == sees
    with pytest.raises(NotAllowed):
        find_people(world.actor("stranger"), typed, now=NOW)


def test_who_is_shown_is_written_down_once_per_search_and_not_per_letter(world):
    actor, name = world.actor("counselor"), world.client.family_name.lower()
    rows = Entry.objects.filter(actor_key=actor.key, verb="found.list_read")
    for letters in (3, 4, 5, len(name)):
        with clock.standing_at(NOW + timedelta(seconds=letters)):
            find_people(actor, name[:letters], now=clock.now())
    assert [entry.detail["clients"] for entry in rows] == [[str(world.client.pk)]]
    assert name not in str([entry.detail for entry in rows])


def test_the_same_person_found_again_later_is_written_down_again(world):
    actor = world.actor("counselor")
    for minutes in (0, 1, 10):
        with clock.standing_at(NOW + timedelta(minutes=minutes)):
            find_people(actor, world.client.family_name, now=clock.now())
    assert Entry.objects.filter(actor_key=actor.key, verb="found.list_read").count() == 2


def test_charts_opened_lately_come_first_and_alone_where_nothing_is_typed(world, angel):
    actor = world.actor("director")
    with clock.standing_at(NOW):
        assert find_people(actor, "", now=NOW) == []
        get_client(actor, angel.pk, what="chart")
        assert find_people(actor, "", now=NOW + timedelta(minutes=5)) == [angel]


def test_finding_takes_one_query_for_the_people_however_many_there_are(world, query_count):
    actor = world.actor("director")
    for number in range(12):
        actions.register_client(
            actor=world.actor("admissions"),
            site=world.site,
            details={"given_names": "Same", "family_name": f"Samename {number}"},
            identifiers=(),
            now=NOW,
        )
    find_people(actor, "samename", now=NOW)
    with query_count(2):  # the ledger: what was opened and shown; the people
        assert len(find_people(actor, "samenam", now=NOW)) == 8


def test_a_change_of_name_is_found_at_once_and_so_is_who_comes_in_bulk(world):
    world.client.preferred_name = "Wren"
    world.client.save()
    (bulk,) = Client.objects.bulk_create(
        [Client(site=world.site, given_names="Bulk", family_name="Ingrown", created_at=NOW)]
    )
    assert find_people(world.actor("director"), "wren", now=NOW) == [world.client]
    assert find_people(world.actor("director"), "ingr", now=NOW) == [bulk]


def test_the_question_that_is_really_asked_can_be_answered_by_the_indexes(world):
    """With other ways forbidden: a test's table is too short for the planner to want an index by itself."""
    with CaptureQueriesContext(connection) as asked:
        find_people(world.actor("director"), "reyes MN-77", now=NOW)
    (people,) = (one["sql"] for one in asked if "@@" in one["sql"])
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {people}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert {"clients_by_find_words", "identifiers_by_value"} <= set(plan.split())
