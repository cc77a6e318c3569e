import subprocess
from pathlib import Path

import psycopg
import pytest

from stepwell.platform.database import Cluster, Server, clone_database, drop_database, provision
from stepwell.platform.database.embedded import binaries
from stepwell.platform.database.provision import _SCRIPT


def test_application_writes_rows_and_changes_no_structure(shared: Cluster) -> None:
    with psycopg.connect(shared.server.owner().to_dsn()) as db:
        db.execute("CREATE TABLE rows_only (id int GENERATED ALWAYS AS IDENTITY, n serial, word text)")
    with psycopg.connect(shared.server.app().to_dsn(), autocommit=True) as db:
        db.execute("INSERT INTO rows_only (word) VALUES ('in')")
        db.execute("UPDATE rows_only SET word = 'changed'")
        assert db.execute("SELECT word FROM rows_only").fetchone() == ("changed",)
        db.execute("DELETE FROM rows_only")
        for forbidden in (
            "TRUNCATE rows_only",
            "CREATE TABLE mine (id int)",
            "CREATE TEMPORARY TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "ALTER TABLE rows_only ADD COLUMN mine int",
            "DROP TABLE rows_only",
            "CREATE DATABASE mine",
            "CREATE ROLE mine",
            "SET ROLE stepwell_owner",
            "CREATE TRIGGER t AFTER INSERT ON rows_only EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(forbidden)


def test_whole_run_is_on_the_server_that_was_chosen(server: Server, shared: Cluster, programs: Path | None) -> None:
    told = subprocess.check_output([(programs or binaries()) / "postgres", "--version"], text=True)
    for each in (server, shared.server):
        with psycopg.connect(each.superuser().to_dsn()) as db:
            running = db.execute("SHOW server_version").fetchone()
        assert running is not None
        assert told.strip() == f"postgres (PostgreSQL) {running[0]}"


def test_neither_role_is_more_than_it_should_be(shared: Cluster) -> None:
    with psycopg.connect(shared.server.superuser().to_dsn()) as db:
        found = db.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles "
            "WHERE rolname IN ('stepwell_owner', 'stepwell_app') ORDER BY rolname"
        ).fetchall()
    assert found == [("stepwell_app", *[False] * 5), ("stepwell_owner", *[False] * 5)]


def test_provisioning_twice_changes_nothing_and_gives_back_nothing_a_table_took_away(shared: Cluster) -> None:
    with psycopg.connect(shared.server.owner().to_dsn()) as db:
        db.execute("CREATE TABLE ledger_like (id int)")
        db.execute("REVOKE UPDATE, DELETE ON ledger_like FROM stepwell_app")
    provision(shared.server)
    with psycopg.connect(shared.server.app().to_dsn()) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("DELETE FROM ledger_like")


def test_copy_has_tables_extensions_and_the_same_rights(shared: Cluster) -> None:
    provision(shared.server, "pattern")
    with psycopg.connect(shared.server.owner("pattern").to_dsn()) as db:
        db.execute("CREATE TABLE copied AS SELECT 'Ángel' AS name")
    clone_database(shared.server, "pattern", "copy")
    try:
        with psycopg.connect(shared.server.app("copy").to_dsn(), autocommit=True) as db:
            assert db.execute("SELECT name FROM copied").fetchone() == ("Ángel",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute("CREATE TEMPORARY TABLE mine (id int)")
        with psycopg.connect(shared.server.owner("copy").to_dsn()) as db:
            db.execute("ALTER TABLE copied ADD COLUMN more int")
    finally:
        drop_database(shared.server, "copy")


def test_exclusion_constraints_over_plain_columns_can_be_made(shared: Cluster) -> None:
    with psycopg.connect(shared.server.owner().to_dsn()) as db:
        db.execute("CREATE TABLE room (id int, during tstzrange, EXCLUDE USING gist (id WITH =, during WITH &&))")


def test_script_holds_nothing_newer_than_postgresql_15() -> None:
    # A reminder rather than a proof: what 16 to 18 brought and would be tempting here.
    text = _SCRIPT.read_text().lower()
    newer = ("any_value", "virtual", "uuidv7", "casefold", "grant inherit", "maintain")
    assert not [word for word in newer if word in text]
