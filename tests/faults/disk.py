"""The disk under the data runs full while people write, PostgreSQL is killed on it, and then there is room again."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from rich.console import Console

from stepwell.domain.checkins.models import CheckIn
from stepwell.platform.database.server import running_server
from stepwell.simulate.people import CLIENT_EMAIL, DEMO_PASSWORD
from tests.faults.browser import Browser, Watch
from tests.faults.forms import form_with
from tests.faults.program import Program, wait_until

# The demo with its write-ahead log needs some 150 MB.
SIZE = "400m"


def run() -> int:
    """0 when nothing was lost and it came back by itself."""
    say = Console(width=120).print
    with contextlib.ExitStack() as stack:
        try:
            place = stack.enter_context(small_disk())
        except PermissionError as lack:
            say(f"The full disk is left out: {lack}.")
            return 0
        program = Program(place / "data")
        stack.callback(lambda: program.log.unlink(missing_ok=True))
        stack.callback(program.stop)
        program.log = Path(tempfile.gettempdir()) / f"{place.name}.log"  # what it says has to be kept somewhere else
        program.start()
        return _fill(program, place / "filler", say)


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of its own, or a reason why there can't be one."""
    if os.geteuid() != 0:
        raise PermissionError("only root can mount a small disk")
    place = Path(tempfile.mkdtemp(prefix="stepwell-disk-"))
    try:
        mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "stepwell-disk", str(place)],
            capture_output=True,
            text=True,
            check=False,
        )
        if mount.returncode != 0:
            raise PermissionError(f"no disk could be mounted ({mount.stderr.strip()})")
        try:
            yield place
        finally:
            subprocess.run(["umount", "-l", str(place)], check=False)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _fill(program: Program, filler: Path, say: object) -> int:
    connection.settings_dict.update(running_server(program.folder).app().to_django())
    watch = Watch()
    browser = Browser(program.base, watch)
    browser.log_in(CLIENT_EMAIL, DEMO_PASSWORD)
    kept = [_check_in(browser, f"before {number}") for number in range(5)]
    if any(answer.status_code not in (302, 303) for _, answer in kept):
        raise RuntimeError("a check-in was refused while there was room")

    _take_all(filler)
    refused = None
    for number in range(400):
        key, answer = _check_in(browser, f"full {number} " + "x" * 900, tries=1)
        if answer is None or answer.status_code not in (302, 303):
            refused = (number, browser.last)
            break
        kept.append((key, answer))
    pages = [f"{len(kept)} check-ins were kept before the disk was full"]
    if refused is None:
        watch.fault("400 check-ins went onto a full disk")
    else:
        words = refused[1].text if refused[1] is not None else ""
        if "The disk is full" not in words:
            watch.fault(f"the page of a full disk says: {words[-600:]}")

    for pid in program.pids("postmaster"):
        program.kill(pid)
    wait_until(lambda: program.said().count("Trying again") >= 6 or program.is_healthy(), 240, "six tries or a start")
    if program.has_ended():
        watch.fault("the supervisor gave up on a full disk")
    pages.append(f"while full: health said {program.health()}, {program.said().count('Trying again')} vain starts")
    if "is full: make room" not in program.said() and "Trying again" in program.said():
        watch.fault("the supervisor doesn't say that the disk is full")

    filler.unlink()
    wait_until(program.is_healthy, 120, "the program to recover once there is room")
    connection.close()
    after, answer = _check_in(browser, "after")
    kept.append((after, answer))
    for key, _ in kept:
        if CheckIn.objects.filter(key=key).count() != 1:
            watch.fault(f"check-in {key} was acknowledged and is not there once")
    verified = program.command("verify")
    if verified.returncode:
        watch.fault(verified.stdout + verified.stderr)
    for line in [*pages, verified.stdout.strip(), *(f"WRONG  {fault}" for fault in watch.faults)]:
        say(line, markup=False)
    return 1 if watch.faults else 0


def _check_in(browser: Browser, words: str, tries: int = 0) -> tuple[str, Any]:
    page = browser.get("/me/check-in/", tries=tries)
    if page is None:
        return "", None
    form = form_with(page.text, "craving", "key")
    typed = {"craving": "3", "mood": "5", "use": "no", "words": words}
    return dict(form.fields)["key"], browser.post(form, page.url, typed=typed, tries=tries)


def _take_all(filler: Path) -> None:
    """Every byte that is left."""
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1 << 16))
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(512))
