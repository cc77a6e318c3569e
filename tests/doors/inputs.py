"""Inputs for one door: a good way through it with something odd, or nothing good at all."""

import json
import re
from copy import deepcopy
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st
from tests.doors import odd
from tests.doors.doors import Door, as_sent, key_for, path_of
from tests.doors.sent import Input
from tests.furnished import Furnished

Draw = Any
_OTHER_METHODS = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "")
# How often each is chosen; where nothing is taken, only those that read.
_TAKING = ("field",) * 8 + ("fields",) * 3 + ("shape", "address", "query", "token", "page", "stranger")
_READING = ("query",) * 4 + ("address", "address", "page", "method", "stranger")


@st.composite
def inputs(draw: Draw, site: Furnished, door: Door) -> Input:
    """Something odd for this door."""
    manner = draw(st.sampled_from(_TAKING if door.ways else _READING))
    one = _good(draw, site, door)
    if manner in ("field", "fields") and not _names(door, one):
        manner = "page"
    _ODD[manner](draw, site, door, one)
    if manner in ("query", "method", "stranger") or draw(st.sampled_from((False, False, True))):
        one.headers |= draw(odd.HEADERS)
    return one


def _good(draw: Draw, site: Furnished, door: Door) -> Input:
    """A good way through; where there is none, somebody who may open it."""
    if door.ways:
        return as_sent(door, draw(st.sampled_from(door.ways)))
    who = draw(st.sampled_from(door.readers or sorted(site.windows)))
    return Input(who, "GET", door.path, headers=key_for(site, door.address))


def _names(door: Door, one: Input) -> list[str]:
    return sorted({*one.body, *door.fields}) if isinstance(one.body, dict) else []


def _field(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    """All good but for one field, so that it comes as far as that field does."""
    _make_odd(draw, door, one, draw(st.sampled_from(_names(door, one))))


def _fields(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    """Several odd fields together."""
    for name in draw(st.lists(st.sampled_from(_names(door, one)), min_size=2, max_size=5)):
        if isinstance(one.body, dict):
            _make_odd(draw, door, one, name)


def _make_odd(draw: Draw, door: Door, one: Input, name: str) -> None:
    """One field: another value, none, two, or one that its page offers."""
    body: Any = one.body
    was = body.get(name)
    if isinstance(was, tuple):
        body[name] = (draw(st.sampled_from(odd.FILE_NAMES)), _odd_file(draw, door.ways[0].body[name][1]))
    elif one.kind == "json":
        one.body = _odd_json(draw, body)
    elif name == "credential" and draw(st.integers(0, 3)):
        good = next((way.body[name] for way in door.ways if name in way.body), "{}")
        body[name] = json.dumps(_odd_json(draw, json.loads(good)))
    else:
        manner = draw(st.sampled_from(("odd", "odd", "odd", "odd", "missing", "twice", "offered")))
        if manner == "missing":
            body.pop(name, None)
        elif manner == "twice":
            body[name] = [draw(odd.VALUES), draw(odd.VALUES)]
        elif manner == "offered" and door.fields.get(name):
            body[name] = draw(st.sampled_from(door.fields[name]))
        else:
            body[name] = draw(odd.VALUES)


def _odd_file(draw: Draw, good: bytes) -> bytes:
    """A good file with one odd place, or nothing like it."""
    manner = draw(st.sampled_from(("leaf", "leaf", "leaf", "cut", "other")))
    if manner == "leaf":
        return json.dumps(_odd_json(draw, json.loads(good))).encode()
    return good[: draw(st.integers(0, len(good)))] if manner == "cut" else draw(odd.FILES)


def _odd_json(draw: Draw, good: Any) -> Any:
    """The same with one place of it changed or left out, however deep."""
    changed = deepcopy(good)
    places = list(_places(changed)) if isinstance(changed, dict | list) else []
    if not places or draw(st.integers(0, 19)) == 0:
        return draw(odd.JSON)
    inside, key = draw(st.sampled_from(places))
    if isinstance(inside, dict) and draw(st.integers(0, 4)) == 0:
        del inside[key]
    else:
        inside[key] = draw(odd.JSON)
    return changed


def _places(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _page(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    """What the page offers, nothing of it meant for this: odd values under its names and under others."""
    one.method, one.kind, one.before = "POST", "form", []
    names = st.sampled_from([*door.fields, "x", "__proto__", "csrfmiddlewaretoken"])
    one.body = draw(st.dictionaries(names, odd.VALUES | st.lists(odd.VALUES, max_size=3), max_size=6))


def _shape(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    """A body that can't be read."""
    one.kind, one.body = draw(st.sampled_from(odd.SHAPES))
    one.method = draw(st.sampled_from(("POST", "POST", *_OTHER_METHODS)))


def _address(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    """Odd ids, ids of another site, or one id of it."""
    others = {}
    for kind, name in re.findall(r"<(\w+):(\w+)>", door.address):
        elsewhere = [str(site.elsewhere[name])] if name in site.elsewhere else []
        known = {"uuid": odd.UUIDS, "int": odd.NUMBERS}.get(kind)
        if known:
            others[name] = draw(st.sampled_from([*known, *elsewhere]))
        else:
            others[name] = quote(draw(odd.VALUES), safe="") or "-"
    one.path = path_of(site, door.address, **others)
    if not others:
        one.query = draw(odd.QUERY)


def _query(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    one.query = draw(odd.QUERY)
    if draw(st.booleans()):
        one.method, one.body = "GET", b""


def _method(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    one.method = draw(st.sampled_from(_OTHER_METHODS))


def _token(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    """The form's token is missing or odd, where it is asked for."""
    one.strict = True
    if draw(st.booleans()) and one.kind == "form":
        one.body["csrfmiddlewaretoken"] = draw(odd.VALUES)
    else:
        one.headers["X-CSRFToken"] = draw(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=70))


def _stranger(draw: Draw, site: Furnished, door: Door, one: Input) -> None:
    """Somebody else sends what is good."""
    one.who = draw(st.sampled_from(sorted(site.windows)))
    one.query = draw(odd.QUERY)


_ODD = {
    "field": _field, "fields": _fields, "page": _page, "shape": _shape, "address": _address, "query": _query,
    "method": _method, "token": _token, "stranger": _stranger,
}  # fmt: skip
