"""How fast one token may ask: a bucket of requests that fills steadily, kept in the memory of one web process.

It holds off a system that has run wild; what a token may see, the consents say. In memory, because a count in the
database would cost every read what it is meant to spare.
"""

import threading
from collections.abc import Hashable

# So many buckets are kept; then those that are full again go, which are the same as none.
_MOST = 10_000


class Pace:
    """`per_second` requests over time, and `at_once` of them in one go: where nobody says, as many as ten seconds
    bring. Zero per second: no limit.
    """

    def __init__(self, per_second: float, *, at_once: float = 0) -> None:
        self._per_second = per_second
        self._room = at_once or per_second * 10
        self._buckets: dict[Hashable, tuple[float, float]] = {}
        self._gate = threading.Lock()

    def wait(self, key: Hashable, now: float) -> float:
        """Seconds until `key` may ask again: 0 where it may now, which counts. `now` never goes back."""
        if not self._per_second:
            return 0.0
        with self._gate:
            left, seen = self._buckets.get(key, (self._room, now))
            left = min(self._room, left + (now - seen) * self._per_second)
            allowed = left >= 1
            self._buckets[key] = (left - 1 if allowed else left, now)
            if len(self._buckets) > _MOST:
                self._forget(now)
            return 0.0 if allowed else (1 - left) / self._per_second

    def _forget(self, now: float) -> None:
        self._buckets = {
            key: (left, seen)
            for key, (left, seen) in self._buckets.items()
            if left + (now - seen) * self._per_second < self._room
        }
