"""An instance and a plan as JSON, between the worker and the process that solves for it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import orjson

from stepwell.domain.planner.rules.instance import Group, Instance, Leader, Person, Room, Stretch
from stepwell.domain.planner.rules.plan import Held, Hour, Plan, Seat

Json = Mapping[str, Any]


def instance_bytes(instance: Instance) -> bytes:
    """The whole instance in one line."""
    named = {one.name: getattr(instance, one.name) for one in fields(instance)}
    return orjson.dumps({**named, "present": plan_json(instance.present)}, default=sorted)


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan without what is worked out of it."""
    return {"held": plan.held, "seats": plan.seats, "hours": plan.hours}


def read_instance(text: bytes) -> Instance:
    """What `instance_bytes` wrote."""
    said = orjson.loads(text)
    return Instance(
        people=tuple(_person(one) for one in said["people"]),
        leaders=tuple(_leader(one) for one in said["leaders"]),
        rooms=tuple(_room(one) for one in said["rooms"]),
        groups=tuple(_group(one) for one in said["groups"]),
        apart=tuple((one, other) for one, other in said["apart"]),
        hour_license=said["hour_license"],
        hour_times=_stretches(said["hour_times"]),
        present=read_plan(said["present"]),
    )


def read_plan(said: Json) -> Plan:
    """What `plan_json` said."""
    tuples = [{**one, "option": tuple(one["option"]), "rooms": tuple(one["rooms"])} for one in said["held"]]
    return Plan(
        held=tuple(Held(**one) for one in tuples),
        seats=tuple(Seat(**one) for one in said["seats"]),
        hours=tuple(Hour(**one) for one in said["hours"]),
    )


def _stretches(said: Sequence[Json]) -> tuple[Stretch, ...]:
    return tuple(Stretch(**one) for one in said)


def _person(said: Json) -> Person:
    among = said["hour_with"]
    times = {name: _stretches(said[name]) for name in ("free", "fixed")}
    return Person(**{**said, **times, "hour_with": None if among is None else frozenset(among)})


def _leader(said: Json) -> Leader:
    sets = {name: frozenset(said[name]) for name in ("licenses", "languages")}
    times = {name: _stretches(said[name]) for name in ("free", "works")}
    return Leader(**{**said, **sets, **times})


def _room(said: Json) -> Room:
    return Room(**{**said, "free": _stretches(said["free"]), "closed": tuple(said["closed"])})


def _group(said: Json) -> Group:
    sets = {name: frozenset(said[name]) for name in ("leaders", "rooms", "brings")}
    return Group(**{**said, **sets, "options": tuple(tuple(one) for one in said["options"])})
