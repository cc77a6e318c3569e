"""Solving, in the worker: the solver runs in a process of its own, which is gone when the worker is."""

import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from stepwell.domain.planner.actions import begin_solving, finish_solving, search_anew, solved_by, tell_progress
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.queries import hour_service, instance_of, sessions_asked, wider_instance
from stepwell.domain.planner.rules.instance import Instance
from stepwell.domain.planner.rules.wire import instance_bytes, plan_json
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.jobs.job import long_job

JOBS = system("jobs")
# Ours.
SECONDS = 60
TELL_SECONDS = 1.0
SOLVER = (sys.executable, "-m", "stepwell.domain.planner.solver")


@long_job("planner.solve")
def solve(*, now: datetime, proposal_id: str) -> None:
    """One proposal; nothing where it was solved, or is being solved, by another worker."""
    proposal = begin_solving(actor=JOBS, proposal_id=UUID(proposal_id), now=now)
    if proposal is not None:
        run(proposal, now)


def run(proposal: Proposal, now: datetime) -> None:
    """Ask the process that solves, pass on its news about once a second, and keep what came of it."""
    instance = instance_of(JOBS, proposal, now)
    said, widened = _solved(proposal, instance), False
    wider = wider_instance(JOBS, proposal, instance, said["plan"], now)
    if wider is not None:
        again = _solved(proposal, wider)
        if _many_held(again) > _many_held(said):
            instance, said, widened = wider, again, True
    more = {"widened": widened, "hour_service": hour_service(proposal)}
    result = _kept(said, instance, sessions_asked(JOBS, proposal, now)) | more
    finish_solving(actor=JOBS, proposal_id=proposal.pk, result=result, now=clock.now())


def _solved(proposal: Proposal, instance: Instance) -> dict[str, Any]:
    """What the process that solves says of an instance in the end. One that dies is started anew, once."""
    said, _ = _asked(proposal, instance)
    if said is None:
        search_anew(actor=JOBS, proposal_id=proposal.pk, now=clock.now())
        said, ended_with = _asked(proposal, instance)
        if said is None:
            raise RuntimeError(f"the solver ended twice without an answer, with {ended_with}")
    return said


def _asked(proposal: Proposal, instance: Instance) -> tuple[dict[str, Any] | None, int]:
    """What one process says in the end, None where it died; and with which code it ended."""
    said, command = None, [*SOLVER, str(SECONDS)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
    with suppress(BrokenPipeError), child:
        assert child.stdin is not None
        child.stdin.write(instance_bytes(instance) + b"\n")
        child.stdin.flush()
        said = _listen(proposal, child)
    return said, child.returncode


def _many_held(said: Mapping[str, Any]) -> int:
    return len((said["plan"] or {}).get("held", []))


def _listen(proposal: Proposal, child: "subprocess.Popen[bytes]") -> dict[str, Any] | None:
    """The last line that the child says."""
    assert child.stdout is not None
    assert child.stdin is not None
    news: list[list[Any]] = []
    rest, told, stopped = b"", clock.now(), False
    while True:
        ready, _, _ = select.select([child.stdout], [], [], TELL_SECONDS)
        lines: list[bytes] = []
        if ready:
            read = child.stdout.read1(65536)  # type: ignore[attr-defined]  # a buffered reader, as Popen makes one
            if not read:
                return None
            *lines, rest = (rest + read).split(b"\n")
        for line in map(orjson.loads, lines):
            if line.get("done"):
                return dict(line)
            news.append([line["seconds"], line["objective"], line["bound"]])
        if (clock.now() - told).total_seconds() >= TELL_SECONDS or not ready:
            told = clock.now()
            stop = tell_progress(actor=JOBS, proposal_id=proposal.pk, news=news, now=told)
            news = []
            if stop and not stopped:
                stopped = True
                child.stdin.write(b"stop\n")
                child.stdin.flush()


def _kept(said: dict[str, Any], instance: Instance, asked: Sequence[str]) -> dict[str, Any]:
    """What is kept: ids, prices and words in which marks stand for names; what was before, and what stays open."""
    plan = said["plan"] or {}
    held = {one["group"] for one in plan.get("held", [])}
    return {
        **said,
        "before": orjson.loads(orjson.dumps(plan_json(instance.present))),
        "people": [one.key for one in instance.people],
        "open": [key for key in asked or [one.key for one in instance.groups] if key not in held],
    }


solved_by(solve)
