"""What `stepwell run` does, in small: a cluster, granian with two workers, a worker that waits. Tests kill it."""

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stepwell.platform.database import Child, Cluster, Supervisor, provision
from stepwell.platform.database.processes import die_with_parent


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here\n"]


# As the real wsgi.py does: granian's master forks its workers, and they must not outlive it.
if __name__ == "stand_in":
    die_with_parent()


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


# Ends at once as long as a file of this name lies in the data folder.
MOODY = "moody"


def main(folder: Path, *, web: bool, broken: bool, moody: bool) -> int:
    cluster = Cluster(folder, durable=False, say=lambda line: print("say", line, flush=True))
    cluster.start()
    provision(cluster.server)
    environment = {**os.environ, **cluster.server.environ()}
    wait = [sys.executable, "-c", "import signal; signal.pause()"]
    children = [Child("worker", wait, environment)]
    if web:
        port_file = folder / "web.sock"
        argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--no-ws"]
        argv += ["--uds", str(port_file), "stand_in:application"]
        children.insert(0, Child("web", argv, environment, ready=lambda: answers(port_file)))
    if broken:
        children.append(Child("broken", [sys.executable, "-c", "raise SystemExit('no such luck')"], environment))
    if moody:
        words = f"import os, signal; os.path.exists({str(folder / MOODY)!r}) and exit('not now'); signal.pause()"
        children.append(Child("moody", [sys.executable, "-c", words], environment, ready=lambda: True))
    supervisor = Supervisor(
        children,
        folder=cluster.folder,
        cluster=cluster,
        say=lambda line: print("say", line, flush=True),
        first_pause=0.05,
        when_ready=lambda: print("ready", json.dumps({"postgres": cluster.pid}), flush=True),
    )
    return supervisor.run()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    raise SystemExit(
        main(Path(sys.argv[1]), web="web" in sys.argv, broken="broken" in sys.argv, moody="moody" in sys.argv)
    )
