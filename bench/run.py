"""Make a program, measure, make it larger, measure again, print the table."""

import argparse
from datetime import timedelta

from rich.console import Console

from bench import bundles, doorway, fhir, inside, long, outside, planner, scene, table, tracks
from bench.operations import OPERATIONS, Operation
from bench.place import settle, stepwell
from bench.prepare import prepare
from stepwell.platform.database.server import Server


def run(server: Server, environ: dict[str, str], options: argparse.Namespace) -> None:
    """Each size after the other, in the same program: it grows, and the people who act stay."""
    say = Console(width=150)
    if options.only == [planner.NAME]:
        _plan(say)
        return
    if options.only == [long.NAME]:
        _grow(environ, options, 1)
        _live_long(say, server, options)
        return
    if options.only == [tracks.NAME]:
        _grow(environ, options, 1)
        _keep_tracks(say, server, options)
        return
    wanted = [one for one in OPERATIONS if not options.only or one.name in options.only]
    cores = outside.cores()
    smallest: table.Size | None = None
    token = ""
    for times in options.sizes:
        _grow(environ, options, times)
        token = token or prepare(scene.director())
        settle(server)
        size = _measure(environ, wanted, options, times, cores, token)
        smallest = smallest or size
        say.print(table.of(size, smallest, cores))
        say.print(table.patients(size.patients, cores))
    if doorway.NAME in options.only:
        say.print(doorway.measure(environ, scene.director(), cores), highlight=False)
    if not options.only or long.NAME in options.only:
        _live_long(say, server, options)
    if not options.only or tracks.NAME in options.only:
        _keep_tracks(say, server, options)
    # last: a thousand newcomers at once aren't a morning that any clinic has
    if not options.only:
        say.print(bundles.measure(environ, scene.admissions()))
    if not options.only or planner.NAME in options.only:
        _plan(say)


def _plan(say: Console) -> None:
    """It needs no program: its week comes from a seed."""
    for line in planner.measure():
        say.print(line, highlight=False)


def _live_long(say: Console, server: Server, options: argparse.Namespace) -> None:
    """Two people more, of whom one has been here for five years."""
    for line in long.measure(options.times, settled=lambda: settle(server)):
        say.print(line, highlight=False)


def _keep_tracks(say: Console, server: Server, options: argparse.Namespace) -> None:
    """5,000 people more, all of whom are asked every week."""
    for line in tracks.measure(options.times, settled=lambda: settle(server)):
        say.print(line, highlight=False)


def _grow(environ: dict[str, str], options: argparse.Namespace, times: int) -> None:
    """To `times` as many people as at first."""
    size = ["--clients", str(options.clients), "--months", str(options.months), "--times", str(times)]
    # the sessions since then are held by `prepare`
    stepwell(environ, "simulate", *size, "--today", str(scene.now().date() - timedelta(days=4)))


def _measure(
    environ: dict[str, str], wanted: list[Operation], options: argparse.Namespace, times: int, cores: int, token: str
) -> table.Size:
    chosen = scene.pick(f"{times}", scene.now())
    one = [inside.measure(operation, chosen, times=options.times) for operation in wanted]
    address = inside.bare_address()
    with outside.serving(environ, cores) as (port, pid):
        many = [
            outside.measure(operation, chosen, port, address, seconds=options.seconds, cores=cores)
            for operation in wanted
        ]
        patients = fhir.measure(
            port, pid, token, chosen.known_to_payer, callers=outside.CALLERS, seconds=options.seconds
        )
    return table.Size(times, chosen.rows, one, [driven for driven in many if driven], patients)
