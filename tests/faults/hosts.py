"""Two hosts, each with a web server and a worker, and one database on a third: they work as one.

The hosts are network namespaces, so that nothing passes between them but what goes over the wire; each has a data
folder of its own. This file runs twice: `run` makes the namespaces and starts itself in the database's, where
`_on_the_database_host` does the rest.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from rich.console import Console

from stepwell.domain.week.jobs import extend_series
from stepwell.kernel import clock
from stepwell.platform.database.embedded import Cluster
from stepwell.platform.database.provision import provision
from stepwell.platform.database.server import DATABASE, Server
from stepwell.platform.database.temporary import temporary_folder
from stepwell.platform.jobs.job import enqueue
from stepwell.platform.jobs.models import Done
from stepwell.platform.keyring.cipher import new_key
from tests.cast import PASSWORD, make_world
from tests.clinic import make_clinic
from tests.faults import two_steps
from tests.faults.browser import Browser, Watch
from tests.faults.program import command_line, family, wait_until

INSIDE = "STEPWELL_FAULTS_INSIDE"
PORT = 8000
# 198.18.0.0/15 is set aside for tests of networks (RFC 2544), so it is nobody's.
NETS = {"a": "198.18.71", "b": "198.18.72"}


def run() -> int:
    """Make the namespaces, or say why there can't be any."""
    if os.environ.get(INSIDE):
        return _on_the_database_host()
    if reason := _why_not():
        print(f"The two hosts are left out: {reason}.")
        return 0
    with _namespaces() as name:
        environ = {**os.environ, INSIDE: name}
        inside = ["ip", "netns", "exec", f"{name}-db", sys.executable, "-m", "tests.faults", "hosts"]
        return subprocess.run(inside, env=environ, check=False).returncode


def _why_not() -> str:
    if os.geteuid() != 0:
        return "only root can make network namespaces"
    if not shutil.which("ip"):
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "iproute2"]
        with contextlib.suppress(OSError):
            subprocess.run(["apt-get", "update", "-q"], capture_output=True, check=False)
            subprocess.run(install, capture_output=True, check=False)
    if not shutil.which("ip"):
        return "there is no ip command. To get it: apt-get install iproute2"
    probe = f"stepwell-probe-{os.getpid()}"
    made = _ip("netns", "add", probe, check=False)
    _ip("netns", "del", probe, check=False)
    return "" if made.returncode == 0 else f"no namespace could be made ({made.stderr.strip()})"


@contextlib.contextmanager
def _namespaces() -> Iterator[str]:
    """A database's host in the middle, with a wire to each of the two others."""
    name = f"stepwell-{os.getpid()}"
    hosts = [f"{name}-{host}" for host in ("db", *NETS)]
    try:
        for host in hosts:
            _ip("netns", "add", host)
            _ip("-n", host, "link", "set", "lo", "up")
        for host, net in NETS.items():
            far = f"{name}-{host}"
            _ip("-n", f"{name}-db", "link", "add", f"to-{host}", "type", "veth", "peer", "name", "up0", "netns", far)
            for where, wire, number in ((f"{name}-db", f"to-{host}", 1), (far, "up0", 2)):
                _ip("-n", where, "addr", "add", f"{net}.{number}/24", "dev", wire)
                _ip("-n", where, "link", "set", wire, "up")
        yield name
    finally:
        for host in hosts:
            _ip("netns", "del", host, check=False)


