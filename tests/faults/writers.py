"""The people who write while things break, each in a thread, through the pages that people use.

Every write knows its own key, so that afterwards it can be counted. `acked` is what the server said is kept;
`unknown` is what was given up before an answer came: kept once, or not at all.
"""

import contextlib
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

import psycopg
from django.db import close_old_connections, transaction
from django.db.utils import InterfaceError, OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from stepwell.domain.week.jobs import extend_series
from stepwell.platform.jobs.job import enqueue
from tests.faults.browser import Browser, Watch
from tests.faults.forms import form_with
from tests.faults.scene import Scene
from tests.referrals import small_bundle

# Of ten forms one is put away when the first try brought no answer, as people do.
GIVES_UP = 0.1


@dataclass
class Written:
    """What was written of one kind, by key."""

    acked: dict[Any, str] = field(default_factory=dict)
    unknown: dict[Any, str] = field(default_factory=dict)
    count: int = 0


@dataclass
class Books:
    """Everybody's."""

    check_ins: Written = field(default_factory=Written)
    rolls: dict[tuple[UUID, UUID], list[tuple[str, bool]]] = field(default_factory=dict)
    notes: dict[UUID, list[tuple[str, bool]]] = field(default_factory=dict)
    signed: Written = field(default_factory=Written)
    imports: Written = field(default_factory=Written)
    jobs: Written = field(default_factory=Written)
    lock: Lock = field(default_factory=Lock)


