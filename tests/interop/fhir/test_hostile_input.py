"""Whatever the bytes are: a record, or `Refused`. Nothing else, and not slowly."""

import copy
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.domain.admissions.values import ReferralRecord
from stepwell.interop.fhir.document import MAX_REFERRAL_BYTES
from stepwell.interop.fhir.findings import MAX_REFUSALS
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel.errors import Refused

ANY_JSON = st.sampled_from(
    (None, True, False, 0, -1, 10**17, 10**30, 1.5, float("nan"), "", "x", "\x00", "\ud800", "2024-02-31", "9999-12-31")
) | st.sampled_from(([], {}, [[]], [None], [1], [{}], {"reference": "Patient/x"}, {"coding": "x"}, {"coding": [1]}))


def outcome(data: bytes) -> ReferralRecord | Refused:
    try:
        return read_referral(data)
    except Refused as error:
        refused = error
    assert 1 <= len(refused.refusals) <= MAX_REFUSALS
    return refused


def trails(node: object, trail: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every node of a JSON document."""
    found = [trail] if trail else []
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in members:
        found += trails(value, (*trail, step))
    return found


@settings(max_examples=250, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert isinstance(outcome(data), Refused)


@settings(max_examples=150, deadline=None)
@given(draw=st.data())
def test_a_referral_with_changed_bytes_is_read_or_refused(small_bytes: bytes, draw: st.DataObject) -> None:
    changed = bytearray(small_bytes)
    for _ in range(draw.draw(st.integers(1, 6))):
        changed[draw.draw(st.integers(0, len(changed) - 1))] = draw.draw(st.integers(0, 255))
    outcome(bytes(changed))


@settings(max_examples=150, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_referral_cut_off_anywhere_is_refused(small_bytes: bytes, share: float) -> None:
    whole = small_bytes.rstrip()
    assert isinstance(outcome(whole[: int(len(whole) * share)]), Refused)


@settings(max_examples=600, deadline=None)
@given(draw=st.data())
def test_a_referral_with_other_types_anywhere_is_read_or_refused(small_bytes: bytes, draw: st.DataObject) -> None:
    bundle = json.loads(small_bytes)
    for _ in range(draw.draw(st.integers(1, 3))):
        *way, last = draw.draw(st.sampled_from(trails(bundle)))
        holder = bundle
        for step in way:
            holder = holder[step]
        holder[last] = copy.deepcopy(draw.draw(ANY_JSON))
    outcome(json.dumps(bundle).encode())


def test_every_node_replaced_by_every_type_is_read_or_refused(small_bytes: bytes) -> None:
    original = json.loads(small_bytes)
    for *way, last in trails(original):
        holder = original
        for step in way:
            holder = holder[step]
        kept = holder[last]
        for value in ("x", 7, [], {}, None):
            holder[last] = value
            outcome(json.dumps(original).encode())
        holder[last] = kept


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 5_000_000,
        b'{"a":' * 3_000_000,
        b'{"resourceType":"Bundle","x":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"resourceType":"Patient","x":' + b"9" * 5_000_000 + b"}",
        b'{"resourceType":"Patient","x":1e999999999}',
        b'{"resourceType":"Patient","id":"' + b"\\u0000" * 1_000_000 + b'"}',
        b'{"resourceType":"Bundle","type":"collection","entry":[' + b"1," * 500_000 + b"1]}",
        b'{"resourceType":"Bundle","type":"collection","entry":[' + b'{"fullUrl":"a"},' * 200_000 + b"{}]}",
        b" " * 20_000_000 + b"x",
        b"\n" * 20_000_000 + b"{",
    ],
    ids=["lists", "objects", "deep", "digits", "exponent", "nul", "no-objects", "empty-entries", "spaces", "lines"],
)
def test_a_hostile_file_is_refused_within_seconds(data: bytes) -> None:
    started = time.perf_counter()
    assert isinstance(outcome(data), Refused)
    assert time.perf_counter() - started < 10


def test_many_references_inside_one_resource_take_no_square_of_time() -> None:
    count = 20_000
    contained = [{"resourceType": "Organization", "id": f"o{n}", "name": "x"} for n in range(count)]
    payors = [{"reference": f"#o{n}"} for n in range(count)]
    patient = {"resourceType": "Patient", "id": "p", "name": [{"text": "x"}] * count}
    coverage = {
        "resourceType": "Coverage",
        "contained": contained,
        "payor": payors,
        "beneficiary": {"reference": "Patient/p"},
    }
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": patient}, {"resource": coverage}],
    }
    started = time.perf_counter()
    assert isinstance(outcome(json.dumps(bundle).encode()), ReferralRecord)
    assert time.perf_counter() - started < 10


def test_a_file_above_the_limit_is_refused_unread() -> None:
    refused = outcome(b"{" + b" " * MAX_REFERRAL_BYTES)
    assert isinstance(refused, Refused)
    assert "larger than 64 MB" in refused.refusals[0].what
