"""`/health/ready/`: yes or no to everybody, and nothing more."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client as Browser
from tests.cast import NOW

from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.ledger.unit import record
from stepwell.platform.ledger.verify import last_sealed_at, seal
from stepwell.platform.notify.models import Message
from stepwell.platform.watch.readings import take_readings
from stepwell.platform.watch.rules import findings


@pytest.fixture
def well(alone, db, settings, tmp_path):
    """A worker that beats and a ledger that was just sealed."""
    settings.DATA_FOLDER = tmp_path
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NOW])
    record(system("test"), "thing.done", at=NOW - timedelta(days=1))
    seal(tmp_path / "seals", now=NOW)
    with clock.standing_at(NOW):
        yield tmp_path


def told() -> tuple[int, str]:
    answer = Browser().get("/health/ready/")
    return answer.status_code, answer.text


def what_is_wrong() -> list[str]:
    return [one.name for one in findings(take_readings(clock.now()), clock.now()) if not one.is_well]


def test_when_all_is_well_it_is_ready(well):
    assert what_is_wrong() == []
    assert told() == (200, "ok")


def test_when_no_worker_beats_it_is_not_ready(well):
    with clock.standing_at(NOW + timedelta(seconds=61)):
        assert what_is_wrong() == ["worker"]
        assert told() == (503, "not ready")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert what_is_wrong() == ["worker"]


def test_when_a_migration_is_missing_it_is_not_ready(well):
    # the application's role can't take a row out of that table, so the reading of it is replaced
    with patch("django.db.migrations.recorder.MigrationRecorder.applied_migrations", return_value={}):
        assert what_is_wrong() == ["structure"]
        assert told() == (503, "not ready")


def test_when_the_disk_is_nearly_full_it_is_not_ready(well):
    with patch("shutil.disk_usage") as usage:
        usage.return_value.free = 1024
        assert what_is_wrong() == ["disk"]
        assert told() == (503, "not ready")


def test_when_the_ledger_is_no_longer_sealed_it_is_not_ready(well):
    (well / "seals" / "seals.jsonl").unlink()
    assert what_is_wrong() == ["seal"]
    seal(well / "seals", now=NOW - timedelta(hours=4))
    assert what_is_wrong() == ["seal"]
    assert told() == (503, "not ready")


def test_a_seal_that_another_machine_made_counts_once_its_job_is_done(well):
    (well / "seals" / "seals.jsonl").unlink()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_defer_periodic_job_v2('default', NULL, NULL, 'ledger.seal', 0, '', %s, '{}')",
            [int(NOW.timestamp())],
        )
        assert what_is_wrong() == ["seal"]
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'ledger.seal'")
    assert what_is_wrong() == []


def test_when_a_message_waits_too_long_it_is_not_ready(well, world):
    Message.objects.create(
        account_id=world.accounts["client"].pk, channel="email", template="test", to="a@example.test",
        asked_by="system:test", asked_at=NOW, give_up_at=NOW, due_at=NOW - timedelta(minutes=16),
    )  # fmt: skip
    assert what_is_wrong() == ["messages"]
    assert told() == (503, "not ready")


def test_when_the_database_is_away_it_is_not_ready(well):
    with patch("django.db.migrations.loader.MigrationLoader.build_graph", side_effect=OperationalError("away")):
        answer = Browser().get("/health/ready/")
    assert (answer.status_code, answer.text) == (503, "not ready")
    assert answer.headers["Retry-After"] == "10"


def test_a_seal_file_that_cannot_be_read_counts_as_none(tmp_path):
    (tmp_path / "seals.jsonl").write_text("not json\n")
    assert last_sealed_at(tmp_path) is None
    assert last_sealed_at(tmp_path / "nowhere") is None
