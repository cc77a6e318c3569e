"""A small program to back up, and an empty database of the same server to put it back into."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from stepwell.platform.backup.sealed import Cost
from stepwell.platform.backup.take import take_backup
from stepwell.platform.database.connection import Connection
from stepwell.platform.database.provision import clone_database, drop_database, prepare_database
from stepwell.platform.database.server import APP, OWNER, Server

TEMPLATE = "stepwell_template"  # tests.conftest makes it


@dataclass
class Place:
    """Where things are."""

    server: Server
    folder: Path
    name: str
    passphrase = "five words make a passphrase"
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    @property
    def here(self) -> Connection:
        return self.server.app(self.name)

    @property
    def owner_here(self) -> Connection:
        return self.server.owner(self.name)

    @property
    def superuser_here(self) -> Connection:
        return self.server.superuser(self.name)

    @property
    def file(self) -> Path:
        return self.folder / "program.backup"

    @property
    def seals(self) -> Path:
        return self.folder / "here" / "seals" / "seals.jsonl"

    @property
    def seals_there(self) -> Path:
        return self.folder / "there" / "seals" / "seals.jsonl"

    def take(self, **given):
        return take_backup(self.file, self.passphrase, seals=self.seals, now=self.now, cost=Cost(n=2**4), **given)

    @contextmanager
    def connected(self, to: Connection) -> Iterator[None]:
        """Django's connection leads elsewhere meanwhile."""
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(to.to_django())
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)

    @contextmanager
    def new_database(self, *, with_structure: bool = True) -> Iterator[Connection]:
        name = f"restored_{uuid4().hex[:12]}"
        if with_structure:
            clone_database(self.server, TEMPLATE, name)
        else:
            clone_database(self.server, "template1", name)
            with psycopg.connect(self.server.superuser(name).to_dsn()) as admin:
                prepare_database(admin, name, owner=OWNER, app=APP)
        try:
            yield self.server.owner(name)
        finally:
            drop_database(self.server, name)


@pytest.fixture
def place(django_db_setup, django_db_blocker, server: Server, tmp_path: Path) -> Iterator[Place]:
    """A database of the test's own: what is committed in it can't be taken back, nor should it be."""
    name = f"backed_up_{uuid4().hex[:12]}"
    clone_database(server, TEMPLATE, name)
    place = Place(server, tmp_path, name)
    try:
        with django_db_blocker.unblock(), place.connected(place.here):
            yield place
    finally:
        drop_database(server, name)
