"""`stepwell simulate …`: a made-up program in an empty database, through the actions that the screens use."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

EPILOG = """Everything is made up: names, phones that ring nowhere, addresses that no mail reaches. The same numbers,
seed and day make the same program. Stopped with Ctrl-C, what stands is whole: the same command goes on from there.
With --times, what was made is copied so often, with new people in new sites, in minutes."""


def add_simulate(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", run: Callable[[argparse.Namespace], int]
) -> None:
    """Add `simulate --sites N --clients N --months N --seed N --today DAY --times N`."""
    words = "make up a program, for looking, teaching and measuring"
    parser = commands.add_parser("simulate", help=words, description=words, epilog=EPILOG)
    parser.add_argument("--sites", type=int, default=2, help="how many places (2)")
    parser.add_argument("--clients", type=int, default=200, help="how many people ask, at all sites together (200)")
    parser.add_argument("--months", type=int, default=6, help="how long it has gone on (6)")
    parser.add_argument("--seed", type=int, default=1, help="which of all the programs that could be (1)")
    parser.add_argument("--today", type=date.fromisoformat, help="the day it has come to (the machine's)")
    parser.add_argument("--times", type=int, default=1, help="so many times as much, by copying (1)")
    parser.set_defaults(run=run)


def make_program(options: argparse.Namespace) -> int:
    """Make what isn't there yet; 130 when stopped. Django is ready, as the application."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from stepwell.kernel import clock
    from stepwell.simulate import program

    today = options.today or clock.day_at(clock.now(), program.LAST_ZONE)
    plan = program.Plan(options.seed, options.sites, options.clients, options.months, today)
    program.check_plan(plan)
    made = program.sites_made(plan)
    began = time.monotonic()
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        try:
            days = progress.add_task("Days", total=plan.days * plan.sites, completed=plan.days * made)
            for number in range(made, plan.sites):
                program.make_site(plan, number, lambda: progress.advance(days))
            told = time.monotonic()
            rows = _copy(options, progress)
        except KeyboardInterrupt:
            progress.stop()
            print("Stopped. What stands is whole. Run the same command again to go on.", file=sys.stderr)
            return 130
    print(f"{plan.clients:>7,} people at {plan.sites} sites, through the actions: {told - began:.0f} s")
    if options.times > 1:
        took = time.monotonic() - told
        times = options.times
        print(
            f"{plan.clients * times:>7,} people at {plan.sites * times} sites, by copying: {took:.0f} s, {rows:,} rows"
        )
    return 0


def _copy(options: argparse.Namespace, progress: "Progress") -> int:
    """The copies that don't stand yet; how many rows that were."""
    from stepwell.simulate.copying.copies import copies_made
    from stepwell.simulate.copying.workers import make_copies

    rows = 0
    missing = sorted(set(range(1, options.times)) - copies_made())
    if missing:
        copies = progress.add_task("Copies", total=options.times - 1, completed=options.times - 1 - len(missing))

        def over(added: int) -> None:
            nonlocal rows
            rows += added
            progress.advance(copies)

        make_copies(missing, str(options.seed), over, processes=min(len(missing), os.cpu_count() or 1))
    return rows
