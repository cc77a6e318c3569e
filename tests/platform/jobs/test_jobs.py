"""A job is asked for with what causes it, and is done once in the database."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import NOW

from stepwell.platform.jobs.job import enqueue, run_once
from stepwell.platform.jobs.jobs import forget_done
from stepwell.platform.jobs.models import Done


def asked() -> int:
    return ProcrastinateJob.objects.filter(task_name="jobs.forget_done").count()


def test_a_job_whose_cause_rolls_back_was_never_asked_for(db):
    before = asked()
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(forget_done)
        raise RuntimeError
    assert asked() == before


def test_a_job_is_asked_for_in_the_transaction_that_causes_it(db):
    before = asked()
    with transaction.atomic():
        enqueue(forget_done)
    assert asked() == before + 1


def test_asking_outside_a_transaction_is_a_mistake_that_says_so(committed):
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="outside a transaction"):
        enqueue(forget_done)


def test_the_same_job_twice_does_its_work_once(db):
    runs = []
    assert run_once(4711, "test", lambda *, now: runs.append(now), {})
    assert not run_once(4711, "test", lambda *, now: runs.append(now), {})
    assert len(runs) == 1


def test_a_job_that_fails_leaves_no_mark_and_runs_again(db):
    def fail(*, now):
        Done.objects.create(job_id=99_999, name="inside", done_at=NOW)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        run_once(4712, "test", fail, {})
    assert not Done.objects.filter(job_id__in=[4712, 99_999]).exists()
    assert run_once(4712, "test", lambda *, now: None, {})
