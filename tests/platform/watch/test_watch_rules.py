"""What counts as well, at each limit and just past it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from stepwell.platform.watch.rules import BEAT, MESSAGE, ROOM, SEAL, Readings, findings, is_ready

NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)
INSTANT = timedelta(seconds=1)
WELL = Readings(
    database_answers=True,
    free_bytes=ROOM,
    beat_at=NOW - BEAT,
    sealed_at=NOW - SEAL,
    first_entry_at=NOW - timedelta(days=90),
    message_due_at=NOW - MESSAGE,
)


def test_at_every_limit_it_is_still_ready():
    assert is_ready(findings(WELL, NOW))
    assert [one.name for one in findings(WELL, NOW)] == [
        "database",
        "structure",
        "disk",
        "worker",
        "seal",
        "messages",
    ]


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        ({"free_bytes": ROOM - 1}, "disk", "255 MB are free where"),
        ({"missing_migrations": ("week.0002_more",)}, "structure", "week.0002_more"),
        ({"beat_at": NOW - BEAT - INSTANT}, "worker", "for 61 seconds"),
        ({"beat_at": None}, "worker", "stepwell work"),
        ({"sealed_at": NOW - SEAL - INSTANT}, "seal", "3 hours old"),
        ({"sealed_at": None}, "seal", "never sealed"),
        ({"message_due_at": NOW - timedelta(hours=30)}, "messages", "30 hours ago"),
    ],
)
def test_past_a_limit_it_is_not_ready_and_says_what_and_how_to_mend_it(change, name, words):
    found = findings(replace(WELL, **change), NOW)
    assert not is_ready(found)
    assert [one.name for one in found if not one.is_well] == [name]
    (bad,) = (one for one in found if not one.is_well)
    assert words in str(bad)
    assert str(bad).startswith(f"FAIL {name}: ")


def test_a_young_ledger_needs_no_seal_yet():
    assert is_ready(findings(replace(WELL, sealed_at=None, first_entry_at=NOW - SEAL), NOW))
    assert is_ready(findings(replace(WELL, sealed_at=None, first_entry_at=None), NOW))


def test_without_messages_none_is_late():
    assert is_ready(findings(replace(WELL, message_due_at=None), NOW))


def test_without_a_database_nothing_is_said_of_what_lies_in_it():
    found = findings(Readings(database_answers=False, free_bytes=ROOM), NOW)
    assert [(one.name, one.is_well) for one in found] == [("database", False), ("disk", True)]
