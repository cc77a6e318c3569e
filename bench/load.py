"""Callers that wait for each answer before they ask again: how many requests a second a server gives.

Asyncio and bare sockets with kept connections, so that the callers cost little of the cores they share with the server.
Only loopback, and for a bounded time.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wire:
    """A request as it goes over the wire."""

    sent: bytes

    @classmethod
    def of(cls, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> "Wire":
        """Spelled out, with its length where there is a body."""
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return cls("\r\n".join([*lines, "", ""]).encode("ascii") + body)


@dataclass(frozen=True, slots=True)
class Load:
    """What came back: answers by status, and how long they took."""

    seconds: float
    statuses: dict[int, int]
    median_ms: float
    p95_ms: float

    @property
    def per_second(self) -> float:
        """All answers, whatever their status."""
        return sum(self.statuses.values()) / self.seconds


def drive(port: int, request: Callable[[int], Wire], *, callers: int = 8, seconds: float = 5.0, most: int = 0) -> Load:
    """Send request(0), request(1), … from `callers` at a time, for `seconds` or until `most` are sent."""
    return asyncio.run(_drive(port, request, callers, seconds, most))


async def _drive(port: int, request: Callable[[int], Wire], callers: int, seconds: float, most: int) -> Load:
    statuses: Counter[int] = Counter()
    took: list[float] = []
    numbers = iter(range(most)) if most else iter(int, 1)
    sent = 0
    began = time.perf_counter()

    async def call() -> None:
        nonlocal sent
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for _ in numbers:
                if time.perf_counter() - began >= seconds:
                    return
                sent += 1
                asked = time.perf_counter()
                writer.write(request(sent - 1).sent)
                statuses[await _answer(reader)] += 1
                took.append((time.perf_counter() - asked) * 1000)
        finally:
            writer.close()

    await asyncio.gather(*(call() for _ in range(callers)))
    spent = time.perf_counter() - began
    p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    return Load(spent, dict(statuses), statistics.median(took), p95)


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer whole; its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    status = int(lines[0].split(b" ", 2)[1])
    headers = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
    if headers.get(b"transfer-encoding") == b"chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(headers.get(b"content-length", b"0")))
    return status
