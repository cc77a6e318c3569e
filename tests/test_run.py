"""`stepwell run`: the whole demo on one machine, gone when it is killed, back in a moment."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from stepwell.platform.database.temporary import temporary_folder
from tests.waiting import wait_until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as path:
        yield path


def start(folder: Path, port: int, **more: str) -> subprocess.Popen:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "STEPWELL_"))}
    environ |= {"STEPWELL_DATA": str(folder), "STEPWELL_PORT": str(port), **more}
    return subprocess.Popen(
        [sys.executable, "-m", "stepwell", "run"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.timeout(800)
def test_the_demo_runs_dies_with_its_parent_and_comes_back_with_its_data(folder):
    port = free_port()
    process = start(folder, port)
    try:
        wait_until(lambda: answers(port) or process.poll() is not None, seconds=600, what="for the first start")
        assert process.poll() is None, process.communicate()[0]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        everybody = family(process.pid)
        assert len(everybody) > 5
        process.send_signal(signal.SIGKILL)
        process.wait()
        wait_until(lambda: not any(map(lives, everybody)), seconds=20, what="for everybody to be gone")

        process = start(folder, port)
        wait_until(lambda: answers(port) or process.poll() is not None, seconds=60, what="for the second start")
        assert process.poll() is None, process.communicate()[0]
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5).read().decode()
        assert "maya@stepwell.example" in page

        second = start(folder, port)
        said, _ = second.communicate(timeout=60)
        assert second.returncode == 1
        assert f"Port {port} of this machine is taken." in said

        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert "Stop with Ctrl-C" in (process.stdout.read() if process.stdout else "")
    finally:
        process.kill()
        process.wait()
