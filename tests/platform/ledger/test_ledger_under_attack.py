"""The ledger against many writers at once, against a superuser, and against the application."""

import os
import threading
from datetime import UTC, datetime
from uuid import uuid4

import orjson
import psycopg
import pytest
from django.db import connection, connections
from tests.cast import make_world
from tests.furnished import furnish

from stepwell.kernel.actor import system
from stepwell.platform.ledger.models import Chain, Entry
from stepwell.platform.ledger.unit import record, record_list_read, unit_of_work
from stepwell.platform.ledger.verify import seal, verify

AT = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)
WRITERS, ROUNDS = 6, 25


@pytest.fixture
def admin(committed, server, database_name):
    """Somebody who may do everything, with the triggers asleep."""
    with psycopg.connect(server.superuser(database_name).to_dsn(), autocommit=True) as connected:
        connected.execute("SET session_replication_role = replica")
        yield connected


@pytest.fixture
def chain(committed):
    """A chain of its own with three entries."""
    key = f"attacked-{uuid4().hex[:8]}"
    for verb in ("first.thing", "second.thing", "third.thing"):
        record(system(key), verb)
    return Chain.objects.get(key=f"system:{key}")


def faults_about(chain, folder=None):
    entries = {f"entry {pk}" for pk in chain.entries.values_list("pk", flat=True)}
    return [one for one in verify(folder).faults if one.place in {*entries, f"chain {chain.pk}"} or "seal" in one.place]


