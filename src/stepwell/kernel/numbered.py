"""What an address calls one of several: its number in their order. An address is kept by browsers and by whoever stands
between, so it holds no word about anybody's health, plan or consent. Pure.
"""

from collections.abc import Iterable
from typing import TypeVar

One = TypeVar("One")


def number_of(one: One, among: Iterable[One]) -> str:
    """From 1."""
    return str([*among].index(one) + 1)


def by_number(said: str, among: Iterable[One]) -> One | None:
    """The one of that number; None for anything else."""
    return next((one for number, one in enumerate(among, 1) if str(number) == said), None)
