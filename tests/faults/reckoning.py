"""What must hold when everything stands again: what was acknowledged is there once, the rest once or not at all."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from stepwell.domain.admissions.models import Referral
from stepwell.domain.checkins.actions import TASK as LOOK_AT_CHECK_IN
from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Booking, Note
from stepwell.domain.worklist.models import Task
from stepwell.platform.jobs.models import Done
from stepwell.platform.ledger.models import Entry
from tests.faults.program import Program, wait_until
from tests.faults.scene import Scene
from tests.faults.writers import Books, Written


@dataclass
class Line:
    """One row of the table."""

    what: str
    acknowledged: int
    unknown: int
    stored: int
    faults: list[str]


def reckon(scene: Scene, books: Books) -> list[Line]:
    """Every kind of write, beside what is stored and what the ledger says."""
    return [_check_ins(books.check_ins), _rolls(books), *_notes(books), _imports(scene, books.imports)]


def jobs_done(program: Program, written: Written) -> Line:
    """Every job that was asked for is done once, and none stands still. A dead worker's take a minute or two."""
    wanted = set(written.acked)

    def idle() -> bool:
        unfinished = ProcrastinateJob.objects.filter(status__in=["todo", "doing"])
        done = set(Done.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        return done == wanted and not unfinished.exists()

    faults = []
    try:
        wait_until(idle, 240, "all jobs to be done")
    except TimeoutError as late:
        left = Counter(ProcrastinateJob.objects.values_list("task_name", "status"))
        faults.append(f"{late}: {dict(left)}")
    failed = list(ProcrastinateJob.objects.filter(status="failed").values_list("task_name", flat=True))
    if failed:
        faults.append(f"failed for good: {Counter(failed)}")
    stored = Done.objects.filter(pk__in=[*written.acked, *written.unknown]).count()
    return Line("jobs", len(written.acked), len(written.unknown), stored, faults)


def ledger_whole(program: Program, entries: int) -> Line:
    """What `stepwell verify` says."""
    said = program.command("verify")
    faults = [] if said.returncode == 0 else [said.stdout + said.stderr]
    return Line(f"ledger: {said.stdout.strip()[:70]}", entries, 0, Entry.objects.count(), faults)


def _once(what: str, written: Written, stored: Counter[Any]) -> Line:
    faults = [f"{what} {key}: {stored[key]} times, and was acknowledged" for key in written.acked if stored[key] != 1]
    faults += [f"{what} {key}: {stored[key]} times" for key in written.unknown if stored[key] > 1]
    return Line(what, len(written.acked), len(written.unknown), sum(stored.values()), faults)


def _check_ins(written: Written) -> Line:
    wanted = {**written.acked, **written.unknown}
    rows = {str(one.key): one for one in CheckIn.objects.filter(key__in=wanted)}
    line = _once(
        "check-in", written, Counter(map(str, CheckIn.objects.filter(key__in=wanted).values_list("key", flat=True)))
    )
    line.faults += [f"check-in {key} has other words" for key, one in rows.items() if one.words != wanted[key]]
    in_ledger = Counter(
        Entry.objects.filter(verb="check_in.sent", subject_id__in=[one.pk for one in rows.values()]).values_list(
            "subject_id", flat=True
        )
    )
    line.faults += [
        f"check-in {key}: {in_ledger[str(one.pk)]} times in the ledger"
        for key, one in rows.items()
        if in_ledger[str(one.pk)] != 1
    ]
    looks = Task.objects.filter(kind=LOOK_AT_CHECK_IN).values("subject_id").annotate(times=Count("pk"))
    line.faults += [f"{one['times']} tasks for one check-in" for one in looks.filter(times__gt=1)]
    return line


def _rolls(books: Books) -> Line:
    """The last word that was acknowledged holds, or a later one; each change is in the ledger once."""
    faults, acked, unknown, stored = [], 0, 0, 0
    for (session, client), said in books.rolls.items():
        booking = Booking.objects.get(session_id=session, client_id=client, canceled_at__isnull=True)
        kept = [status for status, ok in said if ok]
        acked, unknown = acked + len(kept), unknown + len(said) - len(kept)
        if booking.status != said[-1][0] and said[-1][1]:
            faults.append(f"roll of {client} on {session}: {booking.status}, and {said[-1][0]} was acknowledged")
        entries = Entry.objects.filter(verb="attendance.recorded", subject_id=str(booking.pk)).count()
        stored += entries
        if not _changes(kept) <= entries <= len(said):
            faults.append(f"roll of {client} on {session}: {entries} changes in the ledger for {len(kept)}")
    return Line("roll", acked, unknown, stored, faults)


def _changes(said: list[str]) -> int:
    """How many of these words in a row say something new."""
    return sum(1 for before, now in zip(["booked", *said], said, strict=False) if before != now)


def _notes(books: Books) -> list[Line]:
    faults, acked, unknown, stored = [], 0, 0, 0
    for pk, said in books.notes.items():
        note = Note.objects.get(pk=pk)
        kept = [words for words, ok in said if ok]
        acked, unknown = acked + len(kept), unknown + len(said) - len(kept)
        last = max((number for number, (_, ok) in enumerate(said) if ok), default=-1)
        if last >= 0 and note.response not in [words for words, _ in said[last:]]:
            faults.append(f"note {pk} doesn't say what was acknowledged last")
        saves = Entry.objects.filter(verb="note.saved", subject_id=str(pk)).count()
        stored += saves
        if not len(kept) <= saves <= len(said) or saves != note.revision:
            faults.append(f"note {pk}: {saves} saves in the ledger, revision {note.revision}, {len(kept)} acknowledged")
    signed = Counter(Note.objects.filter(pk__in=books.notes, signed_at__isnull=False).values_list("pk", flat=True))
    line = _once("signature", books.signed, signed)
    for pk in signed:
        entries = Entry.objects.filter(verb="note.signed", subject_id=str(pk)).count()
        if entries != 1:
            line.faults.append(f"note {pk}: {entries} signatures in the ledger")
    twice = Note.objects.values("booking").annotate(times=Count("pk")).filter(times__gt=1).count()
    if twice:
        faults.append(f"{twice} people have two notes of one session")
    return [Line("note", acked, unknown, stored, faults), line]


def _imports(scene: Scene, written: Written) -> Line:
    stored = Counter(
        one["family_name"] for one in Referral.objects.filter(site=scene.world.site).values_list("person", flat=True)
    )
    line = _once("import", written, stored)
    persons = Counter(Client.objects.filter(site=scene.world.site).values_list("family_name", flat=True))
    line.faults += [f"{persons[name]} persons {name}" for name in stored if persons[name] > 1]
    return line