def test_many_who_write_to_the_same_and_to_different_chains_never_stop_each_other(committed, tmp_path):
    """Crosswise, with lists, on new chains, and sealed meanwhile: everybody ends, and the ledger is whole."""
    clients = [uuid4() for _ in range(3)]
    gone_wrong: list[BaseException] = []

    def write(number):
        actor = system(f"writer-{number}-{clients[0].hex[:6]}")
        try:
            for turn in range(ROUNDS):
                order = clients if (number + turn) % 2 else clients[::-1]
                with unit_of_work():
                    for one in order:
                        record(actor, "crosswise.thing", client_id=one)
                    record(actor, "own.thing", client_id=uuid4())
                record_list_read(actor, "crowd", order)
        except BaseException as error:
            gone_wrong.append(error)
        finally:
            connections.close_all()

    def seal_often():
        try:
            for _ in range(8):
                seal(tmp_path, now=AT)
        except BaseException as error:
            gone_wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number], daemon=True) for number in range(WRITERS)]
    threads += [threading.Thread(target=seal_often, daemon=True) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not [one for one in threads if one.is_alive()], "somebody waits for ever"
    assert not gone_wrong
    for one in clients:
        assert Chain.objects.get(key=f"client:{one}").length == WRITERS * ROUNDS
    report = verify(tmp_path)
    assert report.faults == ()
    assert report.seals == 16


def test_a_seal_holds_when_more_is_written_after_it(chain, tmp_path):
    seal(tmp_path, now=AT)
    record(system(chain.key.removeprefix("system:")), "later.thing")
    seal(tmp_path, now=AT)
    record(system(chain.key.removeprefix("system:")), "latest.thing")
    assert verify(tmp_path).faults == ()


def test_a_tail_that_was_cut_off_is_found(chain, admin):
    last = admin.execute("SELECT to_jsonb(e) FROM ledger_entry e WHERE chain_id = %s AND position = 3", [chain.pk])
    row = last.fetchone()[0]
    admin.execute("DELETE FROM ledger_entry WHERE id = %s", [row["id"]])
    try:
        assert [one.what for one in faults_about(chain)] == ["its last entries are gone, or its head was changed"]
    finally:
        put_back(admin, row)
    assert faults_about(chain) == []


def test_a_tail_that_was_cut_off_with_its_head_moved_back_is_found_by_the_seal(chain, admin, tmp_path):
    seal(tmp_path, now=AT)
    row = admin.execute(
        "SELECT to_jsonb(e) FROM ledger_entry e WHERE chain_id = %s AND position = 3", [chain.pk]
    ).fetchone()[0]
    admin.execute("DELETE FROM ledger_entry WHERE id = %s", [row["id"]])
    admin.execute(
        "UPDATE ledger_chain SET length = 2, "
        "head = (SELECT hash FROM ledger_entry WHERE chain_id = %s AND position = 2) WHERE id = %s",
        [chain.pk, chain.pk],
    )
    try:
        assert verify().faults == ()
        assert ["sealed" in one.what for one in verify(tmp_path).faults] == [True]
    finally:
        put_back(admin, row)
        admin.execute("UPDATE ledger_chain SET length = 3, head = %s WHERE id = %s", [bytes(chain.head), chain.pk])
    assert verify(tmp_path).faults == ()


def test_a_whole_chain_that_is_gone_is_found_by_the_seal(chain, admin, tmp_path):
    seal(tmp_path, now=AT)
    rows = admin.execute("SELECT to_jsonb(e) FROM ledger_entry e WHERE chain_id = %s", [chain.pk]).fetchall()
    admin.execute("DELETE FROM ledger_entry WHERE chain_id = %s", [chain.pk])
    admin.execute("DELETE FROM ledger_chain WHERE id = %s", [chain.pk])
    try:
        assert verify(tmp_path).faults
    finally:
        admin.execute(
            "INSERT INTO ledger_chain (id, key, length, head) OVERRIDING SYSTEM VALUE VALUES (%s, %s, 3, %s)",
            [chain.pk, chain.key, bytes(chain.head)],
        )
        for (row,) in rows:
            put_back(admin, row)
    assert verify(tmp_path).faults == ()


@pytest.mark.parametrize(
    "change",
    ["head = '\\x00'", "length = 2", "length = 4", "key = key || 'x'"],
    ids=["head", "shorter", "longer", "key"],
)
def test_a_chains_head_that_the_application_changed_is_found(chain, admin, change):
    """It may update a head, since it moves it on; it can't do so unseen."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_chain SET {change} WHERE id = %s", [chain.pk])
    try:
        assert len(faults_about(chain)) == 1
    finally:
        admin.execute(
            "UPDATE ledger_chain SET key = %s, length = 3, head = %s WHERE id = %s",
            [chain.key, bytes(chain.head), chain.pk],
        )
    assert faults_about(chain) == []


def test_an_entry_that_the_application_made_up_is_found(chain, admin):
    """It may insert; a row that no chain leads to is one too many."""
    made_up = Entry.objects.create(
        chain=chain, position=4, at=AT, actor_key="x", actor_name="x", verb="x", previous_hash=b"", hash=b"x"
    )
    try:
        assert [one.place for one in faults_about(chain)] == [f"entry {made_up.pk}"]
    finally:
        admin.execute("DELETE FROM ledger_entry WHERE id = %s", [made_up.pk])


@pytest.mark.parametrize(
    "column", ["at", "actor_key", "actor_name", "verb", "client_id", "subject_type", "subject_id", "detail"]
)
def test_a_change_of_any_column_is_found(chain, admin, column):
    entry = chain.entries.get(position=2)
    values = {"at": AT, "client_id": uuid4(), "detail": orjson.dumps({"n": 1}).decode()}
    admin.execute(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", [values.get(column, "other"), entry.pk])
    before = getattr(entry, column)
    try:
        assert [one.place for one in faults_about(chain)] == [f"entry {entry.pk}"]
    finally:
        kept = orjson.dumps(before).decode() if column == "detail" else before
        admin.execute(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", [kept, entry.pk])
    assert faults_about(chain) == []


def tampered(lines, how):
    changed = [orjson.loads(line) for line in lines]
    if how == "a line taken out":
        return [lines[0], *lines[2:]]
    if how == "the first line taken out":
        return lines[1:]
    if how == "two lines swapped":
        return [lines[1], lines[0], *lines[2:]]
    if how == "nonsense":
        return [lines[0], b'{"upto": ', *lines[2:]]
    if how == "no object":
        return [lines[0], b"17", *lines[2:]]
    key, value = {"root": ("root", "00" * 32), "upto": ("upto", changed[1]["upto"] - 1), "when": ("sealed_at", "2020")}[
        how
    ]
    changed[1][key] = value
    return [lines[0], orjson.dumps(changed[1]), *lines[2:]]


@pytest.mark.parametrize(
    "how",
    [
        "root",
        "upto",
        "when",
        "a line taken out",
        "the first line taken out",
        "two lines swapped",
        "nonsense",
        "no object",
    ],
)
def test_a_seal_file_that_was_tampered_with_is_found_and_named(chain, tmp_path, how):
    for number in range(3):
        record(system(chain.key.removeprefix("system:")), f"thing.{number}")
        seal(tmp_path, now=AT)
    path = tmp_path / "seals.jsonl"
    assert verify(tmp_path).faults == ()
    path.write_bytes(b"\n".join(tampered(path.read_bytes().splitlines(), how)) + b"\n")
    assert [one for one in verify(tmp_path).faults if one.place.startswith("seal ")]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "ALTER TABLE week_note DISABLE TRIGGER ALL",
        "DROP TRIGGER week_signed_note_stays ON week_note",
        "SET session_replication_role = replica",
        "DELETE FROM ledger_chain",
        "TRUNCATE ledger_chain CASCADE",
        "TRUNCATE week_note",
        "TRUNCATE measures_administration CASCADE",
        "SET ROLE stepwell_owner",
        "SET SESSION AUTHORIZATION stepwell_super",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "COPY week_note TO PROGRAM 'cat'",
        "COPY week_note TO '/tmp/x'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT * FROM pg_authid",
    ],
)
def test_the_application_can_do_none_of_this(committed, server, database_name, statement):
    with (
        psycopg.connect(server.app(database_name).to_dsn(), autocommit=True) as app,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue)),
    ):
        app.execute(statement)


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_the_application_opens_no_database_but_its_own(server, database):
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(server.app(database).to_dsn())


def test_a_signed_note_is_out_of_reach_for_the_application(db):
    from stepwell.domain.week.models import Note

    site = furnish(make_world())
    note = Note.objects.get(pk=site.ids["note_id"])
    note.signed_at, note.signed_by = AT, site.world.staff["counselor"]
    note.save()
    for statement in (
        "UPDATE week_note SET response = 'other' WHERE id = %s",
        "UPDATE week_note SET signed_at = NULL, signed_by_id = NULL WHERE id = %s",
        "DELETE FROM week_note WHERE id = %s",
    ):
        with pytest.raises(Exception, match="stays as it is"), unit_of_work(), connection.cursor() as cursor:
            cursor.execute(statement, [note.pk])


def put_back(admin, row):
    admin.execute(
        "INSERT INTO ledger_entry OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::ledger_entry, %s)",
        [orjson.dumps(row).decode()],
    )


@pytest.mark.parametrize("command", ["serve", "work"])
def test_the_process_that_serves_has_no_owners_address(monkeypatch, command):
    """`DATABASE_OWNER_URL` is for `migrate`; web and worker don't inherit it."""
    from argparse import Namespace

    from stepwell import cli
    from stepwell.platform.jobs import worker
    from stepwell.platform.ledger import jobs

    class Replaced(Exception):
        pass

    def stop(*_args):
        raise Replaced

    monkeypatch.setenv("DATABASE_URL", "postgresql://stepwell_app:x@127.0.0.1:1/none")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://stepwell_owner:x@127.0.0.1:1/none")
    monkeypatch.setenv("STEPWELL_SECRET_KEY", "long enough")
    monkeypatch.setattr(os, "execv", stop)
    monkeypatch.setattr(worker, "run_worker", stop)
    monkeypatch.setattr(jobs, "seal_after_a_pause", lambda _now: None)
    with pytest.raises(Replaced):
        getattr(cli, command)(Namespace())
    assert "DATABASE_OWNER_URL" not in os.environ
    assert "stepwell_owner" not in os.environ["DATABASE_URL"]
