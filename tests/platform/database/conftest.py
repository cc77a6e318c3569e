"""Real clusters in folders of their own, and waiting without guessing how long."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stepwell.platform.database import Cluster, provision, temporary_cluster, temporary_folder

HERE = Path(__file__).parent
SOURCE = HERE.parents[2] / "src"


@pytest.fixture
def wait_until() -> Callable[..., None]:
    """Ask until it is so; a deadline, never a guessed pause."""

    def wait(condition: Callable[[], bool], seconds: float = 15.0, what: str = "") -> None:
        deadline = time.monotonic() + seconds
        tick = threading.Event()
        while not condition():
            assert time.monotonic() < deadline, f"waited {seconds} s in vain {what}"
            tick.wait(0.01)

    return wait


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as path:
        yield path


@pytest.fixture(scope="session")
def shared(programs: Path | None) -> Iterator[Cluster]:
    """One provisioned cluster for tests that only ask questions."""
    with temporary_cluster(programs=programs) as cluster:
        provision(cluster.server)
        yield cluster


@pytest.fixture
def stand_in(folder: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `stand_in.py`, a little `stepwell run`, on the folder."""
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{HERE}"}
        process = subprocess.Popen(
            [sys.executable, str(HERE / "stand_in.py"), str(folder), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie that nobody has collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture(name="alive")
def _alive() -> Callable[[int], bool]:
    return alive
