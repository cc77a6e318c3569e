"""A durable server of its own with a simulated program in it, gone afterwards."""

import contextlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator

import psycopg

from stepwell.platform.database.embedded import Cluster
from stepwell.platform.database.provision import provision
from stepwell.platform.database.server import Server
from stepwell.platform.database.temporary import temporary_folder
from stepwell.platform.keyring.cipher import new_key

# What a program of some size gives its server; the embedded one's defaults are for a laptop.
SETTINGS = {"shared_buffers": "1GB", "max_connections": "100", "autovacuum_naptime": "10s"}


@contextlib.contextmanager
def place() -> Iterator[tuple[Server, dict[str, str]]]:
    """The server, and the environment of everything that uses it."""
    with temporary_folder() as path, Cluster(path, settings=SETTINGS) as cluster:
        provision(cluster.server)
        environ = {**os.environ, **cluster.server.environ(with_owner=True)}
        environ |= {"STEPWELL_DATA": str(path), "STEPWELL_SECRET_KEY": secrets.token_urlsafe(50)}
        environ["STEPWELL_KEYS"] = new_key()
        environ["STEPWELL_LOG_LEVEL"] = "ERROR"
        environ["STEPWELL_FHIR_PER_SECOND"] = "0"
        stepwell(environ, "migrate", "--quiet")
        with psycopg.connect(cluster.server.owner().to_dsn()) as owner:
            owner.execute("CREATE TABLE bench_commit (id uuid PRIMARY KEY)")
        environ.pop("DATABASE_OWNER_URL")
        yield cluster.server, environ


def stepwell(environ: dict[str, str], *arguments: str) -> None:
    """Run a command of Stepwell's; what it prints is seen."""
    subprocess.run([sys.executable, "-m", "stepwell", *arguments], env=environ, check=True)


def settle(server: Server) -> None:
    """After much was written: statistics, visibility and a checkpoint, so that none of it falls into a measurement."""
    with psycopg.connect(server.superuser("stepwell").to_dsn(), autocommit=True) as admin:
        admin.execute("VACUUM (ANALYZE)")
        admin.execute("CHECKPOINT")
