"""Processes that end when the one that started them ends, however it ends.

A parent that is killed with -9 runs no clean-up, so each child asks the kernel for it. Linux only; elsewhere the
request is skipped, and children outlive a killed parent.
"""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from stepwell.platform.database.account import Account

_PR_SET_PDEATHSIG = 1


def _load_prctl() -> Callable[[int], None]:
    """Python has no prctl of its own, and the libc is in the process already: ctypes needs no compiler and no package.

    Looked up at import, because a child between fork and exec should do as little as it can.
    """
    if sys.platform != "linux":
        return lambda _signal: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]

    def request(death_signal: int) -> None:
        if prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")

    return request


_request_death_signal = _load_prctl()


def die_with_parent(death_signal: signal.Signals = signal.SIGKILL, parent: int | None = None) -> None:
    """End this process when its parent ends. For processes that somebody else's code forks, such as a web server's.

    `parent` is the process that should be there; by default multiprocessing's, if that started us.
    """
    _request_death_signal(death_signal)
    started_by = multiprocessing.parent_process()
    expected = parent if parent is not None else started_by.pid if started_by else None
    # The parent may have ended before the request was made; then nobody would ever send the signal.
    if expected is not None and os.getppid() != expected:
        os.kill(os.getpid(), death_signal)


def spawn(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    output: int,
    cwd: Path | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own that gets `death_signal` when this process ends."""
    if threading.current_thread() is not threading.main_thread():
        # The kernel sends the signal when the *thread* that forked ends, not the process.
        raise RuntimeError("Children are started from the main thread, or they end with the thread that started them.")
    parent = os.getpid()

    def before_exec() -> None:
        # After setuid, which would clear the request.
        _request_death_signal(death_signal)
        if os.getppid() != parent:
            os._exit(127)
        # A shell's `&` and nohup ignore these for us, and an ignored signal is inherited.
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())

    lend = account if account and not account.is_me else None
    return subprocess.Popen(  # noqa: S603 - argv comes from this package
        list(argv),
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        # The terminal's Ctrl-C reaches the supervisor alone, which then stops its children in order.
        start_new_session=True,
        umask=0o077,
        preexec_fn=before_exec,  # noqa: PLW1509 - it takes no lock that another thread may hold
        user=lend.uid if lend else None,
        group=lend.gid if lend else None,
        extra_groups=[] if lend else None,
    )


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the child has ended, without collecting it: while it is uncollected nobody else can get its number."""
    if process.returncode is not None:
        return True
    try:
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def sweep(process: subprocess.Popen[bytes]) -> int:
    """Kill what is left of the child's group, collect the child and answer its exit code."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def end(
    process: subprocess.Popen[bytes],
    *,
    stop_signals: Sequence[tuple[signal.Signals, float]],
    hasten: Callable[[], bool] = lambda: False,
) -> int:
    """Ask a child to stop, with each signal for so many seconds, then kill it and all of its group."""
    for number, patience in stop_signals:
        if has_ended(process) or hasten():
            break
        process.send_signal(number)
        deadline = time.monotonic() + patience
        while not has_ended(process) and time.monotonic() < deadline and not hasten():
            time.sleep(0.01)
    return sweep(process)


def processes_in(folders: Sequence[Path], name: str) -> list[int]:
    """Live processes called `name` whose working folder is one of `folders`: a server outlives its pid file's truth."""
    wanted = {str(folder) for folder in folders}
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "comm").read_text().strip() == name and str((entry / "cwd").readlink()) in wanted:
                found.append(int(entry.name))
    return found
