"""Typed reading of a data file, with the place of every mistake in its message."""

from dataclasses import dataclass, field
from typing import overload


class InstrumentError(ValueError):
    """An instrument's file can't be used. Carries every problem that is known. Never shown to clients."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file and its path. `close` refuses keys that nobody read: a typo must not pass in silence."""

    value: object
    path: str
    read: set[str] = field(default_factory=set, compare=False)

    def as_text(self) -> str:
        """The value, which must be text."""
        if not isinstance(self.value, str):
            raise InstrumentError((f"{self.path}: must be text",))
        return self.value

    def as_number(self) -> int:
        """The value, which must be a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise InstrumentError((f"{self.path}: must be a whole number",))
        return self.value

    def text(self, key: str, default: str | None = None) -> str:
        """Text under a key; without a default it must be there and not be empty."""
        if default is not None and not self.has(key):
            return default
        text = self.node(key).as_text()
        if default is None and not text.strip():
            raise InstrumentError((f"{self.path}.{key}: must not be empty",))
        return text

    @overload
    def number(self, key: str) -> int: ...
    @overload
    def number(self, key: str, default: None) -> int | None: ...
    def number(self, key: str, default: int | None = -1) -> int | None:
        """A whole number under a key; with a default of None it may be left out."""
        if default is None and not self.has(key):
            return None
        return self.node(key).as_number()

    def decimal(self, key: str) -> float:
        """A number under a key, whole or not."""
        node = self.node(key)
        if not isinstance(node.value, int | float) or isinstance(node.value, bool):
            raise InstrumentError((f"{node.path}: must be a number",))
        return float(node.value)

    def truth(self, key: str, default: bool | None = None) -> bool:
        """True or false under a key."""
        if default is not None and not self.has(key):
            return default
        node = self.node(key)
        if not isinstance(node.value, bool):
            raise InstrumentError((f"{node.path}: must be true or false",))
        return node.value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed words."""
        text = self.text(key)
        if text not in allowed:
            raise InstrumentError((f"{self.path}.{key}: must be one of {', '.join(allowed)}",))
        return text

    def nodes(self, key: str | None = None, *, optional: bool = False) -> tuple["Node", ...]:
        """The members of a list; none of an optional one that is left out."""
        if optional and key is not None and not self.has(key):
            return ()
        node = self if key is None else self.node(key)
        if not isinstance(node.value, list):
            raise InstrumentError((f"{node.path}: must be a list",))
        return tuple(Node(value, f"{node.path}[{place}]") for place, value in enumerate(node.value))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(node.as_text() for node in self.nodes(key))

    def table(self, key: str) -> dict[str, "Node"]:
        """The members of a table, by name."""
        node = self.node(key)
        return {name: Node(value, f"{node.path}.{name}") for name, value in node._mapping().items()}

    def close(self) -> None:
        """Refuse keys that nobody asked for: a slip of the pen in a data file."""
        unknown = sorted(self._mapping().keys() - self.read)
        if unknown:
            raise InstrumentError(tuple(f"{self.path}.{key}: is not a known key" for key in unknown))

    def _mapping(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise InstrumentError((f"{self.path}: must be an object",))
        return self.value

    def has(self, key: str) -> bool:
        """Whether there is something under a key."""
        return key in self._mapping()

    def node(self, key: str) -> "Node":
        """What is under a key, which must be there."""
        self.read.add(key)
        if not self.has(key):
            raise InstrumentError((f"{self.path}.{key}: is missing",))
        return Node(self._mapping()[key], f"{self.path}.{key}")
