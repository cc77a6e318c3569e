"""`/metrics`: for whoever has the token, and about no person."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.test import Client as Browser
from prometheus_client.parser import text_string_to_metric_families
from tests.cast import NOW

from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.ledger.unit import record
from stepwell.platform.ledger.verify import seal
from stepwell.platform.notify.models import Message
from stepwell.platform.watch.requests import count_requests

TOKEN = "a token for the collector"


@pytest.fixture
def collector(db, settings, tmp_path):
    settings.METRICS_TOKEN = TOKEN
    settings.DATA_FOLDER = tmp_path
    with clock.standing_at(NOW):
        yield Browser(headers={"Authorization": f"Bearer {TOKEN}"})


def read(collector: Browser) -> dict[str, float]:
    """Each sample, by its name and labels."""
    answer = collector.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return {
        ":".join(
            [one.name, *(one.labels[label] for label in ("view", "status", "state") if label in one.labels)]
        ): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong", TOKEN, f"bearer {TOKEN}", "Bearer café"])
def test_without_the_token_there_is_nothing(collector, shown):
    answer = Browser().get("/metrics", headers={"Authorization": shown} if shown else {})
    assert (answer.status_code, answer.content) == (404, b"")


def test_where_no_token_is_set_there_is_nothing_for_an_empty_one_either(db, settings):
    settings.METRICS_TOKEN = ""
    for shown in ("", "Bearer ", "Bearer"):
        assert Browser().get("/metrics", headers={"Authorization": shown}).status_code == 404


def test_where_no_token_is_set_nothing_is_counted(settings):
    settings.METRICS_TOKEN = ""
    with pytest.raises(MiddlewareNotUsed):
        count_requests(lambda request: None)


def test_requests_are_counted_by_view_and_how_they_ended(collector, world):
    name = "stepwell_request_seconds_count"
    before = read(collector)
    collector.get(f"/app/clients/{world.client.pk}/")
    collector.get("/app/nowhere/")
    collector.get("/login/")
    after = read(collector)

    def more(view: str, status: str) -> float:
        key = f"{name}:{view}:{status}"
        return after[key] - before.get(key, 0)

    assert more("login", "2xx") == 1
    assert more("none", "4xx") == 1
    assert more("client", "3xx") == 1
    assert not any(str(world.client.pk) in key or "/" in key for key in after)


def test_jobs_ledger_and_outbox_are_counted(collector, world, tmp_path):
    before = read(collector)
    record(system("test"), "thing.done", at=NOW)
    seal(tmp_path / "seals", now=NOW - timedelta(minutes=20))
    Message.objects.create(
        account_id=world.accounts["client"].pk, channel="email", template="test", to="a@example.test",
        asked_by="system:test", asked_at=NOW, give_up_at=NOW, due_at=NOW - timedelta(minutes=5),
    )  # fmt: skip
    after = read(collector)
    assert after["stepwell_ledger_entries"] == before["stepwell_ledger_entries"] + 1
    assert "stepwell_seal_age_seconds" not in before
    assert after["stepwell_seal_age_seconds"] == 1200
    assert after["stepwell_messages:queued"] == before.get("stepwell_messages:queued", 0) + 1
    assert after["stepwell_oldest_message_seconds"] == 300
    assert after["stepwell_jobs:failed"] == 0
    assert after["stepwell_database_connections:active"] >= 1
    assert "a@example.test" not in collector.get("/metrics").text


def test_a_job_is_late_from_the_moment_it_should_have_begun(collector):
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert not ProcrastinateJob.objects.filter(status="todo").exists()
    app.configure_task("jobs.forget_done", schedule_at=NOW + timedelta(minutes=1)).defer(timestamp=0)
    waiting = read(collector)
    assert (waiting["stepwell_jobs:todo"], waiting["stepwell_oldest_job_seconds"]) == (1, 0)
    with clock.standing_at(NOW + timedelta(minutes=3)):
        assert read(collector)["stepwell_oldest_job_seconds"] == 120


def test_a_scrape_costs_few_queries(collector, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        collector.get("/metrics")


COUNT = """
from stepwell.platform.watch.requests import SECONDS
SECONDS.labels("today", "2xx").observe(0.2)
"""
SHOW = """
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_processes_of_one_machine_count_together(tmp_path):
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "stepwell.settings"}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNT], env=environ, check=True)
    shown = subprocess.run([sys.executable, "-c", SHOW], env=environ, check=True, capture_output=True, text=True).stdout
    assert 'stepwell_request_seconds_count{status="2xx",view="today"} 2.0' in shown
