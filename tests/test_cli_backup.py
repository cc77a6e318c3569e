"""The commands as an operator runs them, each a process of its own."""

import os
import subprocess
import sys
from uuid import uuid4

import psycopg
import pytest

from stepwell.platform.database.provision import clone_database, drop_database, prepare_database
from stepwell.platform.database.server import APP, OWNER
from stepwell.platform.keyring.cipher import key_id, new_key

TEMPLATE = "stepwell_template"  # tests.conftest makes it
PASSPHRASE = "five words make a passphrase"


@pytest.fixture
def databases(server):
    """One with the structure and an account, and one without a table."""
    full, empty = (f"{kind}_{uuid4().hex[:12]}" for kind in ("full", "empty"))
    clone_database(server, TEMPLATE, full)
    clone_database(server, "template1", empty)
    with psycopg.connect(server.superuser(empty).to_dsn()) as admin:
        prepare_database(admin, empty, owner=OWNER, app=APP)
    with psycopg.connect(server.app(full).to_dsn()) as db:
        db.execute(
            "INSERT INTO accounts_user (password, email, is_active, created_at) "
            "VALUES ('', 'one@example.org', true, now())"
        )
    yield full, empty
    drop_database(server, full)
    drop_database(server, empty)


@pytest.fixture
def stepwell(server, tmp_path):
    def run(*arguments, database, **environ):
        told = {name: value for name, value in os.environ.items() if not name.startswith(("STEPWELL_", "DATABASE_"))}
        told |= {**server.environ(database, with_owner=True), "STEPWELL_DATA": str(tmp_path / database), **environ}
        command = [sys.executable, "-m", "stepwell", *map(str, arguments)]
        return subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=100)

    return run


def test_backup_check_and_restore_from_the_command_line(stepwell, server, databases, tmp_path):
    full, empty = databases
    file = tmp_path / "program.stepwell"
    (tmp_path / "words").write_text(PASSPHRASE + "\n")
    taken = stepwell("backup", file, database=full, STEPWELL_BACKUP_PASSPHRASE=PASSPHRASE)
    assert (taken.returncode, "STEPWELL_KEYS. Keep them elsewhere." in taken.stdout) == (0, True), taken.stderr
    checked = stepwell("backup", "--check", file, "--passphrase-file", tmp_path / "words", database=full)
    assert (checked.returncode, "The backup is whole" in checked.stdout) == (0, True), checked.stderr
    restored = stepwell("restore", file, "--passphrase-file", tmp_path / "words", database=empty)
    assert (restored.returncode, "Everything is back" in restored.stdout) == (0, True), restored.stderr
    for done in (taken, checked, restored):
        assert "example.org" not in done.stdout + done.stderr
    with psycopg.connect(server.app(empty).to_dsn()) as db:
        assert db.execute("SELECT email FROM accounts_user").fetchall() == [("one@example.org",)]
    again = stepwell("restore", file, database=empty, STEPWELL_BACKUP_PASSPHRASE=PASSPHRASE)
    assert (again.returncode, "isn't empty" in again.stderr, "Traceback" in again.stderr) == (1, True, False)


@pytest.mark.parametrize(
    ("given", "words"), [({}, "no passphrase"), ({"STEPWELL_BACKUP_PASSPHRASE": "short"}, "shorter than 12")]
)
def test_without_a_good_passphrase_nothing_is_written(stepwell, databases, tmp_path, given, words):
    file = tmp_path / "program.stepwell"
    refused = stepwell("backup", file, database=databases[0], **given)
    assert (refused.returncode, words in refused.stderr) == (1, True)
    assert not file.exists()


def test_keys_are_made_listed_and_exchanged_from_the_command_line(stepwell, databases):
    full, empty = databases
    made = stepwell("keys", "new", database=full).stdout.strip()
    old = new_key()
    keys = {"STEPWELL_KEYS": f"{made},{old}"}
    listed = stepwell("keys", "list", database=full, **keys)
    assert listed.returncode == 0, listed.stderr
    assert key_id(made) in listed.stdout
    assert "it can go" in listed.stdout
    assert made not in listed.stdout
    unset = stepwell("keys", "rotate", database=full, **keys)
    assert (unset.returncode, "STEPWELL_SECRET_KEY" in unset.stderr) == (1, True)
    rotated = stepwell("keys", "rotate", database=full, **keys, STEPWELL_SECRET_KEY="a secret key")
    assert (rotated.returncode, "0 values moved" in rotated.stdout) == (0, True), rotated.stderr
    nowhere = stepwell("keys", "list", database=empty, **keys)
    assert (nowhere.returncode, "no tables" in nowhere.stderr) == (1, True)
