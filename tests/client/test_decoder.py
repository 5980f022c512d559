"""Streams as they may arrive: in any pieces, and damaged."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sotto_client.errors import FailedError
from sotto_client.frames import Decoder, Frame, Mark, Sound, Word

STREAM = (
    b"0.01"
    + struct.pack("=BIhh", 1, 4, 7, -7)
    + struct.pack("=BBIII", 2, 1, 3, 8, 0)
    + struct.pack("=BBIII", 2, 2, 0, 9, 0)
    + struct.pack("=BBIII", 2, 4, 0, 0, 3)
    + "ü!".encode()
    + struct.pack("=BI", 1, 0)
)
FRAMES = [Sound(struct.pack("=hh", 7, -7)), Word(3, 8), Mark("ü!")]


@settings(deadline=None)
@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_pieces_do_not_matter(cuts: list[int]) -> None:
    decoder = Decoder()
    found: list[Frame] = []
    edges = [0, *sorted(cuts), len(STREAM)]
    for start, end in pairwise(edges):
        found += decoder.feed(STREAM[start:end])
    assert found == FRAMES
    assert decoder.is_complete


@pytest.mark.parametrize("length", range(1, len(STREAM)))
def test_a_cut_stream_is_known_to_be_cut(length: int) -> None:
    decoder = Decoder()
    found = list(decoder.feed(STREAM[:length]))
    assert found == FRAMES[: len(found)]
    if decoder.is_complete:
        assert list(decoder.feed(STREAM[length:])) == FRAMES[len(found) :]


@pytest.mark.parametrize("data", [b"0.02", b"RIFF", b"0.01\x03", b"0.01\x00abc"])
def test_what_is_no_stream_is_refused(data: bytes) -> None:
    with pytest.raises(FailedError):
        list(Decoder().feed(data))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_noise_does_no_harm(data: bytes) -> None:
    decoder = Decoder()
    try:
        frames = list(decoder.feed(b"0.01" + data))
    except FailedError:
        return
    assert sum(len(f.samples) for f in frames if isinstance(f, Sound)) <= len(data)
