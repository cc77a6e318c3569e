"""One database server for the whole run, and a database of its own for each process that tests.

The first process starts PostgreSQL (embedded, or the one whose bin folder STEPWELL_TEST_PROGRAMS names; thrown away
afterwards), migrates a template as the owner, and tells the
others where it is. Each test process copies the template and connects as the application, so that what the application
may not do fails in tests too.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from stepwell.platform.database.provision import clone_database, provision
from stepwell.platform.database.server import Server
from stepwell.platform.database.temporary import temporary_cluster
from stepwell.platform.keyring.cipher import new_key

TEMPLATE = "stepwell_template"
SERVER = "STEPWELL_TEST_SERVER"
# A busy machine is no fault of what is tested: nothing here is measured by the clock.
hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("suite")
_stack = ExitStack()

pytest_plugins = ["tests.cast", "tests.browser", "tests.ready", "tests.stand_in", "tests.standing"]


def _chosen_programs() -> Path | None:
    chosen = os.environ.get("STEPWELL_TEST_PROGRAMS")
    return Path(chosen) if chosen else None


def pytest_configure(config: pytest.Config) -> None:
    """Start the server, once: processes that xdist starts find it in their environment."""
    if hasattr(config, "workerinput") or config.option.collectonly or SERVER in os.environ:
        return
    cluster = _stack.enter_context(temporary_cluster(programs=_chosen_programs()))
    server = cluster.server
    provision(server, TEMPLATE)
    environ = {**os.environ, **server.environ(TEMPLATE, with_owner=True), "STEPWELL_POOL": "0"}
    subprocess.run([sys.executable, "-m", "stepwell", "migrate", "--quiet"], env=environ, check=True)
    os.environ[SERVER] = json.dumps({"socket_folder": str(server.socket_folder), "passwords": dict(server.passwords)})


def pytest_report_header() -> list[str]:
    """Which PostgreSQL answers, in its own words."""
    if SERVER not in os.environ:
        return []
    with psycopg.connect(_told().superuser().to_dsn()) as db:
        return [f"PostgreSQL {db.execute('SHOW server_version').fetchone()[0]}"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those in a browser come last: Playwright leaves an event loop behind, and others need one of their own.

    What asks no database is the same on every server, and has been tried on the embedded one. So has what tries every
    address as everybody: on a second server a director is enough to see that each statement runs there.
    """
    if _chosen_programs() is not None:
        left_out = [item for item in items if not (_asks_a_database(item) and _is_a_directors(item))]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in {*left_out}]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether it has anything to do with the run's server."""
    asked = {"db", "transactional_db", "committed", "server", "programs", "database_name", "django_db_setup"}
    return bool(asked.intersection(getattr(item, "fixturenames", ()))) or bool(item.get_closest_marker("django_db"))


def _is_a_directors(item: pytest.Item) -> bool:
    """Whether it is done as a director, or isn't one that tries every address as one person after the other."""
    call = getattr(item, "callspec", None)
    if item.get_closest_marker("every_door") is None:
        return True
    return call is None or call.params.get("who", "director") == "director"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it where it was started."""
    if not hasattr(config, "workerinput"):
        _stack.close()
        os.environ.pop(SERVER, None)


def _told() -> Server:
    told = json.loads(os.environ[SERVER])
    return Server(Path(told["socket_folder"]), told["passwords"])


@pytest.fixture(scope="session")
def server() -> Server:
    """The run's PostgreSQL."""
    return _told()


@pytest.fixture(scope="session")
def programs() -> Path | None:
    """The bin folder of the PostgreSQL that was chosen for this run; none means the embedded one."""
    return _chosen_programs()


@pytest.fixture(scope="session")
def database_name(worker_id: str) -> str:
    """This process's own database."""
    return f"test_{worker_id}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(server: Server, database_name: str, django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's own: a copy of the template, and the application's role."""
    from django.conf import settings
    from django.db import connections

    from tests import ready

    # Argon2 is slow on purpose; a cast of nine logs in for each test
    settings.KEYRING = [new_key()]
    settings.SECOND_FACTOR = False  # its own tests turn it on
    # the clocks of tests jump; tests of idling say how long
    settings.IDLE_MINUTES = settings.IDLE_MINUTES_PHONE = 60 * 24 * 365
    settings.SESSION_HOURS = 24 * 365
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clone_database(server, TEMPLATE, database_name)
    connections["default"].settings_dict.update(server.app(database_name).to_django())
    with django_db_blocker.unblock():
        ready.make_ready()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def alone(
    server: Server, database_name: str, django_db_setup: None, django_db_blocker: Any, _as_they_were: None
) -> Iterator[None]:
    """A program that nobody has set up: what is asked for after this finds no row of other tests."""
    from tests import ready

    with django_db_blocker.unblock(), ready.own_database(server, TEMPLATE, f"{database_name}_{uuid4().hex[:8]}"):
        ready.hold_back()
        yield
