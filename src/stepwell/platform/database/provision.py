"""Making databases: roles, extensions and rights before the first migration, and copies for tests.

What belongs here needs the superuser. Tables belong to migrations.
"""

import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from stepwell.platform.database.connection import Connection
from stepwell.platform.database.server import APP, DATABASE, OWNER, Server

_SCRIPT = Path(__file__).with_name("provision.sql")


def provision(server: Server, database: str = DATABASE) -> None:
    """Make the roles and the database if they are missing, and set every right. Harmless when all is there."""
    with _connect(server.superuser()) as admin:
        for role in (OWNER, APP):
            _ensure_role(admin, role, server.passwords[role])
        for other in ("postgres", "template1"):  # everybody may enter these, until told otherwise
            admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(other)))
        if not _exists(admin, database):
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )
    with _connect(server.superuser(database)) as admin:
        prepare_database(admin, database, owner=OWNER, app=APP)


def prepare_database(admin: "psycopg.Connection[Any]", database: str, *, owner: str, app: str) -> None:
    """Give a database its extensions and rights. For a server of your own too: as superuser, for your two roles."""
    script = _SCRIPT.read_text(encoding="utf-8")
    names = {"database": database, "owner": owner, "app": app}
    # The script is a file of this package; only names go into it, quoted by psycopg.
    query = sql.SQL(script).format(**{key: sql.Identifier(name) for key, name in names.items()})
    admin.execute(query)


def clone_database(server: Server, template: str, name: str) -> None:
    """A copy of a database that nobody is connected to: how each test process gets one of its own."""
    with _connect(server.superuser()) as admin:
        query = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER)
        )
        deadline = time.monotonic() + 30
        while True:
            try:
                admin.execute(query)
                break
            except psycopg.errors.ObjectInUse:
                # A session that was just closed is still on its way out.
                if time.monotonic() > deadline:
                    raise
        # Rights on the database itself are not part of a copy.
        for statement in ("REVOKE ALL ON DATABASE {} FROM PUBLIC", "GRANT CONNECT ON DATABASE {} TO {}"):
            admin.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(APP)))


def drop_database(server: Server, name: str) -> None:
    """Delete a database, whoever is connected to it."""
    with _connect(server.superuser()) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _connect(connection: Connection) -> "psycopg.Connection[Any]":
    # The server creates a new database from template1 only while nobody is in it, and makes none in a transaction.
    return psycopg.connect(connection.to_dsn(), autocommit=True, options="-c client_min_messages=warning")


def _exists(admin: "psycopg.Connection[Any]", database: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None


def _ensure_role(admin: "psycopg.Connection[Any]", role: str, password: str) -> None:
    name = sql.Identifier(role)
    if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        admin.execute(sql.SQL("CREATE ROLE {}").format(name))
    # Hashed on our side, so that the password itself is in no statement the server could write to its log.
    secret = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    rights = sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}")
    admin.execute(rights.format(name, sql.Literal(secret)))