def _ip(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ip", *words], capture_output=True, text=True, check=check)


@dataclass
class Host:
    """One of the two: its processes and its folder."""

    name: str
    base: str
    folder: Path
    environ: dict[str, str]
    inside: list[str]
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    def start(self, what: str) -> "subprocess.Popen[bytes]":
        log = (self.folder / f"{what}.log").open("ab")
        with log:
            return subprocess.Popen(
                [*self.inside, sys.executable, "-m", "stepwell", what],
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def seal_count(self) -> int:
        file = self.folder / "seals" / "seals.jsonl"
        return len(file.read_bytes().splitlines()) if file.exists() else 0


def _on_the_database_host() -> int:
    """Database here, and a host at the end of each wire."""
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        path = stack.enter_context(temporary_folder())
        listen = ",".join(f"{net}.1" for net in NETS.values())
        cluster = Cluster(path, durable=False, settings={"listen_addresses": listen})
        cluster.start()
        stack.callback(cluster.stop)
        _open_to_hosts(cluster)
        server = cluster.server
        provision(server)
        environ = {**os.environ, **server.environ(with_owner=True)}
        subprocess.run([sys.executable, "-m", "stepwell", "migrate", "--quiet"], env=environ, check=True)
        connection.settings_dict.update(server.app().to_django())
        secrets = {"STEPWELL_SECRET_KEY": "the same on both hosts " * 3, "STEPWELL_KEYS": new_key()}
        hosts = [_host(stack, server, host, secrets) for host in NETS]
        for host in hosts:
            stack.callback(host.stop)
            host.web = host.start("serve")
        faults = _as_one(hosts, server)
    say = Console(width=120).print
    for fault in faults:
        say(f"WRONG  {fault}", markup=False)
    if not faults:
        say(f"Two hosts worked as one ({time.monotonic() - began:.0f} s).", markup=False)
    return 1 if faults else 0


def _open_to_hosts(cluster: Cluster) -> None:
    """Let in who comes over the two wires, with a password."""
    with (cluster.folder.cluster / "pg_hba.conf").open("a", encoding="utf-8") as access:
        access.writelines(f"host all stepwell_app {net}.2/32 scram-sha-256\n" for net in NETS.values())
    os.kill(cluster.pid, signal.SIGHUP)


def _host(stack: contextlib.ExitStack, server: Server, host: str, secrets: dict[str, str]) -> Host:
    net, name = NETS[host], os.environ[INSIDE]
    folder = stack.enter_context(temporary_folder())
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("STEPWELL_", "DATABASE_"))}
    environ = {
        **kept,
        **secrets,
        "DATABASE_URL": f"postgresql://stepwell_app:{server.passwords['stepwell_app']}@{net}.1:5432/{DATABASE}",
        "STEPWELL_DATA": str(folder),
        "STEPWELL_HOST": f"{net}.2",
        "STEPWELL_HOSTS": f"{net}.2,{two_steps.ONE_NAME}",
        "STEPWELL_PORT": str(PORT),
    }
    return Host(host, f"http://{net}.2:{PORT}", folder, environ, ["ip", "netns", "exec", f"{name}-{host}"])


def _as_one(hosts: list[Host], server: Server) -> list[str]:
    """Everything that has to hold; what doesn't is answered."""
    a, b = hosts
    watch = Watch()
    now = clock.now()
    world = make_world(now)
    clinic = make_clinic(world, people=1, now=now, first_on=now.date())
    for host in hosts:
        wait_until(lambda host=host: _answers(host), 60, f"host {host.name} to answer")

    one, other = Browser(a.base, watch), Browser(b.base, watch)
    counselor = world.email("counselor")
    one.log_in(counselor, PASSWORD)
    two_steps.sign_in(one, other, email=counselor, password=PASSWORD, recovery=two_steps.set_up(one, PASSWORD))
    one.get(f"/app/groups/{clinic.session.pk}/")
    other.get(f"/app/groups/{clinic.session.pk}/")
    _same_files(one, other, watch)
    if not two_steps.is_shut_on_both(
        Browser(a.base, watch), Browser(b.base, watch), email=world.email("colleague"), password=PASSWORD
    ):
        watch.fault("an account that is shut on host a isn't on host b")
    _jobs_once(hosts, clinic.series.pk, watch)
    _taken_over(a, b, server, clinic.series.pk, watch)
    _seals(hosts, watch)
    return watch.faults


