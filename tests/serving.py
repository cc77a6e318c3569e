"""`stepwell serve` as a process of its own, on this process's database and a free port."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stepwell.platform.keyring.cipher import new_key
from tests.waiting import wait_until


@contextmanager
def serving(
    server: Any, database_name: str, folder: Path, is_up: Callable[[str], bool], **settings: str
) -> Iterator[str]:
    """Its address, once `is_up` says so of it. `settings` are more of its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("STEPWELL_", "DATABASE_"))},
        **server.environ(database_name),
        "STEPWELL_SECRET_KEY": "long enough for a test of pages",
        "STEPWELL_KEYS": new_key(),
        "STEPWELL_DATA": str(folder),
        "STEPWELL_PORT": str(port),
        **settings,
    }
    base = f"http://127.0.0.1:{port}"
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "stepwell", "serve"], env=environ, stdout=log, stderr=log)
    try:
        wait_until(lambda: process.poll() is not None or is_up(base), seconds=60)
        assert process.poll() is None, (folder / "serve.log").read_text()
        yield base
    finally:
        process.terminate()
        process.wait(30)
