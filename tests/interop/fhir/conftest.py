"""What the tests of the FHIR reader share: a small fictional referral, ways to vary it, and others' data."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel.errors import Refusal, Refused

SMALL = Path(__file__).parent / "data" / "small-referral.json"

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="session")
def small_bytes() -> bytes:
    """The small referral as sent: a Patient and one of each kind of item (see the file)."""
    return SMALL.read_bytes()


@pytest.fixture(scope="session")
def varied(small_bytes: bytes) -> Callable[[Change], bytes]:
    """The small referral after a change to its JSON: `varied(lambda bundle: …)`."""

    def vary(change: Change) -> bytes:
        bundle = json.loads(small_bytes)
        change(bundle)
        return json.dumps(bundle).encode()

    return vary


@pytest.fixture(scope="session")
def refusals_of() -> Callable[[bytes], tuple[Refusal, ...]]:
    """The refusals that reading `data` raises; it fails if there are none."""

    def read(data: bytes) -> tuple[Refusal, ...]:
        with pytest.raises(Refused) as caught:
            read_referral(data)
        return caught.value.refusals

    return read


@pytest.fixture(scope="session")
def resource_of() -> Callable[[dict[str, Any], str], dict[str, Any]]:
    """The resource with an id in a bundle."""

    def find(bundle: dict[str, Any], resource_id: str) -> dict[str, Any]:
        return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["id"] == resource_id)

    return find
