"""What was backed up is what is restored, to the last row; what is written meanwhile is not half in it."""

import psycopg
import pytest
from django.db import connection

from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.accounts.models import User
from stepwell.platform.backup.check import check_backup
from stepwell.platform.backup.restore import restore_backup
from stepwell.platform.backup.take import ledger_state
from stepwell.platform.ledger.verify import seal

SETUP = system("setup")


def _account(place, name):
    return open_account(actor=SETUP, email=f"{name}@example.org", password=None, now=place.now)


def _job():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'x', '{}')")


@pytest.mark.parametrize("with_structure", [True, False], ids=["a migrated database", "a database without a table"])
def test_everything_comes_back_and_the_sequences_go_on(place, with_structure):
    _account(place, "one\\two\ttab")
    _job()
    seal(place.seals.parent, now=place.now)
    taken = place.take()
    before = ledger_state()
    with place.new_database(with_structure=with_structure) as there, place.connected(there):
        given, report = restore_backup(place.file, place.passphrase, seals=place.seals_there)
        assert given == taken
        assert (report.faults, report.seals) == ((), 1)
        assert ledger_state() == before
        assert User.objects.get().email == "one\\two\ttab@example.org"
        newer = _account(place, "newer")
        assert newer.pk > 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs")
            assert cursor.fetchone() == (1,)
            cursor.execute("SELECT count(*) FROM procrastinate_events")
            assert cursor.fetchone() == (1,)
            _job()  # its trigger works again
            cursor.execute("SELECT count(*) FROM procrastinate_events")
            assert cursor.fetchone() == (2,)
    assert place.seals_there.read_bytes() == place.seals.read_bytes()


def test_the_ledger_stays_append_only_after_a_restore(place):
    _account(place, "one")
    place.take()
    with place.new_database() as there:
        with place.connected(there):
            restore_backup(place.file, place.passphrase, seals=place.seals_there)
        with psycopg.connect(there.to_dsn()) as db, pytest.raises(psycopg.Error, match="append-only"):
            db.execute("UPDATE ledger_entry SET verb = 'other'")


def test_what_is_written_during_the_backup_is_wholly_outside_of_it(place):
    _account(place, "before")
    entries = []

    def tell(table, number, count):
        if number == 1:
            with psycopg.connect(place.here.to_dsn(), autocommit=True) as other:
                other.execute(
                    "INSERT INTO accounts_user (password, email, is_active, created_at) "
                    "VALUES ('', 'meanwhile@example.org', true, now())"
                )
        entries.append(table)

    taken = place.take(tell=tell)
    assert User.objects.count() == 2
    assert {one.table: one.rows for one in taken.tables}["accounts_user"] == 1
    assert check_backup(place.file, place.passphrase) == taken
    assert len(entries) == len(taken.tables)


def test_what_is_for_the_moment_alone_is_left_out(place):
    taken = {one.table for one in place.take().tables}
    assert not taken & {"cache", "django_session", "usersessions_usersession", "django_migrations"}
    assert {"accounts_user", "ledger_entry", "procrastinate_jobs", "notify_message"} <= taken


def test_the_file_holds_nothing_plain_and_is_the_owners_alone(place):
    _account(place, "readable")
    place.take()
    assert b"readable" not in place.file.read_bytes()
    assert place.file.stat().st_mode & 0o077 == 0
    assert [path.name for path in place.folder.iterdir()] == [place.file.name]


def test_a_backup_that_fails_leaves_no_file(place):
    def tell(*_):
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        place.take(tell=tell)
    assert list(place.folder.iterdir()) == []


def test_an_older_backup_is_never_overwritten(place):
    place.file.write_bytes(b"last week's")
    with pytest.raises(Refused, match="There is a file of this name"):
        place.take()
    assert place.file.read_bytes() == b"last week's"