def _answers(host: Host) -> bool:
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.get(f"{host.base}/health/", timeout=5).status_code == 200
        except requests.RequestException:
            return False


def _same_files(one: Browser, other: Browser, watch: Watch) -> None:
    """What a page links to on one host is there on the other, and is the same."""
    pages = [browser.session.get(f"{browser.base}/login/", timeout=20).text for browser in (one, other)]
    links = [sorted({part.split('"')[0] for part in page.split('="/static/')[1:]}) for page in pages]
    if links[0] != links[1] or not links[0]:
        watch.fault(f"the hosts link to other files: {set(links[0]) ^ set(links[1])}")
    for link in links[0]:
        files = [browser.session.get(f"{browser.base}/static/{link}", timeout=20) for browser in (one, other)]
        if files[0].status_code != 200 or files[0].content != files[1].content:
            watch.fault(f"{link} isn't the same on both hosts")


def _ask(series: Any, times: int = 1) -> set[int]:
    """So many jobs, each in its own transaction."""
    asked = set()
    for _ in range(times):
        with transaction.atomic():
            enqueue(extend_series, series_id=str(series))
            asked.add(ProcrastinateJob.objects.filter(task_name=extend_series.name).latest("pk").pk)
    return asked


def _all_done(asked: set[int]) -> bool:
    return Done.objects.filter(pk__in=asked).count() == len(asked)


def _jobs_once(hosts: list[Host], series: Any, watch: Watch) -> None:
    """Both workers take jobs, and each job is done by one of them."""
    asked = _ask(series, 40)
    for host in hosts:
        host.worker = host.start("work")
    wait_until(lambda: _all_done(asked), 60, "forty jobs by two workers")
    if ProcrastinateJob.objects.filter(pk__in=asked, status="failed").exists():
        watch.fault("a job failed that two workers could reach")


def _taken_over(a: Host, b: Host, server: Server, series: Any, watch: Watch) -> None:
    """A worker dies in the middle of a job; the other host's does it."""
    import psycopg

    assert b.worker is not None
    assert a.worker is not None
    _kill(b)
    with psycopg.connect(server.superuser(DATABASE).to_dsn()) as holder:
        holder.execute("SELECT 1 FROM week_series WHERE id = %s FOR UPDATE", [series])
        asked = _ask(series)
        wait_until(
            lambda: ProcrastinateJob.objects.filter(pk__in=asked, status="doing").exists(), 30, "the job to begin on a"
        )
        _kill(a)
        # what thirty seconds of silence would do
        holder.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'")
        holder.commit()
    _ask_for("jobs.retry_stalled")
    b.worker = b.start("work")
    wait_until(lambda: _all_done(asked), 60, "the other host to take the job over")


def _ask_for(task: str) -> None:
    """What runs by the clock, now; unless it waits already."""
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task(task, queueing_lock=task).defer(timestamp=0)


def _kill(host: Host) -> None:
    assert host.worker is not None
    for pid in family(host.worker.pid):
        if "stepwell" in command_line(pid):
            os.kill(pid, signal.SIGKILL)
    host.worker.wait()


def _seals(hosts: list[Host], watch: Watch) -> None:
    """Whichever worker takes the hour's job seals into its own file; each file stands on its own."""
    a, b = hosts
    for host, idle in ((b, None), (a, b)):
        if idle is not None:
            _kill(idle)
            host.worker = host.start("work")
        before = host.seal_count()
        _ask_for("ledger.seal")
        wait_until(lambda host=host, before=before: host.seal_count() > before, 60, f"a seal on host {host.name}")
    for host in hosts:
        said = subprocess.run(
            [*host.inside, sys.executable, "-m", "stepwell", "verify"],
            env=host.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if said.returncode != 0 or f"{host.seal_count()} seals" not in said.stdout:
            watch.fault(f"verify on host {host.name}: {said.stdout}{said.stderr}")
