"""A sealed file is read to its last byte as it was written, or refused."""

import io
import os
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.kernel.errors import Refused
from stepwell.platform.backup import sealed
from stepwell.platform.backup.sealed import MAGIC, Cost, SealedWriter, read_sealed

CHEAP = Cost(n=2)
SMALL = 64
CONTENT = random.Random(1).randbytes(700)


def _write(data, passphrase="p"):
    file = io.BytesIO()
    writer = SealedWriter(file, passphrase, CHEAP)
    writer.write(data)
    writer.finish()
    return file.getvalue()


def _read(data, passphrase="p"):
    return b"".join(read_sealed(io.BytesIO(data), passphrase))


def _chunks(data):
    """Where each chunk begins, and where the file ends."""
    at = len(MAGIC) + 4 + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "big")
    places = []
    while at < len(data):
        places.append(at)
        at += 4 + int.from_bytes(data[at : at + 4], "big")
    return [*places, at]


@pytest.fixture(scope="module")
def archive():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "CHUNK", SMALL)
        yield _write(CONTENT)


@given(data=st.binary(max_size=5000))
@settings(max_examples=40, deadline=None)
def test_what_was_written_comes_back(data):
    assert _read(_write(data)) == data


def test_much_that_compresses_well_comes_back_in_pieces_of_a_chunk():
    pieces = list(read_sealed(io.BytesIO(_write(bytes(5_000_000))), "p"))
    assert sum(map(len, pieces)) == 5_000_000
    assert max(map(len, pieces)) <= sealed.CHUNK


def test_the_writer_never_holds_more_than_a_chunk_and_what_it_was_given():
    writer = SealedWriter(io.BytesIO(), "p", CHEAP)
    for _ in range(40):
        writer.write(os.urandom(100_000))
        assert len(writer._waiting) <= sealed.CHUNK


@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=80, deadline=None)
def test_cut_anywhere_it_is_refused(archive, share):
    with pytest.raises(Refused):
        _read(archive[: int(share * len(archive))])


def test_cut_between_two_chunks_it_is_refused(archive):
    places = _chunks(archive)
    assert len(places) > 8
    for place in places[:-1]:
        with pytest.raises(Refused):
            _read(archive[:place])


@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=80, deadline=None)
def test_altered_anywhere_it_is_refused(archive, share, bit):
    altered = bytearray(archive)
    altered[int(share * len(archive))] ^= 1 << bit
    with pytest.raises(Refused):
        _read(bytes(altered))


def test_chunks_that_changed_places_were_doubled_or_left_out_are_refused(archive):
    places = _chunks(archive)
    head, parts = archive[: places[0]], [archive[a:b] for a, b in pairwise(places)]
    for other in (
        [parts[1], parts[0], *parts[2:]],
        [*parts[:3], parts[4], parts[3], *parts[5:]],
        [parts[0], *parts],
        [*parts, parts[-1]],
        [*parts[:2], *parts[3:]],
        [*parts[:-2], parts[-1]],
    ):
        with pytest.raises(Refused):
            _read(head + b"".join(other))


def test_something_after_the_end_is_refused(archive):
    with pytest.raises(Refused):
        _read(archive + b"x")


def test_another_passphrase_and_another_kind_of_file_are_told_apart(archive):
    with pytest.raises(Refused, match="passphrase doesn't open"):
        _read(archive, "q")
    with pytest.raises(Refused, match="no backup of Stepwell"):
        _read(b"PK\x03\x04 something else")


def test_a_header_that_asks_for_all_the_memory_is_refused(archive):
    assert b'"n": 2,' in archive
    at = _chunks(archive)[0]
    header = archive[len(MAGIC) + 4 : at].replace(b'"n": 2,', b'"n": 1073741824,')
    with pytest.raises(Refused, match="too much memory"):
        _read(MAGIC + len(header).to_bytes(4, "big") + header + archive[at:])
