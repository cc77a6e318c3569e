"""Solve one week in a process of its own: `python -m stepwell.domain.planner.solver SECONDS`.

The first line of the input is an instance. Each line of the output is JSON: news while the search goes on, then what
came of it. A second line of the input, or its end (whoever asked is gone), stops the search.
"""

import os
import sys
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import orjson

from stepwell.domain.planner.rules import pricing
from stepwell.domain.planner.rules.instance import Instance
from stepwell.domain.planner.rules.wire import plan_json, read_instance
from stepwell.domain.planner.solver.conflicts import explain
from stepwell.domain.planner.solver.solving import Limits, News, Solved, solve
from stepwell.domain.planner.solver.wishes import granted

# Ours: so many wishes and conflicts are looked into after the search, for so long each.
MOST_ASKED = 5
SECONDS_EACH = 5.0


def main() -> None:
    """Read, solve, write."""
    instance = read_instance(sys.stdin.buffer.readline())
    stop = Event()

    def wait() -> None:
        # past Python's own buffer: its lock would be held by this thread when the process ends
        os.read(sys.stdin.fileno(), 1)
        stop.set()

    Thread(target=wait, daemon=True).start()
    limits = Limits(seconds=float(sys.argv[1]))
    solved = solve(instance, limits, tell=lambda news: _write(_news(news)), stop=stop)
    _write(result(instance, solved, stop))


def result(instance: Instance, solved: Solved, stop: Event) -> dict[str, Any]:
    """What came of it, with what the dearest wishes would cost and why who is short is short."""
    if solved.plan is None:
        conflict = explain(instance, SECONDS_EACH * MOST_ASKED, stop) if solved.impossible else None
        return {"done": True, "plan": None, "why": [conflict.words] if conflict else [], "bound": solved.bound}
    price = pricing.price(instance, solved.plan)
    asked = () if stop.is_set() else price.wishes[:MOST_ASKED]
    limits = Limits(seconds=SECONDS_EACH)
    return {
        "done": True,
        "plan": plan_json(solved.plan),
        "objective": solved.objective,
        "bound": solved.bound,
        "seconds": solved.seconds,
        "wishes": [{"words": one.words, "price": one.price, "kind": one.kind} for one in price.wishes],
        "granted": [
            {"words": one.wish.words, "more": one.more, "possible": one.possible, "proven": one.proven}
            for one in granted(instance, solved, asked, limits)
        ],
        "why": list(_why_short(instance, price, stop)),
    }


def _why_short(instance: Instance, price: pricing.Price, stop: Event) -> list[tuple[str, ...]]:
    """For each of the first who are short: the rules that can't hold together with all of their hours."""
    found = []
    for wish in price.of_kind("short")[:MOST_ASKED]:
        people = [
            replace(one, minimum_minutes=one.prescribed_minutes) if one.key == wish.key else one
            for one in instance.people
        ]
        conflict = explain(replace(instance, people=tuple(people)), SECONDS_EACH, stop)
        if conflict is not None:
            found.append(conflict.words)
    return found


def _news(news: News) -> dict[str, Any]:
    return {"seconds": round(news.seconds, 1), "objective": news.objective, "bound": news.bound}


def _write(said: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(said) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
