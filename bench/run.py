"""Make a program, measure, make it larger, measure again, print the table."""

import argparse
import os

from rich.console import Console

from bench import inside, outside, scene, table
from bench.operations import OPERATIONS, Operation
from bench.place import settle, stepwell
from stepwell.platform.database.server import Server


def run(server: Server, environ: dict[str, str], options: argparse.Namespace) -> None:
    """Each size after the other, in the same program: it grows, and the people who act stay."""
    say = Console(width=150)
    wanted = [one for one in OPERATIONS if not options.only or one.name in options.only]
    cores = outside.cores()
    smallest: table.Size | None = None
    for times in options.sizes:
        _grow(environ, options, times)
        settle(server)
        size = _measure(environ, wanted, options, times, cores)
        smallest = smallest or size
        say.print(table.of(size, smallest, cores))


def _grow(environ: dict[str, str], options: argparse.Namespace, times: int) -> None:
    """To `times` as many people as at first."""
    if os.environ.get("BENCH_DEMO"):
        stepwell({**environ, "STEPWELL_DEMO": "1"}, "demo")
        return
    size = ["--clients", str(options.clients), "--months", str(options.months), "--times", str(times)]
    stepwell(environ, "simulate", *size)


def _measure(
    environ: dict[str, str], wanted: list[Operation], options: argparse.Namespace, times: int, cores: int
) -> table.Size:
    chosen = scene.pick(f"{times}", scene.now())
    one = [inside.measure(operation, chosen, times=options.times) for operation in wanted]
    address = inside.bare_address()
    with outside.serving(environ, cores) as port:
        many = [
            outside.measure(operation, chosen, port, address, seconds=options.seconds, cores=cores)
            for operation in wanted
        ]
    return table.Size(times, chosen.rows, one, [driven for driven in many if driven])
