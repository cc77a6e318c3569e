"""Calls that wait at the same time are run together; each gets its own answer, or what stopped its run."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from tests.waiting import wait_until

from stepwell.platform.ledger.together import Together


class Slow:
    """Answers a number with its tenfold. The first run waits to be let go; one that holds `bad` fails."""

    def __init__(self, bad: int | None = None) -> None:
        self.runs: list[list[int]] = []
        self.bad = bad
        self.started, self.go = Event(), Event()

    def __call__(self, asks):
        self.runs.append(list(asks))
        if len(self.runs) == 1:
            self.started.set()
            assert self.go.wait(30)
        if self.bad in asks:
            raise OSError(self.bad)
        return [ask * 10 for ask in asks]


def asked_while_the_first_runs(slow, numbers, **more):
    """The futures of 0 and then of `numbers`, which all waited when the first was let go."""
    held = Together(slow, **more)
    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        asked = [pool.submit(held, 0)]
        assert slow.started.wait(30)
        for waiting, number in enumerate(numbers, 1):
            asked.append(pool.submit(held, number))
            wait_until(lambda waiting=waiting: len(held._waiting) == waiting)
        slow.go.set()
    return asked


def test_who_is_alone_goes_at_once():
    slow = Slow()
    slow.go.set()
    held = Together(slow)
    assert [held(3), held(4)] == [30, 40]
    assert slow.runs == [[3], [4]]


def test_those_who_come_meanwhile_share_the_next_run_in_the_order_they_came():
    slow = Slow()
    asked = asked_while_the_first_runs(slow, [1, 2, 3, 4])
    assert [one.result() for one in asked] == [0, 10, 20, 30, 40]
    assert slow.runs == [[0], [1, 2, 3, 4]]


def test_no_run_is_larger_than_is_allowed_and_nobody_is_forgotten():
    slow = Slow()
    asked = asked_while_the_first_runs(slow, [1, 2, 3, 4, 5], at_most=2)
    assert [one.result() for one in asked] == [0, 10, 20, 30, 40, 50]
    assert slow.runs == [[0], [1, 2], [3, 4], [5]]


def test_a_run_that_fails_fails_for_all_in_it_and_for_nobody_else():
    slow = Slow(bad=2)
    first, *others, last = asked_while_the_first_runs(slow, [1, 2, 3], at_most=2)
    assert first.result() == 0
    assert [repr(one.exception()) for one in others] == ["OSError(2)", "OSError(2)"]
    assert last.result() == 30


def test_fewer_answers_than_were_asked_for_are_a_failure_for_all():
    held = Together(lambda asks: [])
    with pytest.raises(ValueError, match="shorter"):
        held(1)
