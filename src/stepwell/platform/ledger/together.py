"""Calls of several threads that wait at the same time are answered together, in one transaction of one of them.

A commit costs a write to the disk, however many rows it holds. While one thread commits, those that come meanwhile
gather; the next of them takes all with it. Nobody waits for company: a call that is alone goes at once.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")


class _Call(Generic[Ask, Answer]):
    """One thread's call. Woken when it is answered, has failed, or is to lead."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.answer: Answer | None = None
        self.error: BaseException | None = None
        self.is_done = False
        self.woken = threading.Lock()
        self.woken.acquire()


class Together(Generic[Ask, Answer]):
    """`run(asks)` answers all of them, in their order, or raises for all: then each caller meets what was raised.

    What was raised stops the calls of that one run alone; those that came meanwhile are led by the next of them.
    """

    def __init__(self, run: Callable[[Sequence[Ask]], Sequence[Answer]], *, at_most: int = 64) -> None:
        self._run = run
        self._at_most = at_most
        self._gate = threading.Lock()
        self._waiting: list[_Call[Ask, Answer]] = []
        self._is_led = False

    def __call__(self, ask: Ask) -> Answer:
        """The answer, once it is on the disk."""
        call: _Call[Ask, Answer] = _Call(ask)
        with self._gate:
            self._waiting.append(call)
            leads, self._is_led = not self._is_led, True
        if not leads:
            call.woken.acquire()
        if not call.is_done:
            self._lead()
        if call.error is not None:
            raise call.error
        return call.answer  # type: ignore[return-value]  # it is done, and did not fail

    def _lead(self) -> None:
        """Answer all that wait, the one who leads first, and hand over to the next."""
        with self._gate:
            calls, self._waiting = self._waiting[: self._at_most], self._waiting[self._at_most :]
        try:
            for call, answer in zip(calls, self._run([call.ask for call in calls]), strict=True):
                call.answer = answer
        except BaseException as error:  # also what ends a thread: the others must hear of it
            for call in calls:
                call.error = error
        with self._gate:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        for call in calls:
            call.is_done = True
            call.woken.release()
        if following is not None:
            following.woken.release()
