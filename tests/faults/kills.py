"""Processes die at random while people write."""

import random
import time
from collections import Counter

from django.db import connection

from stepwell.platform.database.server import running_server
from stepwell.platform.database.temporary import temporary_folder
from tests.faults.browser import Watch
from tests.faults.program import Program, wait_until
from tests.faults.reckoning import Line, jobs_done, ledger_whole, reckon
from tests.faults.scene import set_scene
from tests.faults.table import show
from tests.faults.writers import Writers

# How often which: what dies more often in life dies more often here.
VICTIMS = {
    "web worker": 4,
    "database session": 4,
    "worker": 3,
    "postmaster": 2,
    "web master": 2,
    "supervisor": 1,
}


def run(seconds: float, seed: int) -> int:
    """Write and kill for so long, then let everything come back and count."""
    with temporary_folder() as folder:
        program = Program(folder)
        try:
            program.start()
            return _write_and_kill(program, seconds, seed)
        finally:
            program.stop()
            program.log.unlink(missing_ok=True)


def _write_and_kill(program: Program, seconds: float, seed: int) -> int:
    connection.settings_dict.update(running_server(program.folder).app().to_django())
    chance = random.Random(seed)
    watch = Watch()
    scene = set_scene()
    writers = Writers(program.base, scene, watch, random.Random(seed + 1))
    writers.start()
    began = time.monotonic()
    killed: Counter[str] = Counter()
    slowest = 0.0
    try:
        while time.monotonic() - began < seconds:
            time.sleep(chance.uniform(0.3, 2.5))
            victim = chance.choices(list(VICTIMS), VICTIMS.values())[0]
            if _kill(program, victim, chance):
                killed[victim] += 1
                back = _until_healthy(program)
                slowest = max(slowest, back)
    finally:
        writers.stop(150)
    connection.close()  # ours died with the others
    lines: list[Line] = [
        *reckon(scene, writers.books),
        jobs_done(program, writers.books.jobs),
        ledger_whole(program, 0),
    ]
    code = show(lines, watch, killed, slowest, seed)
    if code:
        print("The web server's last words:\n" + "\n".join(program.log_of("web").splitlines()[-60:]))
    return code


def _kill(program: Program, victim: str, chance: random.Random) -> bool:
    if victim == "supervisor":
        program.kill_all_by_supervisor()
        program.start(120)
        return True
    pids = program.pids(victim)
    if not pids:
        return False
    program.kill(chance.choice(pids))
    return True


def _until_healthy(program: Program) -> float:
    """Seconds until the program answers by itself again."""
    began = time.monotonic()
    wait_until(program.is_healthy, 120, "the program to recover by itself")
    return time.monotonic() - began
