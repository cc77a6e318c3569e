"""The doors: every address, what it takes, and whom it lets in."""

import inspect
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from django.urls import resolve
from tests.cast import EVERYBODY
from tests.doors.good import Way
from tests.doors.sent import Answer, Input, send
from tests.doors.site import ids_for
from tests.furnished import APART, Furnished, every_address

ADDRESSES = every_address()
# As the views of this program are written; those of the plan have it in `_posted`.
_TAKES = re.compile(r"POST|request\.body|_posted\(request\)|_take\(request")
# The server's own: its value is what Django says it is.
_NOT_TYPED = {"csrfmiddlewaretoken"}


@dataclass
class Door:
    """An address with ids that are there, and the good ways through it. `fields` are what its page offers by name."""

    address: str
    name: str
    path: str
    ways: list[Way] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)


def door(site: Furnished, address: str, name: str) -> Door:
    """Looked at by everybody whom it may concern, and tried in every good way."""
    found = Door(address, name, path_of(site, address))
    page = Fields()
    for who in _visitors(site, address):
        answer = send(site, Input(who, "GET", found.path, headers=key_for(site, address)))
        if answer.status == 200:
            found.readers.append(who)
            page.feed(answer.text)
    for way in site.ways.get(name, []):
        for who in [way.who] if way.who else found.readers or _visitors(site, address):
            if accepted(send(site, as_sent(found, way, who))):
                found.ways.append(replace(way, who=who))
    found.fields = {each: sorted(values) for each, values in sorted(page.names.items())}
    return found


def _visitors(site: Furnished, address: str) -> list[str]:
    """Who is half way in is nobody new inside."""
    return list(site.windows) if address.startswith(APART) else [*EVERYBODY, "nobody"]


def as_sent(door: Door, way: Way, who: str = "") -> Input:
    """A good way through, as an input that isn't odd yet."""
    body: dict[str, Any] = dict(way.body)
    return Input(who or way.who, "POST", door.path, body=body, kind=way.kind, signed=way.signed, before=way.before)


def accepted(answer: Answer) -> bool:
    """Whether it came through: neither refused nor sent to log in."""
    return answer.status < 400 and not answer.location.startswith("/login/?")


def path_of(site: Furnished, address: str, **others: Any) -> str:
    """The address of something that is there."""
    return site.path(address, **{**ids_for(site, address), **others})


def key_for(site: Furnished, address: str) -> dict[str, str]:
    """What opens it besides a log-in."""
    if address.startswith("/fhir/"):
        return {"Authorization": f"Bearer {site.secret}"}
    return {"Authorization": "Bearer counted"} if address == "/metrics" else {}


def takes_something(address: str) -> bool:
    """Whether the view behind an address does anything with what is sent: read from its source."""
    path = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", address)
    view: Any = resolve(re.sub(r"<(int|str):\w+>", "7", path)).func
    made_of = getattr(view, "view_class", None)
    return hasattr(made_of, "post") if made_of else bool(_TAKES.search(inspect.getsource(inspect.unwrap(view))))


class Fields(HTMLParser):
    """The names of everything that a page lets somebody send, with the values that it offers."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "select":
            self.select = name
        if tag == "option" and getattr(self, "select", None):
            self.names.setdefault(str(self.select), set()).add(given.get("value") or "")
        if tag in ("input", "select", "textarea", "button") and name and name not in _NOT_TYPED:
            self.names.setdefault(name, set()).add(given.get("value") or "")
