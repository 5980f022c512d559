"""Frames to and from a process that holds libespeak-ng: whole, in order, and bounded."""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.phonemes.frames import read_frame, write_frame

heads = st.dictionaries(
    st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=20), st.booleans()), max_size=4
)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    for descriptor in (reader, writer):
        try:
            os.close(descriptor)
        except OSError:  # closed by the test
            continue


@given(st.lists(st.tuples(heads, st.binary(max_size=64)), min_size=1, max_size=5))
def test_frames_come_as_they_were_written(frames: list[tuple[dict[str, object], bytes]]) -> None:
    reader, writer = os.pipe()
    try:
        for head, sound in frames:
            write_frame(writer, head, sound)
        assert [read_frame(reader) for _ in frames] == frames
    finally:
        os.close(reader)
        os.close(writer)


def test_a_frame_larger_than_the_pipe_is_written_and_read_in_pieces(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    sound = bytes(range(256)) * 4096
    waits: list[int] = []
    writing = threading.Thread(target=write_frame, args=(writer, {"of": "sound"}, sound))
    writing.start()
    assert read_frame(reader, lambda: waits.append(1)) == ({"of": "sound"}, sound)
    writing.join()
    assert len(waits) > 3


@pytest.mark.parametrize("kept", [0, 3, 8, 10, 20])
def test_the_other_side_going_within_a_frame_is_told(pipe: tuple[int, int], kept: int) -> None:
    reader, writer = pipe
    whole = struct.pack(">II", 9, 6) + b'{"a": 12}' + b"sound!"
    os.write(writer, whole[:kept])
    os.close(writer)
    with pytest.raises(EOFError):
        read_frame(reader)


@pytest.mark.parametrize(
    "written",
    [
        struct.pack(">II", 1 << 31, 0), struct.pack(">II", 2, 1 << 30), b"\xff" * 8,
        struct.pack(">II", 4, 0) + b"nope", struct.pack(">II", 2, 0) + b"[]",
        struct.pack(">II", 1, 0) + b"7", struct.pack(">II", 3, 0) + b"\xff\xfe\xfd",
    ],
)  # fmt: skip
def test_what_is_no_frame_is_refused(pipe: tuple[int, int], written: bytes) -> None:
    reader, writer = pipe
    os.write(writer, written)
    with pytest.raises(ValueError):
        read_frame(reader)


def test_who_waits_may_end_the_waiting(pipe: tuple[int, int]) -> None:
    def late() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        read_frame(pipe[0], late)


def test_nobody_reading_is_an_error_of_the_system(pipe: tuple[int, int]) -> None:
    os.close(pipe[0])
    with pytest.raises(OSError, match="Broken pipe"):
        write_frame(pipe[1], {"a": 1})
