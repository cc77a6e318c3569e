"""A page's reads are written down together: all of them, in their order, and before the page goes out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.unit import action, reads_together, record, record_list_read, record_read
from stepwell.platform.ledger.verify import verify


def verbs_since(last):
    return list(Entry.objects.filter(pk__gt=last).order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def last(world):
    return Entry.objects.order_by("-pk")[0].pk


def test_reads_wait_for_the_end_and_then_stand_in_one_go(world, last):
    actor = world.actor("counselor")
    with reads_together():
        record_read(actor, "chart", world.client.pk)
        record_list_read(actor, "today", [world.client.pk])
        record_read(actor, "plan", world.client.pk)
        assert verbs_since(last) == []
    assert sorted(verbs_since(last)) == ["chart.read", "plan.read", "today.list_read"]
    assert verify().faults == ()


def test_many_reads_cost_as_many_queries_as_one(world, last, django_assert_max_num_queries):
    actor = world.actor("counselor")
    with django_assert_max_num_queries(6), reads_together():  # the savepoint, the lock, the chains and their entries
        for _ in range(10):
            record_read(actor, "chart", world.client.pk)
    assert len(verbs_since(last)) == 10


def test_what_was_looked_at_stays_written_down_when_the_page_then_fails(world, last):
    with pytest.raises(RuntimeError), reads_together():
        record_read(world.actor("counselor"), "chart", world.client.pk)
        raise RuntimeError
    assert verbs_since(last) == ["chart.read"]


def test_a_read_inside_an_action_goes_with_the_action(world, last):
    actor = world.actor("counselor")

    @action
    def look_and_do():
        record_read(actor, "chart", world.client.pk)
        record(actor, "something.done", client_id=world.client.pk)

    with reads_together():
        look_and_do()
        assert verbs_since(last) == ["chart.read", "something.done"]
    assert len(verbs_since(last)) == 2


def test_a_clients_look_at_their_own_record_is_not_written_down(world, last):
    with reads_together():
        record_read(world.actor("client"), "chart", world.client.pk)
    assert verbs_since(last) == []


def test_the_chart_writes_its_reads_in_one_transaction(world):
    browser = world.browser("counselor")
    with CaptureQueriesContext(connection) as heard:
        assert browser.get(f"/app/clients/{world.client.pk}/").status_code == 200
    assert sum("ledger_append" in one["sql"] for one in heard.captured_queries) == 1
