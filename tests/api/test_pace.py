"""One token asks as fast as is allowed, and is told when it may again; others don't wait for it."""

import pytest
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange import consent, recipient, token

from stepwell.api import pace
from stepwell.api.fhir import views
from stepwell.api.pace import Pace
from stepwell.platform.ledger.models import Entry


def test_ten_seconds_worth_go_at_once_and_then_one_by_one():
    held = Pace(2)
    assert [held.wait("a", 100.0) for _ in range(20)] == [0.0] * 20
    assert held.wait("a", 100.0) == pytest.approx(0.5)
    assert held.wait("b", 100.0) == 0.0
    assert held.wait("a", 100.5) == 0.0
    assert held.wait("a", 100.5) > 0


def test_zero_is_no_limit():
    held = Pace(0)
    assert all(held.wait("a", 5.0) == 0.0 for _ in range(10_000))


@given(st.lists(st.floats(0, 5), max_size=200))
def test_never_more_than_the_room_and_what_time_has_brought(gaps):
    held, now, allowed = Pace(3), 1000.0, 0
    for gap in gaps:
        now += gap
        allowed += held.wait("a", now) == 0.0
        assert allowed <= 30 + 3 * (now - 1000.0) + 1e-6


def test_what_is_full_again_is_forgotten(monkeypatch):
    monkeypatch.setattr(pace, "_MOST", 5)
    held = Pace(1)
    for number in range(6):
        held.wait(number, 0.0)
    held.wait("later", 60.0)
    assert list(held._buckets) == ["later"]


def test_a_system_that_runs_wild_gets_429_with_a_time_and_another_one_goes_on(world, monkeypatch):
    monkeypatch.setattr(views, "_pace", Pace(0.2))
    plan = recipient(world)
    consent(world, plan)
    secrets = [token(world, plan)[1] for _ in range(2)]

    def read(secret):
        return Browser().get(f"/fhir/R4/Patient/{world.client.pk}", headers={"authorization": f"Bearer {secret}"})

    assert [read(secrets[0]).status_code for _ in range(2)] == [200, 200]
    before = Entry.objects.count()
    refused = read(secrets[0])
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 5
    assert refused.json()["issue"][0]["code"] == "throttled"
    assert Entry.objects.count() == before
    assert read(secrets[1]).status_code == 200
