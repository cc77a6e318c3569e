"""The pages that are open all day ask the database nothing twice: each statement costs Django more than its answer."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW
from tests.furnished import furnish

from stepwell.kernel import clock

PAGES = (
    "/app/today/",
    "/app/clients/",
    "/app/clients/<uuid:client_id>/",
    "/app/clients/<uuid:client_id>/plan/",
    "/app/clients/<uuid:client_id>/thread/",
    "/app/schedule/",
    "/app/groups/<uuid:session_id>/",
    "/app/authorizations/",
    "/app/admissions/",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_nothing_twice(world, address):
    """Of a site with everything that such a page shows."""
    with clock.standing_at(NOW):
        path = furnish(world).path(address)
        browser = world.browser("director")
        assert browser.get(path).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            browser.get(path)
    asked = Counter(one["sql"] for one in captured.captured_queries if one["sql"].startswith("SELECT"))
    assert [sql for sql, times in asked.items() if times > 1] == []
