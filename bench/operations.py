"""What is measured: one request each, as a browser sends it. Each can be sent again; `number` tells them apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

import orjson

from bench.scene import Scene

REFERRAL = Path(__file__).resolve().parents[1] / "src" / "stepwell" / "simulate" / "referral.json"
_KEYS = UUID("5b0f4b3e-6f0c-4d55-9d40-3f6f3f2f0a61")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: who sends what where. `data` makes it a POST; a pair (name, bytes) in it is a file."""

    account_id: int
    path: str
    data: Mapping[str, object] | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """A named thing that somebody does. `is_read` decides which aim it has; `expects` are the answers that count.

    `once` can't be done twice to the same thing; `is_flat` mustn't be slower in a larger program, as no read may.
    """

    name: str
    ask: Callable[[Scene, int], Ask]
    is_read: bool
    expects: tuple[int, ...] = (200,)
    once: bool = False
    is_flat: bool = False


HTMX = {"HX-Request": "true"}


def _today(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, "/app/today/")


def _chart(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, f"/app/clients/{scene.clients[number % len(scene.clients)]}/")


def _thread(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, f"/app/clients/{scene.clients[number % len(scene.clients)]}/thread/")


def _completeness(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, "/app/clients/completeness/")


def _week(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, f"/app/schedule/?week={scene.week_on}")


def _planner(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, "/app/schedule/planner/")


def _off_track(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, "/app/clients/not-on-track/")


def _find(scene: Scene, number: int) -> Ask:
    return Ask(scene.director, "/app/find/", {"q": scene.names[number % len(scene.names)][:4]}, HTMX)


def _roll(scene: Scene, number: int) -> Ask:
    visit, seat = divmod(number, len(scene.seats))
    # another minute each time: what stands there already would not be written
    came_at = scene.session_starts + timedelta(minutes=5 + visit % 50)
    path = f"/app/groups/{scene.session}/roll/{scene.seats[seat]}/"
    return Ask(scene.leader, path, {"status": "late", "in_time_1": f"{came_at:%H:%M}", "out_time_1": ""}, HTMX)


def _check_in(scene: Scene, number: int) -> Ask:
    key = uuid5(_KEYS, f"{scene.run} {number}")
    answers = {"key": key, "craving": 3, "mood": 6, "slept": "7", "use": "no", "words": "Walked home the long way."}
    return Ask(scene.portals[number % len(scene.portals)], "/me/check-in/", answers)


def _sign(scene: Scene, number: int) -> Ask:
    note = scene.notes[number % len(scene.notes)]
    # what another size's run wrote about somebody else of the same group would be refused
    words = f"Said what helped on evening {scene.run}-{number}: a call before leaving work, and breathing at home."
    data = {"response": words, "objective": note.objective, "revision": note.revision, "verb": "sign"}
    return Ask(note.leader, f"/app/groups/{note.session}/notes/{note.id}/", data, HTMX)


def _import(scene: Scene, number: int) -> Ask:
    bundle = REFERRAL.read_bytes().replace(b'"Lund"', b'"Lund%d"' % number).replace(b"R-20417", b"R-9%06d" % number)
    orjson.loads(bundle)  # a file that isn't one would measure the refusal
    file = (f"referral-{number}.json", bundle)
    return Ask(scene.admissions, "/app/admissions/upload/", {"site": scene.site, "source_name": "Bench", "file": file})


OPERATIONS = (
    Operation("Today", _today, is_read=True),
    Operation("chart", _chart, is_read=True),
    Operation("thread", _thread, is_read=True),
    Operation("completeness", _completeness, is_read=True),
    Operation("week", _week, is_read=True),
    Operation("planner page", _planner, is_read=True),
    Operation("not on track", _off_track, is_read=True),
    Operation("quick-find", _find, is_read=True),
    Operation("roll save", _roll, is_read=False, is_flat=True),
    Operation("check-in", _check_in, is_read=False, expects=(303,)),
    Operation("note sign", _sign, is_read=False, once=True),
    Operation("referral import", _import, is_read=False, expects=(303,)),
)
