"""A person's browser, as far as writing goes: keeps cookies, sends a form again when no answer came."""

import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from tests.faults.forms import Form, form_with

# Told apart from ours: these say "not now", and the same form may be sent again.
NOT_NOW = (502, 503, 504)
LEAKS = ("Traceback", "psycopg", "OperationalError", "site-packages")


class OutOfPatienceError(Exception):
    """No answer, for longer than anything should take."""


@dataclass
class Watch:
    """What all browsers together met."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def fault(self, words: str) -> None:
        with self._lock:
            self.faults.append(words)


class Browser:
    """One person's. `patience` is how long the same form is sent again and again."""

    def __init__(self, base: str, watch: Watch, *, patience: float = 120.0) -> None:
        self.base, self.watch, self.patience = base, watch, patience
        self.session = requests.Session()
        self.last: requests.Response | None = None
        self.session.trust_env = False  # no proxy between here and 127.0.0.1

    def log_in(self, email: str, password: str) -> None:
        """Through the page that everybody uses."""
        page = self.get("/login/")
        form = form_with(page.text, "password")
        name = next(one for one in ("username", "login", "email") if one in form.names)
        answer = self.post(form, page.url, typed={name: email, "password": password})
        if answer is None or answer.status_code not in (302, 303):
            raise LookupError(f"{email} could not log in: {answer and answer.status_code}")

    def get(self, path: str, tries: int = 0) -> Any:
        """A page, asked for until it comes; None after `tries` in vain."""
        answer = self._ask("GET", urljoin(self.base, path), tries=tries)
        if answer is not None and (answer.status_code != 200 or urlsplit(answer.url).path != path):
            self.watch.fault(f"asked for {path}, and got {answer.status_code} from {urlsplit(answer.url).path}")
        return answer

    def post(
        self, form: Form, at: str, *, typed: dict[str, str], files: Any = None, tries: int = 0
    ) -> requests.Response | None:
        """Send a form that stood on the page `at`, the same again until it is answered. None after `tries` in vain."""
        return self._ask("POST", urljoin(at, form.action or at), data=form.filled(**typed), files=files, tries=tries)

    def _ask(self, method: str, url: str, *, tries: int = 0, **sent: Any) -> Any:
        deadline = time.monotonic() + self.patience
        tried = 0
        while time.monotonic() < deadline:
            tried += 1
            try:
                answer = self.session.request(
                    method, url, timeout=20, headers={"Referer": url}, allow_redirects=method == "GET", **sent
                )
            except requests.RequestException:
                self.watch.count("connections lost")
            else:
                self._look_at(answer)
                if answer.status_code not in NOT_NOW:
                    return answer
                self.watch.count("answered 503")
                if answer.status_code == 503 and not answer.headers.get("Retry-After"):
                    self.watch.fault(f"503 without Retry-After at {answer.request.path_url}")
            if tried == tries:
                return None
            time.sleep(0.3)  # a person's or a script's own pause between two tries
        raise OutOfPatienceError(f"{method} {url}: no answer in {self.patience:.0f} s")

    def _look_at(self, answer: requests.Response) -> None:
        self.last = answer
        path = answer.request.path_url
        if answer.status_code == 500:
            self.watch.fault(f"500 at {answer.request.method} {path}")
        if answer.status_code >= 400 and any(word in answer.text for word in LEAKS):
            self.watch.fault(f"an error page that leaks at {path}")
