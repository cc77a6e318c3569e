"""The file of seals, where the disk is full or the worker was killed in the middle of a line."""

import errno
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from stepwell.kernel.actor import system
from stepwell.platform.ledger.jobs import seal_after_a_pause
from stepwell.platform.ledger.unit import record
from stepwell.platform.ledger.verify import seal, verify

AT = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow past `size` bytes: the kernel then writes a part, as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def sealed_once(folder: Path) -> bytes:
    record(system("seal-test"), "thing.done", at=AT)
    seal(folder, now=AT)
    return (folder / "seals.jsonl").read_bytes()


@pytest.mark.parametrize("room", [0, 1, 40])
def test_a_seal_that_has_no_room_leaves_the_file_as_it_was_and_says_so(db, tmp_path, room):
    before = sealed_once(tmp_path)
    with room_for(len(before) + room), pytest.raises(OSError) as full:  # noqa: PT011 - the number is looked at below
        seal(tmp_path, now=AT)
    assert full.value.errno in (errno.ENOSPC, errno.EFBIG)
    assert (tmp_path / "seals.jsonl").read_bytes() == before
    seal(tmp_path, now=AT)
    report = verify(tmp_path)
    assert (report.seals, report.faults) == (2, ())


def test_what_a_killed_worker_left_of_a_line_counts_for_nothing_and_goes(db, tmp_path):
    before = sealed_once(tmp_path)
    with (tmp_path / "seals.jsonl").open("ab") as file:
        file.write(before[:30])
    report = verify(tmp_path)
    assert (report.seals, report.faults) == (1, ())
    seal(tmp_path, now=AT)
    report = verify(tmp_path)
    assert (report.seals, report.faults) == (2, ())


def test_a_worker_that_starts_after_a_pause_asks_for_a_seal_once(db, tmp_path, settings):
    settings.DATA_FOLDER = tmp_path

    def asked() -> int:
        return ProcrastinateJob.objects.filter(task_name="ledger.seal", status="todo").count()

    assert seal_after_a_pause(AT)
    assert asked() == 1
    sealed_once(tmp_path / "seals")
    assert not seal_after_a_pause(AT + timedelta(minutes=59))
    assert seal_after_a_pause(AT + timedelta(minutes=60))  # another worker has asked already: that one is enough
    assert asked() == 1
