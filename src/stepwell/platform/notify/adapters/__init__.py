"""One adapter a channel: it hands a message to somebody who carries it, and says what became of that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from stepwell.platform.notify.rules import Channel


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an adapter gets. `key` is the same at each try: a provider that knows it sends nothing twice."""

    key: UUID
    to: str
    subject: str
    text: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it, under its own `provider_id`."""

    provider_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """It wasn't taken. Permanent: not by this address, ever. `code` is the provider's, never its words.

    `is_gone` says that the address itself is no more; `is_stopped` that they told the provider to send nothing, until
    they tell it otherwise.
    """

    code: str
    is_permanent: bool = False
    is_gone: bool = False
    is_stopped: bool = False
    retry_after: timedelta | None = None


Answer = Accepted | NotTaken


class Adapter(Protocol):
    """Sends one message and returns within a bounded time. Raises nothing that belongs to the network."""

    def send(self, envelope: Envelope) -> Answer:
        """Hand it over."""


_chosen: dict[Channel, Adapter] = {}


def use_adapters(adapters: Mapping[Channel, Adapter]) -> None:
    """Which adapter carries which channel: called once by `stepwell.wiring`."""
    _chosen.clear()
    _chosen.update(adapters)


def adapter_for(channel: Channel) -> Adapter | None:
    """The adapter of a channel; None where this installation has none."""
    return _chosen.get(channel)
