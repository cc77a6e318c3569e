"""Numbers are given once, however many write at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.cast import NOW, make_world
from tests.planning import start_stay, terms_of, write_objective


def at_once(*works: Callable[[], Any]) -> list[Any]:
    from django.db import connection

    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, work) for work in works]]


@pytest.mark.usefixtures("committed")
def test_problems_named_at_once_have_numbers_of_their_own() -> None:
    from stepwell.domain.careplan.actions import name_problem

    world = make_world()
    start_stay(world)
    given = {"actor": world.actor("counselor"), "client_id": world.client.pk, "coding": None, "in_their_words": ""}
    named = at_once(*(lambda n=n: name_problem(**given, title=f"Problem {n}", now=NOW) for n in range(6)))
    assert sorted(problem.number for problem in named) == [1, 2, 3, 4, 5, 6]


@pytest.mark.usefixtures("committed")
def test_objectives_set_at_once_have_numbers_of_their_own_and_one_sent_twice_is_one() -> None:
    from stepwell.domain.careplan.actions import set_objective

    world = make_world()
    start_stay(world)
    goal_id = write_objective(world).goal_id
    given = {"actor": world.actor("counselor"), "goal_id": goal_id, "now": NOW}
    titles = ["a", "b", "c", "d", "d"]
    made = at_once(*(lambda t=t: set_objective(**given, **{**terms_of(world), "title": t}) for t in titles))
    assert sorted({one.number for one in made}) == ["1.2", "1.3", "1.4", "1.5"]
