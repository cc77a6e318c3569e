import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

Start = Callable[..., subprocess.Popen[str]]
Wait = Callable[..., None]
Alive = Callable[[int], bool]


def lines_until(process: subprocess.Popen[str], word: str) -> list[str]:
    assert process.stdout is not None
    seen: list[str] = []
    for line in process.stdout:
        seen.append(line.strip())
        if line.startswith(word):
            return seen
    raise AssertionError(f"ended without {word!r}: {seen}")


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def children_named(pid: int, word: str) -> Iterator[int]:
    for other in family(pid):
        with contextlib.suppress(OSError):
            if word in Path(f"/proc/{other}/cmdline").read_text():
                yield other


def test_killed_supervisor_leaves_no_child_and_no_grandchild(
    folder: Path, stand_in: Start, wait_until: Wait, alive: Alive
) -> None:
    process = stand_in("web")
    lines_until(process, "ready")
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(folder / "web.sock"))
        client.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        assert client.recv(64).startswith(b"HTTP/1.1 200")
    # supervisor, postgres with its helpers, worker, granian's master with two workers
    wait_until(lambda: len(list(children_named(process.pid, "granian"))) >= 3)
    everybody = family(process.pid)
    assert len(everybody) >= 10
    process.kill()
    process.wait()
    wait_until(lambda: not [pid for pid in everybody if alive(pid)], seconds=10, what=str(everybody))
    second = stand_in()
    lines_until(second, "ready")
    second.terminate()
    assert second.wait(timeout=15) == 0


def test_told_to_stop_it_stops_everything_and_lets_go_of_the_folder(
    folder: Path, stand_in: Start, alive: Alive
) -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        process = stand_in()
        lines_until(process, "ready")
        everybody = family(process.pid)
        process.send_signal(number)
        assert process.wait(timeout=15) == 0
        assert not [pid for pid in everybody if alive(pid)]
    assert not (folder / "cluster" / "postmaster.pid").exists()


def test_crashed_database_and_worker_are_started_again(folder: Path, stand_in: Start, wait_until: Wait) -> None:
    process = stand_in()
    ready = lines_until(process, "ready")[-1]
    os.kill(json.loads(ready.removeprefix("ready "))["postgres"], signal.SIGKILL)
    lines_until(process, "say The database is back")
    (worker,) = children_named(process.pid, "signal.pause")
    os.kill(worker, signal.SIGKILL)
    said = lines_until(process, "say worker")[-1]
    assert "SIGKILL" in said
    wait_until(lambda: bool(set(children_named(process.pid, "signal.pause")) - {worker}))
    process.terminate()
    assert process.wait(timeout=15) == 0


def test_child_that_never_comes_up_ends_the_run_with_its_last_words(stand_in: Start) -> None:
    process = stand_in("broken")
    said = lines_until(process, "say broken ended with code 1, 5 times")[-1]
    assert "giving up" in said
    assert "no such luck" in said
    assert process.wait(timeout=15) == 1


def test_child_that_has_run_before_is_never_given_up(folder: Path, stand_in: Start, wait_until: Wait) -> None:
    process = stand_in("moody")
    lines_until(process, "ready")
    (folder / "moody").touch()
    for child in children_named(process.pid, "exists"):
        os.kill(child, signal.SIGKILL)
    for _ in range(7):
        assert "starting it again" in lines_until(process, "say moody")[-1]
    (folder / "moody").unlink()
    wait_until(lambda: bool(list(children_named(process.pid, "exists"))))
    process.terminate()
    assert process.wait(timeout=15) == 0


def test_database_that_can_not_start_is_tried_until_it_can(folder: Path, stand_in: Start) -> None:
    process = stand_in()
    ready = lines_until(process, "ready")[-1]
    control = folder / "cluster" / "global" / "pg_control"
    control.rename(folder / "aside")
    os.kill(json.loads(ready.removeprefix("ready "))["postgres"], signal.SIGKILL)
    tries = 0
    while tries < 6:
        tries += "Trying again" in lines_until(process, "say ")[-1]
    (folder / "aside").rename(control)
    lines_until(process, "say The database is back")
    process.terminate()
    assert process.wait(timeout=15) == 0


def test_second_supervisor_is_refused(folder: Path, stand_in: Start) -> None:
    first = stand_in()
    lines_until(first, "ready")
    second = stand_in()
    assert second.wait(timeout=15) != 0
    first.terminate()
    assert first.wait(timeout=15) == 0