@dataclass
class Writers:
    """All of them. `stop` lets each finish what it has in hand."""

    base: str
    scene: Scene
    watch: Watch
    random: random.Random
    books: Books = field(default_factory=Books)
    stopping: Event = field(default_factory=Event)
    threads: list[Thread] = field(default_factory=list)

    def start(self) -> None:
        """Everybody signs in, and then begins: a try that is cut off counts as failed, and five close a sign-in."""
        world = self.scene.world
        clients = [self._browser(email) for email, _ in self.scene.logins]
        counselors = [self._browser(world.email("counselor")) for _ in range(2)]
        desks = [self._browser(world.email("admissions")) for _ in range(2)]
        for number, ((email, _), browser) in enumerate(zip(self.scene.logins, clients, strict=True)):
            self._thread(f"client {number}", self._checks_in, browser, email)
        for part, browser in enumerate(counselors):
            self._thread(f"counselor {part}", self._calls_and_notes, browser, part)
        for number, browser in enumerate(desks):
            self._thread(f"desk {number}", self._imports, browser, number)
        self._thread("jobs", self._asks_for_jobs)

    def stop(self, seconds: float) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(seconds)
            if thread.is_alive():
                self.watch.fault(f"{thread.name} never finished")

    def _thread(self, name: str, work: Callable[..., None], *given: Any) -> None:
        chance = random.Random(self.random.random())

        def run() -> None:
            try:
                work(*given, chance)
            except Exception as error:
                self.watch.fault(f"{name}: {type(error).__name__}: {error}")

        self.threads.append(Thread(target=run, name=name, daemon=True))
        self.threads[-1].start()

    def _browser(self, email: str) -> Browser:
        browser = Browser(self.base, self.watch)
        browser.log_in(email, self.scene.password)
        return browser

    def _tries(self, chance: random.Random) -> int:
        return 1 if chance.random() < GIVES_UP else 0

    def _expect(self, answer: Any, *wanted: int) -> bool:
        """Whether an answer came that keeps what was sent; another one is a fault of ours."""
        if answer is None:
            return False
        if answer.status_code not in wanted:
            self.watch.fault(f"{answer.status_code} at {answer.request.method} {answer.request.path_url}")
            return False
        return True

    def _checks_in(self, browser: Browser, email: str, chance: random.Random) -> None:
        for number in itertools.count():
            if self.stopping.wait(chance.uniform(0, 0.4)):
                return
            page = browser.get("/me/check-in/")
            form = form_with(page.text, "craving", "key")
            words = f"{email} {number}"
            typed = {"craving": str(chance.randint(0, 10)), "mood": "5", "use": chance.choice(("no", "yes"))}
            answer = browser.post(form, page.url, typed={**typed, "words": words}, tries=self._tries(chance))
            self._book(self.books.check_ins, dict(form.fields)["key"], words, self._expect(answer, 302, 303))

    def _imports(self, browser: Browser, desk: int, chance: random.Random) -> None:
        for number in itertools.count():
            if self.stopping.wait(chance.uniform(0.2, 1.0)):
                return
            page = browser.get("/app/admissions/upload/")
            family = f"Ref{desk}x{number}"
            files = {"file": ("referral.json", _bundle(family, desk, number), "application/json")}
            answer = browser.post(
                form_with(page.text, "file"), page.url, typed={}, files=files, tries=self._tries(chance)
            )
            self._book(self.books.imports, family, family, self._expect(answer, 302, 303))

    def _calls_and_notes(self, browser: Browser, part: int, chance: random.Random) -> None:
        """Every second evening: its roll over and over, each person's note in steps, then signed."""
        for number in itertools.count():
            for session in self.scene.sessions[part::2]:
                for client in self.scene.clinic.clients:
                    if self.stopping.wait(chance.uniform(0, 0.3)):
                        return
                    self._call(browser, session.pk, client.pk, "present" if number % 2 == 0 else "virtual")
                    if number == 0:
                        self._write(browser, session.pk, client.pk, chance)

    def _call(self, browser: Browser, session: UUID, client: UUID, status: str) -> None:
        page = browser.get(f"/app/groups/{session}/")
        form = form_with(page.text, "status", "seen_at", action=f"/roll/{client}/")
        answer = browser.post(form, page.url, typed={"status": status})
        kept = self._expect(answer, 302, 303)
        self.books.rolls.setdefault((session, client), []).append((status, kept))

    def _write(self, browser: Browser, session: UUID, client: UUID, chance: random.Random) -> None:
        """Saved twice, as typing is; then signed, most of the time."""
        for step in range(3):
            page = browser.get(f"/app/groups/{session}/")
            if f'id="draft-{client}"' not in page.text:
                browser.post(form_with(page.text, action="/drafts/"), page.url, typed={})
                page = browser.get(f"/app/groups/{session}/")
            form = form_with(page.text, "response", "revision", id=f"draft-{client}")
            note = UUID(form.action.rstrip("/").rsplit("/", 1)[1])
            words = f"Said {chance.getrandbits(64):016x} on {session} and {chance.getrandbits(64):016x}, step {step}."
            verb = "sign" if step == 2 and chance.random() < 0.8 else "save"
            answer = browser.post(form, page.url, typed={"response": words, "verb": verb})
            kept = self._expect(answer, 302, 303)
            self.books.notes.setdefault(note, []).append((words, kept))
            if verb == "sign":
                self._book(self.books.signed, note, words, kept)

    def _asks_for_jobs(self, chance: random.Random) -> None:
        """Jobs in transactions of their own, some of which end with the server in their middle."""
        series = str(self.scene.clinic.series.pk)
        while not self.stopping.wait(chance.uniform(0.1, 0.5)):
            key, kept = None, False
            with contextlib.suppress(OperationalError, InterfaceError, ConnectorException, psycopg.OperationalError):
                close_old_connections()
                with transaction.atomic():
                    enqueue(extend_series, series_id=series)
                    key = ProcrastinateJob.objects.filter(task_name=extend_series.name).latest("pk").pk
                kept = True
            if key is not None:
                self._book(self.books.jobs, key, "", kept)
        close_old_connections()

    def _book(self, written: Written, key: Any, words: str, kept: bool) -> None:
        with self.books.lock:
            written.count += 1
            (written.acked if kept else written.unknown)[key] = words


def _bundle(family: str, desk: int, number: int) -> bytes:
    """Somebody whom nobody knows yet: no name, number or birth date of anybody else's."""

    def change(bundle: dict[str, Any]) -> None:
        for entry in bundle["entry"]:
            one = entry["resource"]
            if one["resourceType"] == "Patient":
                one["name"] = [{"family": family, "given": [f"Given{desk}x{number}"]}]
                one["birthDate"] = f"{1940 + number % 60}-{1 + number % 12:02}-{1 + (desk + number) % 28:02}"
                one["identifier"] = [{"system": "urn:example:faults", "value": f"F-{desk}-{number}"}]
                one.pop("telecom", None)
                one.pop("address", None)

    return small_bundle(change)
