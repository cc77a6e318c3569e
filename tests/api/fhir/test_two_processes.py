"""Two web processes of a real server read the same client at once: one chain, and no answer without its entry."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests
from tests.cast import make_world
from tests.exchange import consent, recipient, token
from tests.serving import serving

from stepwell.domain.consent.actions import revoke_consent
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import verify

CALLERS, TIMES = 8, 15


@pytest.fixture
def base(committed, server, database_name, tmp_path) -> Iterator[str]:
    """`stepwell serve` with two processes on this process's database."""
    with serving(server, database_name, tmp_path, is_up, STEPWELL_WORKERS="2") as address:
        yield address


def is_up(base: str) -> bool:
    try:
        return requests.get(f"{base}/health/", timeout=5, proxies={"http": ""}).status_code == 200
    except requests.RequestException:
        return False


def read(address: str, secret: str, times: int) -> list[int]:
    """The statuses of so many reads over one connection."""
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {secret}"
        return [session.get(address, timeout=60).status_code for _ in range(times)]


def test_each_read_of_two_processes_is_in_one_chain_and_a_revocation_holds_for_both(base):
    now = clock.now()  # the server's own
    day = (now - timedelta(days=1)).date()
    world = make_world(now)
    plan = recipient(world)
    given = consent(world, plan, now=now, starts_on=day, signed_on=day)
    held, secret = token(world, plan, now=now, expires_on=day + timedelta(days=100))
    address = f"{base}/fhir/R4/Patient/{world.client.pk}"
    with ThreadPoolExecutor(CALLERS) as pool:
        asked = [pool.submit(read, address, secret, TIMES) for _ in range(CALLERS)]
        assert {status for one in asked for status in one.result(60)} == {200}
    entries = Entry.objects.filter(chain__key=f"client:{world.client.pk}").order_by("pk")
    assert entries.filter(verb="patient.disclosed", actor_key=held.actor_key).count() == CALLERS * TIMES
    places = list(entries.values_list("position", flat=True))
    assert places == list(range(1, len(places) + 1))
    revoke_consent(actor=world.actor("counselor"), consent_id=given.pk, now=clock.now())
    with ThreadPoolExecutor(CALLERS) as pool:
        asked = [pool.submit(read, address, secret, 1) for _ in range(CALLERS)]
        assert [one.result(60) for one in asked] == [[404]] * CALLERS
    assert verify().faults == ()
