"""A backup is worth what its restore is: the demo from the embedded PostgreSQL into Debian's, and back on the web.

    ./dev rehearse

Nothing stays behind. Every step is a program of its own, as an operator would run it.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from stepwell.platform.database.embedded import Cluster
from stepwell.platform.database.provision import provision
from stepwell.platform.database.temporary import temporary_cluster, temporary_folder

_PATIENCE_SECONDS = 60


def main(programs: Path) -> int:
    """0 when the restored program is the same and answers."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "STEPWELL_"))}
    environ["STEPWELL_CACHE"] = os.environ.get("STEPWELL_CACHE", "")
    environ["STEPWELL_BACKUP_PASSPHRASE"] = secrets.token_urlsafe(20)
    with temporary_folder() as work, temporary_folder() as before, temporary_cluster(programs=programs) as after:
        here = {**environ, "STEPWELL_DATA": str(before)}
        file = str(work / "demo.stepwell")
        _step("The demo, on the embedded PostgreSQL", ["demo"], here)
        keys = (before / "keys").read_text(encoding="ascii")
        with Cluster(before, durable=False) as cluster:
            _step("backup", ["backup", file], {**here, **cluster.server.environ()})
        _step("backup --check", ["backup", "--check", file], here)
        provision(after.server)
        there = {**environ, "STEPWELL_DATA": str(work / "there"), "STEPWELL_KEYS": keys, "STEPWELL_HTTPS": "0"}
        there["STEPWELL_SECRET_KEY"] = secrets.token_urlsafe(50)
        owner = {**there, **after.server.environ(with_owner=True)}
        app = {**there, **after.server.environ()}
        _step(f"restore, into the PostgreSQL of {programs}", ["restore", file], owner)
        _step("verify", ["verify"], app)
        # the same rows once more: what was restored, backed up, has the same tables, sums and root
        again = str(work / "again.stepwell")
        _step("backup of what was restored", ["backup", again], app)
        if _sums(file, environ) != _sums(again, environ):
            print("What was restored isn't what was backed up.")
            return 1
        return _answers({**app, "STEPWELL_PORT": str(_free_port())})


def _step(words: str, arguments: list[str], environ: dict[str, str]) -> None:
    print(f"-- {words}", flush=True)
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "stepwell", *arguments], env=environ, check=True, timeout=900)
    print(f"   {time.monotonic() - began:.1f} s", flush=True)


def _sums(file: str, environ: dict[str, str]) -> object:
    """Tables with their rows and digests, and the ledger's root; but for what a migration writes again."""
    from stepwell.platform.backup.check import check_backup

    manifest = check_backup(Path(file), environ["STEPWELL_BACKUP_PASSPHRASE"])
    return manifest.tables, manifest.chains, manifest.root, manifest.migrations


def _answers(environ: dict[str, str]) -> int:
    """Whether the web application, started on the restored database, says that it is well."""
    print("-- serve", flush=True)
    web = subprocess.Popen([sys.executable, "-m", "stepwell", "serve"], env=environ)
    address = f"http://127.0.0.1:{environ['STEPWELL_PORT']}/health/"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + _PATIENCE_SECONDS
    try:
        while time.monotonic() < deadline and web.poll() is None:
            try:
                with opener.open(address, timeout=5) as response:
                    print(f"   /health/ answers {response.status}: {response.read(80).decode()!r}")
                    return 0 if response.status == 200 else 1
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        print("The restored program doesn't answer.")
        return 1
    finally:
        web.terminate()
        web.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepwell.settings")
    django.setup()
    sys.exit(main(Path(sys.argv[1])))
