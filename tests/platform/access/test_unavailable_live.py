"""A real web server whose connections run out: 503 with words, and back without hands."""

from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest
import requests
from django.db import connection
from psycopg import sql
from tests.serving import serving
from tests.waiting import wait_until


@pytest.fixture
def base(committed, server, database_name, tmp_path) -> Iterator[str]:
    """`stepwell serve` with one connection to this process's database."""
    one = {"STEPWELL_CONNECTIONS": "1", "STEPWELL_WORKERS": "1"}
    with serving(server, database_name, tmp_path, lambda base: health(base) == 200, **one) as address:
        yield address


def ask(base: str, path: str, **more) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(base + path, timeout=60, allow_redirects=False, **more)


def health(base: str) -> int:
    try:
        return ask(base, "/health/").status_code
    except requests.RequestException:
        return 0


# A session that nobody has: enough for a page to look it up.
SOMEBODY = {"sessionid": "x" * 32}


def test_when_every_connection_is_taken_a_page_says_so_and_it_goes_on_by_itself(base, server, database_name):
    with psycopg.connect(server.superuser(database_name).to_dsn()) as holder:
        holder.execute("LOCK TABLE django_session")
        held: list[requests.Response] = []
        slow = Thread(target=lambda: held.append(ask(base, "/app/today/", cookies=SOMEBODY)))
        slow.start()

        def is_stuck() -> bool:
            with psycopg.connect(server.superuser().to_dsn(), autocommit=True) as admin:
                waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
                row = admin.execute(waiting, [database_name]).fetchone()
            return bool(row and row[0])

        wait_until(is_stuck, what="for the only connection to be taken")
        answer = ask(base, "/app/today/", cookies=SOMEBODY)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert "Stepwell is catching its breath" in answer.text
        assert 'href="/app/today/"' in answer.text
        assert health(base) == 503
        holder.rollback()
    slow.join()
    assert held[0].status_code == 302
    wait_until(lambda: ask(base, "/app/today/", cookies=SOMEBODY).status_code == 302, what="for pages to come again")
    assert health(base) == 200


def test_a_server_that_takes_no_more_connections_is_waited_for(base, server, database_name):
    limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}")
    connection.close()  # ours would be ended with the others
    with psycopg.connect(server.superuser().to_dsn(), autocommit=True) as admin:
        admin.execute(limit.format(sql.Identifier(database_name), sql.Literal(0)))
        try:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = %s"
            admin.execute(others, [database_name, "stepwell_app"])
            answer = ask(base, "/app/today/", cookies=SOMEBODY)
            assert (answer.status_code, health(base)) == (503, 503)
            assert "FATAL" not in answer.text
        finally:
            admin.execute(limit.format(sql.Identifier(database_name), sql.Literal(-1)))
    wait_until(lambda: health(base) == 200, seconds=60, what="for the server to be met again")
