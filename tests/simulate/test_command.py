"""The command itself, as somebody types it: made, stopped, gone on with, copied."""

import os
import subprocess
import sys

import pytest
from tests.conftest import TEMPLATE

from stepwell.platform.database.provision import clone_database, drop_database
from stepwell.platform.keyring.cipher import new_key

GIVEN = ["--sites", "2", "--clients", "4", "--months", "1", "--today", "2026-11-20"]


@pytest.fixture
def environ(server, worker_id, tmp_path):
    """An empty database of our own, as for a server that somebody gave."""
    name = f"simulated_{worker_id}_{os.getpid()}"
    clone_database(server, TEMPLATE, name)
    yield {**os.environ, **server.environ(name), "STEPWELL_DATA": str(tmp_path), "STEPWELL_KEYS": new_key()}
    drop_database(server, name)


def run(environ, *words):
    command = [sys.executable, "-m", "stepwell", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=100, check=False)


def simulate(environ, *more):
    return run(environ, "simulate", *GIVEN, *more)


def test_a_program_is_made_copied_by_several_processes_and_gone_on_with(environ):
    made = simulate(environ, "--times", "3")
    assert made.returncode == 0, made.stderr
    assert "4 people at 2 sites" in made.stdout
    assert "12 people at 6 sites, by copying" in made.stdout
    more = simulate(environ, "--times", "4")
    assert more.returncode == 0, more.stderr
    proven = run(environ, "verify")
    assert proven.returncode == 0, proven.stdout
    assert "The ledger is whole" in proven.stdout
    other = simulate(environ, "--seed", "2")
    assert other.returncode == 1
    assert "another made-up program" in other.stderr
    assert other.stdout == ""
