"""Worlds that are made and committed before the first test of a process: they cost a test nothing.

A test that runs in a transaction gets one of these as it was made, because what it does to it is undone behind it. It
is chosen when the test first looks: a small clinic with so many people, where that is the first thing the test makes of
its world, else a world alone. Whoever writes for good (a browser's tests do) gets one of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest

from stepwell.platform.database.provision import clone_database
from stepwell.platform.database.server import Server
from tests.cast import NOW, World, found_world
from tests.clinic import Clinic, found_clinic

WORLDS, CLINICS = 2, (0, 1, 2)
_worlds: list[World] = []
_clinics: dict[int, Clinic] = {}
# Those of them that nobody has in this test.
_free_worlds: list[World] = []
_free_clinics: dict[int, Clinic] = {}


class Waiting(World):
    """A world of which nobody has seen anything yet."""

    def __init__(self) -> None:
        """Nothing: what it holds comes when it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if "site" in self.__dict__ or name.startswith("__"):
            raise AttributeError(name)
        self._become(deepcopy(_free_worlds.pop(0)) if _free_worlds else found_world(NOW))
        return getattr(self, name)

    def become_clinic(self, people: int) -> Clinic | None:
        """The clinic with so many people, in this world; None where somebody has looked at it, or none is free."""
        if "site" in self.__dict__ or people not in _free_clinics:
            return None
        clinic = deepcopy(_free_clinics.pop(people))
        self._become(clinic.world)
        clinic.world = self
        return clinic

    def _become(self, world: World) -> None:
        self.__dict__.update(world.__dict__)
        self.accounts.world = self.staff.world = self


def are_there() -> bool:
    """Whether what is done now will be undone, so that one of them can be given."""
    from django.db import connection

    return connection.in_atomic_block and bool(_free_worlds)


def make_ready() -> None:
    """Make them. Committed: nothing undoes them."""
    _worlds.extend(found_world(NOW) for _ in range(WORLDS))
    _clinics.update({people: found_clinic(found_world(NOW), people) for people in CLINICS})


def hold_back() -> None:
    """Nobody gets one of them from now on, until the next test begins."""
    _free_worlds.clear()
    _free_clinics.clear()


@contextmanager
def own_database(server: Server, template: str, name: str) -> Iterator[None]:
    """Nobody else's rows stand here, and what is kept here doesn't stand where other tests count rows."""
    from django.db import connection

    before = dict(connection.settings_dict)
    clone_database(server, template, name)
    connection.close()
    connection.settings_dict.update(server.app(name).to_django())
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture(autouse=True)
def _as_they_were() -> Iterator[None]:
    """What the test before did to them is undone."""
    _free_worlds[:] = _worlds
    _free_clinics.update(_clinics)
    yield
    hold_back()
