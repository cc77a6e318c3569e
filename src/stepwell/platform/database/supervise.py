"""Keeps the processes of one installation running, and takes all of them with it when it goes.

What belongs here: start, watch, start again, stop. What the processes do, and on which port, is the caller's.

A process that never came up in this run is given up after a few tries: its port is taken, or it is set up wrongly.
One that has run before is started again for as long as it takes, and the database always: a disk that is full has room
again one day, and nobody should have to come by for that.
"""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from stepwell.kernel.errors import Refused
from stepwell.platform.database import processes
from stepwell.platform.database.account import Account
from stepwell.platform.database.embedded import Cluster
from stepwell.platform.database.folder import DataFolder
from stepwell.platform.database.logs import open_log, tail, trim_log

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# A process that ran this long (or said it was ready) has proved that it can start.
_PROVEN_AFTER = 10.0
# So often may a process end that never proved itself; a taken port doesn't get free by trying.
_VAIN_STARTS = 5
# Less than one file of PostgreSQL's write-ahead log (16 MB): it can't start with that.
_NO_ROOM = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Child:
    """One process to keep running.

    `ready` says, quickly and without raising, whether it does its work yet. `env` is all of its environment.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(repr=False)
    ready: Callable[[], bool] | None = None
    stop_patience: float = 10.0
    cwd: Path | None = None
    account: Account | None = None


@dataclass(slots=True)
class _Tended:
    child: Child
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    next_start: float = 0.0
    pause: float = 0.0
    vain_starts: int = 0
    is_ready: bool = False
    has_proved_itself: bool = False


class Supervisor:
    """Runs children in the order given until it is told to stop, then stops them in that order and the database last.

    Construct and run it in the main thread. The cluster, if there is one, is started already.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        folder: DataFolder,
        cluster: Cluster | None = None,
        say: Callable[[str], None] = print,
        when_ready: Callable[[], None] = lambda: None,
        first_pause: float = _FIRST_PAUSE,
    ) -> None:
        self._tended = [_Tended(child, pause=first_pause) for child in children]
        self._first_pause = first_pause
        self._folder = folder
        self._cluster = cluster
        self._say = say
        self._when_ready = when_ready
        self._announced = False
        self._stop_requests = 0
        self._failed = False
        self._database_pause = first_pause
        self._next_database_start = 0.0
        self._next_trim = 0.0

    def run(self) -> int:
        """Start everything and stay until a signal comes. 0 if told to stop, 1 if something would not start."""
        with self._signals() as wakeup:
            try:
                while not self._stopping and not self._failed:
                    self._tend()
                    if not self._stopping and not self._failed:
                        select.select([wakeup], [], [], self._pause())
                        with contextlib.suppress(BlockingIOError):
                            os.read(wakeup, 4096)
            finally:
                self._stop_all()
        return 1 if self._failed else 0

    @property
    def _stopping(self) -> bool:
        return self._stop_requests > 0

    def _tend(self) -> None:
        if not self._tend_database():
            return  # whatever was started now would end at once
        for tended in self._tended:
            if self._stopping or self._failed:
                return
            self._tend_child(tended)
        if not self._announced and all(tended.is_ready for tended in self._tended):
            self._announced = True
            self._when_ready()
        if time.monotonic() >= self._next_trim:
            self._next_trim = time.monotonic() + 60
            for name in ["postgres", *(tended.child.name for tended in self._tended)]:
                trim_log(self._folder, name)

    def _tend_database(self) -> bool:
        """Whether the database runs; started again if it doesn't, with longer and longer pauses, and never given up."""
        if self._cluster is None or not self._cluster.has_ended():
            return True
        if time.monotonic() < self._next_database_start:
            return False
        self._say("The database stopped unexpectedly; starting it again.")
        try:
            self._cluster.launch()
            if self._cluster.wait_until_ready(interrupted=lambda: self._stopping):
                self._say("The database is back.")
                self._database_pause = self._first_pause
                return True
        except (Refused, OSError) as refused:
            self._say(f"{refused}{self._room_words()} Trying again in {self._database_pause:g} s.")
            self._next_database_start = time.monotonic() + self._database_pause
            self._database_pause = min(self._database_pause * 2, _LONGEST_PAUSE)
        return False

    def _room_words(self) -> str:
        """Said where the disk is the reason, so that somebody makes room."""
        free = shutil.disk_usage(self._folder.path).free
        return f" The disk that holds {self._folder.path} is full: make room." if free < _NO_ROOM else ""

    def _tend_child(self, tended: _Tended) -> None:
        now = time.monotonic()
        if tended.process is None:
            if now >= tended.next_start:
                self._start(tended, now)
            return
        if processes.has_ended(tended.process):
            self._mourn(tended, now)
            return
        ready = tended.child.ready
        if not tended.is_ready and (ready is None or ready()):
            tended.is_ready = True
        if (tended.is_ready and ready) or now - tended.started > _PROVEN_AFTER:
            tended.vain_starts = 0
            tended.has_proved_itself = True
        if now - tended.started > _LONGEST_PAUSE:
            tended.pause = self._first_pause

    def _start(self, tended: _Tended, now: float) -> None:
        child = tended.child
        try:
            log = open_log(self._folder, child.name)
            try:
                tended.process = processes.spawn(
                    child.argv, env=child.env, output=log, cwd=child.cwd, account=child.account
                )
            finally:
                os.close(log)
        except OSError as error:  # no room for a log, no memory for a process
            self._say(f"{child.name} can't be started: {error}.{self._room_words()}")
            self._put_off(tended, now)
        tended.started = now

    def _mourn(self, tended: _Tended, now: float) -> None:
        if tended.process is None:
            return
        code = processes.sweep(tended.process)
        tended.process = None
        tended.is_ready = False
        name = tended.child.name
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        words = tail(self._folder, name)
        if not tended.has_proved_itself and tended.vain_starts + 1 >= _VAIN_STARTS:
            self._say(f"{name} {how}, {_VAIN_STARTS} times in a row; giving up. Its last words: {words}")
            self._failed = True
            return
        self._say(f"{name} {how}; starting it again in {tended.pause:g} s. Its last words: {words}")
        self._put_off(tended, now)

    @staticmethod
    def _put_off(tended: _Tended, now: float) -> None:
        """The next start comes later each time."""
        tended.vain_starts += 1
        tended.next_start = now + tended.pause
        tended.pause = min(tended.pause * 2, _LONGEST_PAUSE)

    def _pause(self) -> float:
        """Until when nothing is to do: a signal, and the end of a child is one, wakes us earlier."""
        now = time.monotonic()
        waits = [tended.next_start - now for tended in self._tended if tended.process is None]
        if not self._announced:
            waits.append(0.05)
        if self._next_database_start > now:
            waits = [self._next_database_start - now]
        return max(0.0, min([*waits, 1.0]))

    def _stop_all(self) -> None:
        """In the order given; a second signal ends all patience."""
        asked = self._stop_requests

        def hasten() -> bool:
            return self._stop_requests > asked

        for tended in self._tended:
            if tended.process is not None:
                patience = [(signal.SIGTERM, tended.child.stop_patience)]
                processes.end(tended.process, stop_signals=patience, hasten=hasten)
                tended.process = None
        if self._cluster is not None:
            self._cluster.stop()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[int]:
        """Our handlers and a pipe that wakes `select`; afterwards everything is as it was."""

        def request_stop(_number: int, _frame: FrameType | None) -> None:
            self._stop_requests += 1

        def ignore(_number: int, _frame: FrameType | None) -> None:
            """Only a handled SIGCHLD wakes us."""

        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        previous_wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        previous = {signal.SIGCHLD: signal.signal(signal.SIGCHLD, ignore)}
        for number in _STOP_SIGNALS:
            # nohup means it.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                previous[number] = signal.signal(number, request_stop)
        try:
            yield reader
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(previous_wakeup)
            os.close(reader)
            os.close(writer)
