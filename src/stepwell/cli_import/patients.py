"""`stepwell import patients FOLDER`: a bundle for each patient, as many as there are, one transaction each.

Killed at any moment, what stands is whole; run again, what is here already is known by its content and not stored
twice. Files are read by other processes while this one writes. They read this file before Django is ready in them:
what needs Django is imported where it is used.
"""

import argparse
import csv
import os
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from stepwell.cli_import.desk import actor_of, content_of, site_of

if TYPE_CHECKING:
    from stepwell.domain.admissions.actions.enquiry import Arrival
    from stepwell.domain.admissions.values import ReferralRecord

    # The record, or what is wrong with the file, each as (what, where, mend).
    Read = ReferralRecord | list[tuple[str, str, str]]

# So many files are read ahead of the one that is written: a bundle may be large.
_AHEAD = 4


@dataclass
class Told:
    """What became of the files, as counts; `lines` are those that a person has to look at: (file, what, why)."""

    new: int = 0
    here: int = 0
    items: int = 0
    unplaced: Counter[str] = field(default_factory=Counter)
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def of(self, what: str) -> int:
        """How many of the lines say so."""
        return sum(one == what for _, one, _ in self.lines)


def import_patients(options: argparse.Namespace) -> int:
    """Take in every file of the folder; 1 where some were refused, 130 when stopped."""
    import django

    django.setup()
    from stepwell.kernel.errors import NotAllowed, Refused

    told, began = Told(), time.monotonic()
    try:
        files = _files_in(options.folder)
        stopped = _take_all(options, files, told)
    except Refused as refused:
        print("Nothing was stored.", *(str(one) for one in refused.refusals), sep="\n  ", file=sys.stderr)
        return 1
    except NotAllowed:
        print("This account doesn't take in referrals. Use one of admissions or of the director.", file=sys.stderr)
        return 1
    _say(told, len(files), time.monotonic() - began)
    if told.lines:
        _report(options.report, told.lines)
    if stopped:
        print("Stopped. What stands is whole. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 1 if told.of(_REFUSED) else 0


_REFUSED, _TO_DECIDE = "refused", "to decide"


def _files_in(folder: Path) -> list[Path]:
    """Every .json below the folder, by name. Raises `Refused` where there is none."""
    from stepwell.kernel.errors import refuse

    if not folder.is_dir():
        raise refuse("This is no folder.", "FOLDER", "Check the path.")
    found = sorted(one for one in folder.rglob("*.json") if one.is_file())
    if not found:
        raise refuse("There is no .json file in this folder.", "FOLDER", "Check the path.")
    return found


def _take_all(options: argparse.Namespace, files: Sequence[Path], told: Told) -> bool:
    """One after the other, with a bar; whether somebody stopped it."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from stepwell.domain.admissions.actions.referral import receive_referral
    from stepwell.kernel import clock
    from stepwell.kernel.errors import Refused

    actor = actor_of(options.email)
    site = site_of(actor, options.site)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress, closing(_read_all(files)) as readings:
        bar = progress.add_task("Patients", total=len(files))
        try:
            for file, read in readings:
                name = str(file.relative_to(options.folder))
                try:
                    record = _whole(read)
                    arrival = receive_referral(
                        actor=actor, site=site, record=record, source_name=options.sender, now=clock.now()
                    )
                except Refused as refused:
                    told.lines.append((name, _REFUSED, " ".join(str(one) for one in refused.refusals)))
                else:
                    _count(told, name, record, arrival)
                progress.advance(bar)
        except KeyboardInterrupt:
            return True
    return False


def _count(told: Told, name: str, record: "ReferralRecord", arrival: "Arrival") -> None:
    if arrival.needs_match:
        told.lines.append((name, _TO_DECIDE, "Somebody here looks like this person."))
    if arrival.is_repeat:
        told.here += 1
        return
    told.new += 1
    told.items += len(record.items)
    told.unplaced.update(dict(record.unplaced))


def _whole(read: "Read") -> "ReferralRecord":
    """What was read; raises the `Refused` that another process met."""
    from stepwell.kernel.errors import Refusal, Refused

    if isinstance(read, list):
        raise Refused(*(Refusal(*one) for one in read))
    return read


def _read_all(files: Sequence[Path]) -> "Generator[tuple[Path, Read]]":
    """Each file with what it holds, in their order, read ahead by other processes."""
    with ProcessPoolExecutor(
        min(len(files), os.cpu_count() or 1), mp_context=get_context("spawn"), initializer=_begin
    ) as pool:
        coming = iter(files)
        ahead: deque[tuple[Path, Future[Read]]] = deque(
            (one, pool.submit(_read, one)) for one in islice(coming, _AHEAD)
        )
        try:
            while ahead:
                file, future = ahead.popleft()
                ahead.extend((one, pool.submit(_read, one)) for one in islice(coming, 1))
                yield file, future.result()
        finally:
            for _, future in ahead:
                future.cancel()


def _begin() -> None:
    """Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(file: Path) -> "Read":
    """The record, or what is wrong with the file: a `Refused` doesn't travel between processes."""
    from stepwell.interop.fhir.referral import read_referral
    from stepwell.kernel.errors import Refused

    try:
        return read_referral(content_of(file))
    except Refused as refused:
        return [(one.what, one.where, one.mend) for one in refused.refusals]


def _say(told: Told, files: int, seconds: float) -> None:
    done = told.new + told.here + told.of(_REFUSED)
    print(f"{done:>7,} of {files:,} files in {seconds:.0f} s, {done / max(seconds, 0.001):.1f} a second")
    print(f"{told.new:>7,} new, with {told.items:,} items")
    print(f"{told.here:>7,} here before")
    print(f"{told.of(_TO_DECIDE):>7,} wait for somebody to decide who they are: see Admissions")
    print(f"{told.of(_REFUSED):>7,} refused")
    print(f"{told.unplaced.total():>7,} items without a place yet")
    for name, count in told.unplaced.most_common():
        print(f"        {count:>7,}  {name}")


def _report(path: Path, lines: Sequence[tuple[str, str, str]]) -> None:
    """For whoever started this and nobody else: a file's name may be a person's."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", newline="") as report:
            writer = csv.writer(report)
            writer.writerow(("file", "what", "why"))
            writer.writerows(lines)
    except OSError as error:
        print(f"The report can't be written: {error.strerror}. Name another with --report.", file=sys.stderr)
        return
    print(f"Which ones and why stands in {path}.")
