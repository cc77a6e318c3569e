"""The site of these tests, and what is said while and after inputs are sent."""

import gc
import logging
import time
from collections import Counter

import pytest
from tests.conftest import TEMPLATE
from tests.doors.site import furnished
from tests.ready import own_database

SAID_EVERY = 30
_sent = Counter()
_began = time.monotonic()
_said_at = _began


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, server, database_name):
    """One site for all of them. What it logs is thousands of refusals."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), own_database(server, TEMPLATE, f"{database_name}_doors"), furnished() as found:
        gc.freeze()  # what stands now stays: nothing to look through after each request
        yield found
    gc.unfreeze()
    logging.disable(logging.NOTSET)


def pytest_runtest_logreport(report):
    """Progress, now and then: in the process that is told of all the others."""
    global _said_at
    if report.when != "call" or "test_odd_inputs" not in report.nodeid:
        return
    if report.failed and not hasattr(report, "worker"):
        print(f"\n{report.nodeid}\n{report.longreprtext[:3000]}", flush=True)
    _sent.update({what: count for what, count in report.user_properties if isinstance(count, int)})
    if time.monotonic() - _said_at > SAID_EVERY and not hasattr(report, "worker"):
        _said_at = time.monotonic()
        seconds = _said_at - _began
        print(f"\n{_sent['inputs']:,} inputs in {seconds:.0f} s, {_sent['server errors']} server errors", flush=True)


def pytest_terminal_summary(terminalreporter):
    """How many went where."""
    if not _sent["inputs"]:
        return
    statuses = ", ".join(
        f"{what.removeprefix('status ')}: {count:,}"
        for what, count in sorted(_sent.items())
        if what.startswith("status ")
    )
    terminalreporter.write_line(
        f"{_sent['inputs']:,} odd inputs, {_sent['came through']:,} came through, "
        f"{_sent['server errors']:,} server errors. By status: {statuses}"
    )
