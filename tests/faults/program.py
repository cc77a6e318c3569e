"""`stepwell run` as a process that can be killed, and the processes that belong to it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import requests


def wait_until(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Ask until it is so, or give up with words."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def command_line(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return ""


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Program:
    """The demo on a free port with a data folder to throw away."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder, self.port = folder, free_port()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "STEPWELL_"))}
        self.environ = {**kept, "STEPWELL_DATA": str(folder), "STEPWELL_PORT": str(self.port), **environ}
        self.log = folder.with_name(folder.name + ".log")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, seconds: float = 300) -> None:
        """Start and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "stepwell", "run"], env=self.environ, stdout=log, stderr=log
            )
        wait_until(lambda: self.is_healthy() or self.has_ended(), seconds, "the program to answer")
        if self.has_ended():
            raise RuntimeError(f"the program ended:\n{self.said()[-3000:]}")

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def health(self) -> tuple[int, str]:
        """The answer of /health/, or 0 where there is none."""
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.get(f"{self.base}/health/", timeout=15)
            except requests.RequestException:
                return 0, ""
            return answer.status_code, answer.text

    def is_healthy(self) -> bool:
        return self.health()[0] == 200

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def log_of(self, name: str) -> str:
        """What one of its processes wrote."""
        return (self.folder / "logs" / f"{name}.log").read_text(errors="replace")

    def pids(self, kind: str) -> list[int]:
        """The processes of one kind."""
        if self.process is None or self.has_ended():
            return []
        everybody = [(pid, command_line(pid)) for pid in family(self.process.pid)]
        web = [pid for pid, line in everybody if "granian" in line and "postgres" not in line]
        master = [pid for pid in web if "-m granian" in command_line(pid)][:1]
        found = {
            "supervisor": [self.process.pid],
            "web master": master,
            "web worker": [pid for pid in web if pid not in master] or _children(master),
            "worker": [pid for pid, line in everybody if line.endswith("stepwell work")],
            "postmaster": [pid for pid, line in everybody if "/postgres -D" in line],
            "database session": [pid for pid, line in everybody if line.startswith("postgres: stepwell_app")],
        }
        return found[kind]

    def kill(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def kill_all_by_supervisor(self) -> None:
        """Kill the supervisor alone: the kernel has to take everybody else with it."""
        assert self.process is not None
        everybody = family(self.process.pid)
        self.kill(self.process.pid)
        self.process.wait()
        wait_until(lambda: not any(map(lives, everybody)), 60, "everybody to be gone after kill -9 of the supervisor")

    def stop(self) -> int:
        """As Ctrl-C does."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of Stepwell's on this program's data."""
        return subprocess.run(
            [sys.executable, "-m", "stepwell", *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def _children(pids: list[int]) -> list[int]:
    return [child for pid in pids for child in family(pid)[1:]]
