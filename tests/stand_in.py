"""A web server on loopback that stands in for somebody else's: it answers what it is told, and remembers who asked."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

import pytest


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class StandIn:
    """`url` is where it stands. `answers` maps a path to a function of the request, before what `answer` said."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    told: tuple[int, bytes, dict[str, str]] = (404, b"", {})
    hangs: bool = False
    let_go: threading.Event = field(default_factory=threading.Event)

    def answer(self, status: int, said: Any = b"", headers: dict[str, str] | None = None) -> None:
        """From now on everybody gets this; what isn't bytes goes out as JSON."""
        self.told = (status, said if isinstance(said, bytes) else json.dumps(said).encode(), headers or {})

    def hang(self) -> None:
        """From now on nobody gets an answer before the test is over."""
        self.hangs = True


@pytest.fixture
def stand_in() -> Any:
    """The server, listening on a free port until the test is over."""
    told = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
            told.asked.append(asked)
            if told.hangs:
                told.let_go.wait(30)
                return
            known = told.answers.get(self.path.partition("?")[0])
            status, body, headers = known(asked) if known else told.told
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - http.server names it

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield told
    told.let_go.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def unused_port() -> Any:
    """`unused_port()` is a port of loopback on which nothing listens."""

    def find() -> int:
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
            return port

    return find
