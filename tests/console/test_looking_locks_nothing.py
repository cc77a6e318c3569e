"""A page that only looks runs outside of a transaction, where a lock is refused. Tests run within one, and pass."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from tests.furnished import every_address


@pytest.mark.parametrize("who", ["director", "counselor"])
def test_no_page_that_is_looked_at_locks_a_row(standing, who):
    browser, pages = Browser(), 0
    browser.force_login(standing.world.accounts[who])
    for address, name in every_address():
        if not address.startswith(("/app/", "/me/")) or "<uuid:message_id>" in address:  # furnish sends no message
            continue
        with CaptureQueriesContext(connection) as asked:
            pages += browser.get(standing.path(address)).status_code == 200
        assert not [one["sql"] for one in asked if "FOR UPDATE" in one["sql"] or "FOR NO KEY" in one["sql"]], name
    assert pages >= 5
