"""Several copies at once, each process with a connection of its own.

A fresh process reads this file before Django is ready in it: what needs Django is imported where it is used.
"""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepwell.simulate.copying.base import Base


def make_copies(numbers: Sequence[int], seed: str, copy_over: Callable[[int], None], *, processes: int) -> None:
    """Make these copies, so many at once. Stopped, those under way come to their end and no other begins."""
    if processes == 1:
        for number in numbers:
            copy_over(_one(number, seed))
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin) as pool:
        ahead = iter(numbers)
        running: set[Future[int]] = {pool.submit(_one, number, seed) for number in islice(ahead, processes)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                copy_over(future.result())
                running |= {pool.submit(_one, number, seed) for number in islice(ahead, 1)}


_base: "Base | None" = None  # read once in each process


def _begin() -> None:
    """Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepwell.settings")
    import django

    django.setup()


def _one(number: int, seed: str) -> int:
    from stepwell.simulate.copying.base import read_base
    from stepwell.simulate.copying.copies import make_copy, sites_to_copy

    global _base
    if _base is None:
        _base = read_base(sites_to_copy())
    return make_copy(_base, number, seed)
