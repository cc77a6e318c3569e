"""What can't be restored whole isn't restored at all."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.accounts.models import User
from stepwell.platform.backup.restore import restore_backup
from stepwell.platform.ledger.verify import seal


@pytest.fixture
def taken(place):
    open_account(actor=system("setup"), email="one@example.org", password=None, now=place.now)
    place.take()
    return place


def _refused(place, words, *, passphrase=None):
    with pytest.raises(Refused, match=words):
        restore_backup(place.file, passphrase or place.passphrase, seals=place.seals_there)
    assert not place.seals_there.exists()


def test_a_database_with_a_row_in_it(taken):
    _refused(taken, "isn't empty")
    assert User.objects.get().email == "one@example.org"


def test_a_wrong_passphrase(taken):
    with taken.new_database() as there, taken.connected(there):
        _refused(taken, "passphrase doesn't open", passphrase="not these words at all")


@pytest.mark.parametrize("with_structure", [True, False])
def test_a_file_that_was_cut_leaves_the_database_as_it_was(taken, with_structure):
    whole = taken.file.read_bytes()
    taken.file.write_bytes(whole[:-1])
    with taken.new_database(with_structure=with_structure) as there, taken.connected(there):
        tables = connection.introspection.table_names()
        _refused(taken, "damaged")
        assert connection.introspection.table_names() == tables
        assert not with_structure or not User.objects.exists()
        taken.file.write_bytes(whole)
        restore_backup(taken.file, taken.passphrase, seals=taken.seals_there)
        assert User.objects.count() == 1


def test_migrations_that_this_stepwell_does_not_know(place):
    recorder = MigrationRecorder(connection)
    with place.connected(place.owner_here):
        recorder.record_applied("people", "9999_from_the_future")
    place.take()
    with place.new_database() as there, place.connected(there):
        _refused(place, "people.9999_from_the_future")


def test_a_database_that_is_ahead(taken):
    with taken.new_database() as there, taken.connected(there):
        MigrationRecorder(connection).record_applied("people", "9999_from_the_future")
        _refused(taken, "ahead of the backup")


def test_rows_that_were_changed_in_the_ledger_before_the_backup(place):
    open_account(actor=system("setup"), email="one@example.org", password=None, now=place.now)
    with place.connected(place.superuser_here), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET verb = 'other'")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    place.take()
    with place.new_database() as there, place.connected(there):
        _refused(place, "ledger in this backup is broken")
        assert not User.objects.exists()


def test_seals_of_another_program(taken):
    taken.seals.parent.mkdir(parents=True)
    taken.file.unlink()
    seal(taken.seals.parent, now=taken.now)
    taken.take()
    taken.seals_there.parent.mkdir(parents=True)
    taken.seals_there.write_bytes(b"other\n")
    with taken.new_database() as there, taken.connected(there):
        with pytest.raises(Refused, match="seals of another program"):
            restore_backup(taken.file, taken.passphrase, seals=taken.seals_there)
        assert not User.objects.exists()
    assert taken.seals_there.read_bytes() == b"other\n"
