"""Reads that share a transaction: each that is answered is written down, and what fails lets nothing out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client as Browser
from tests.cast import NOW, make_world
from tests.exchange import consent, officer, recipient, token
from tests.waiting import wait_until

from stepwell.domain.consent import actions
from stepwell.domain.consent.queries import disclosure
from stepwell.kernel import clock
from stepwell.platform.ledger import unit
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import verify

CALLERS = 6


class Plan:
    """A health plan with a token, and a client who has consented. All committed, for threads to see."""

    def __init__(self):
        self.world = make_world()
        self.recipient = recipient(self.world)
        self.consent = consent(self.world, self.recipient)
        self.token, self.secret = token(self.world, self.recipient)
        self.client_id = self.world.client.pk

    def read(self, client_id=None):
        """The status, with a connection of the thread's own."""
        try:
            headers = {"authorization": f"Bearer {self.secret}"}
            answer = Browser().get(f"/fhir/R4/Patient/{client_id or self.client_id}", headers=headers)
            assert (b'"Reyes' in answer.content) == (answer.status_code == 200)
            return answer.status_code
        finally:
            connection.close()

    def written(self, verb="patient.disclosed"):
        return Entry.objects.filter(verb=verb, actor_key=self.token.actor_key).count()


class Gate:
    """In the place of what writes down: the first transaction stops before it, until it is let go."""

    def __init__(self, write):
        self.write = write
        self.reached, self.go = Event(), Event()

    def __call__(self, pending):
        if not self.reached.is_set():
            self.reached.set()
            assert self.go.wait(30)
        self.write(pending)


@pytest.fixture
def plan(committed):
    with clock.standing_at(NOW):
        yield Plan()


@pytest.fixture
def held(monkeypatch):
    """`held(write)` stops the first read before it is written down, by `write`."""

    def hold(write=unit._chain):
        gate = Gate(write)
        monkeypatch.setattr(unit, "_chain", gate)
        return gate

    return hold


def one_held_and_others_waiting(pool, plan, gate):
    """The first read, decided and not yet written down, and those that wait for it."""
    first = pool.submit(plan.read)
    assert gate.reached.wait(30)
    others = [pool.submit(plan.read) for _ in range(CALLERS - 1)]
    wait_until(lambda: len(disclosure._together._waiting) == CALLERS - 1, what="for the others to wait")
    return first, others


def test_every_answer_of_many_at_once_has_its_entry_and_the_chains_hold(plan):
    wanted = [plan.client_id if number % 3 else uuid4() for number in range(120)]
    with ThreadPoolExecutor(CALLERS) as pool:
        statuses = list(pool.map(plan.read, wanted))
    assert (statuses.count(200), statuses.count(404)) == (80, 40)
    assert (plan.written(), plan.written("access.hidden")) == (80, 40)
    chain = Entry.objects.filter(chain__key=f"client:{plan.client_id}").order_by("pk")
    places = list(chain.values_list("position", flat=True))
    assert places == list(range(1, len(places) + 1))
    assert verify().faults == ()


def test_a_batch_that_can_not_be_written_down_is_a_503_for_all_of_it(plan, held):
    def fails(_):
        raise OperationalError

    gate = held(fails)
    with ThreadPoolExecutor(CALLERS) as pool:
        first, others = one_held_and_others_waiting(pool, plan, gate)
        gate.go.set()
        assert [one.result(30) for one in (first, *others)] == [503] * CALLERS
    assert plan.written() == 0


def test_a_connection_that_is_killed_before_the_commit_lets_nothing_out_and_the_next_read_has_another(
    plan, held, server, database_name
):
    real = unit._chain
    killed = []

    def die(pending):
        if not killed:
            killed.append(connection.connection.info.backend_pid)
            with psycopg.connect(server.superuser(database_name).to_dsn(), autocommit=True) as admin:
                admin.execute("SELECT pg_terminate_backend(%s, 10000)", killed)
        real(pending)

    gate = held(die)
    with ThreadPoolExecutor(CALLERS) as pool:
        first, others = one_held_and_others_waiting(pool, plan, gate)
        gate.go.set()
        assert first.result(30) == 503
        assert [one.result(30) for one in others] == [200] * (CALLERS - 1)
    assert plan.written() == CALLERS - 1
    assert verify().faults == ()


@pytest.mark.parametrize(("taken_back", "status"), [("consent", 404), ("token", 401)])
def test_what_is_taken_back_while_a_batch_runs_holds_for_all_that_waited(plan, held, taken_back, status):
    gate = held()
    with ThreadPoolExecutor(CALLERS) as pool:
        first, others = one_held_and_others_waiting(pool, plan, gate)
        if taken_back == "consent":
            counselor = plan.world.actor("counselor")
            actions.revoke_consent(actor=counselor, consent_id=plan.consent.pk, now=NOW)
        else:
            actions.revoke_token(actor=officer(plan.world), token_id=plan.token.pk, now=NOW)
        gate.go.set()
        assert first.result(30) == 200  # decided before: docs/adr/0014, Consequences
        assert [one.result(30) for one in others] == [status] * (CALLERS - 1)
    assert plan.written() == 1


def test_a_database_that_is_slow_is_waited_for(plan, server, database_name):
    """Whoever else holds the client's chain, no answer goes out before its entry is in it."""
    with ThreadPoolExecutor(1) as pool, psycopg.connect(server.superuser(database_name).to_dsn()) as holder:
        holder.execute("SELECT 1 FROM ledger_chain WHERE key = %s FOR UPDATE", [f"client:{plan.client_id}"])
        asked = pool.submit(plan.read)
        wait_until(lambda: is_waiting(server, database_name), what="for the read to wait for the chain")
        assert not asked.done()
        assert plan.written() == 0
        holder.rollback()
        assert asked.result(30) == 200
    assert plan.written() == 1


def is_waiting(server, database_name):
    """Whether somebody waits for a lock in this process's database."""
    with psycopg.connect(server.superuser().to_dsn(), autocommit=True) as admin:
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        return admin.execute(waiting, [database_name]).fetchone()[0] > 0
