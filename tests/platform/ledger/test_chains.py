"""The ledger's chains: whole as written, and any change is named."""

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError, connection, transaction
from tests.cast import make_world

from stepwell.domain.people.models import Client
from stepwell.kernel.actor import system
from stepwell.platform.ledger.models import Chain, Entry
from stepwell.platform.ledger.unit import action, record, unit_of_work
from stepwell.platform.ledger.verify import seal, verify


def test_an_action_leaves_an_entry_on_the_clients_chain(world):
    chain = Chain.objects.get(key=f"client:{world.client.pk}")
    verbs = list(chain.entries.order_by("position").values_list("verb", flat=True))
    assert verbs == ["client.registered", "care_team.joined", "client.portal_given"]
    assert chain.length == 3


def test_an_untouched_ledger_is_whole(world, tmp_path):
    seal(tmp_path, now=pytest.importorskip("datetime").datetime.now())
    report = verify(tmp_path)
    assert report.faults == ()
    assert report.entries > 0
    assert report.seals == 1


def test_nothing_is_recorded_when_the_action_fails(db):
    before = Entry.objects.count()
    with pytest.raises(RuntimeError), unit_of_work():
        record(system("test"), "something.done")
        raise RuntimeError
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_entry SET verb = 'x'", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry"]
)
def test_the_application_cannot_change_the_past(world, statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_verify_names_the_row_that_a_superuser_altered(committed, server, database_name):
    with unit_of_work():
        record(system("altered"), "first.thing")
        record(system("altered"), "second.thing")
    row = Entry.objects.get(actor_key="system:altered", verb="first.thing")
    with psycopg.connect(server.superuser(database_name).to_dsn(), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE ledger_entry SET verb = 'other.thing' WHERE id = %s", [row.pk])
        try:
            assert f"entry {row.pk}: it was changed after it was written" in map(str, verify().faults)
        finally:
            admin.execute("UPDATE ledger_entry SET verb = 'first.thing' WHERE id = %s", [row.pk])
    assert verify().faults == ()


def test_what_fails_at_the_very_end_undoes_all_of_it_and_the_connection_goes_on(committed):
    """Entries and commit go to the database in one way there and back: the failure comes with the commit."""
    world = make_world()
    actor = world.actor("counselor")
    mine = Entry.objects.filter(client_id=world.client.pk)
    before = mine.count()

    @action
    def do(detail):
        Client.objects.filter(pk=world.client.pk).update(preferred_name="Changed")
        record(actor, "something.done", client_id=world.client.pk, detail=detail)

    with pytest.raises(DatabaseError):
        do({"words": "no text of PostgreSQL holds \x00"})
    assert not connection.in_atomic_block
    assert Client.objects.get(pk=world.client.pk).preferred_name == world.client.preferred_name
    assert mine.count() == before
    do({"words": "this one can"})
    assert Client.objects.get(pk=world.client.pk).preferred_name == "Changed"
    assert mine.count() == before + 1


@pytest.mark.parametrize("is_kept", [False, True], ids=["before the commit", "after it"])
def test_a_connection_that_is_lost_at_the_very_end_is_a_database_that_does_not_answer(committed, monkeypatch, is_kept):
    """So that the person is told to send it again (503), and no fault of ours (500)."""
    world = make_world()
    actor = world.actor("counselor")
    leave = psycopg.Pipeline.__exit__

    def lose_it(*pipeline):
        connection.connection.close()
        leave(*pipeline)

    @action
    def do():
        Client.objects.filter(pk=world.client.pk).update(preferred_name="Changed")
        record(actor, "something.done", client_id=world.client.pk)
        if is_kept:
            monkeypatch.setattr(psycopg.Pipeline, "__exit__", lose_it)
        else:
            connection.connection.close()

    with pytest.raises(OperationalError):
        do()
    monkeypatch.undo()
    connection.close()
    called = Client.objects.get(pk=world.client.pk).preferred_name
    assert called == ("Changed" if is_kept else world.client.preferred_name)
