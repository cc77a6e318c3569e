"""Waiting on a condition: a deadline, never a guessed pause."""

import threading
import time
from collections.abc import Callable


def wait_until(condition: Callable[[], bool], seconds: float = 30.0, what: str = "") -> None:
    """Ask until it is so, or fail."""
    deadline = time.monotonic() + seconds
    tick = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain {what}"
        tick.wait(0.02)
