"""The stream's frames, byte by byte."""

from __future__ import annotations

import select
import struct

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sotto.dbus.streaming.framing import HEADER, LONGEST_PACKET, Framer
from sotto.messages import AudioChunk, Cue, MarkCue, WordCue
from sotto_client.frames import Decoder, Frame, Mark, Sound, Word

RATE = 24_000


def ramp(count: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (np.arange(count) % 32_000 / 32_767).astype(np.float32)


def packets(*chunks: AudioChunk) -> list[bytes]:
    framer = Framer()
    made = [packet for chunk in chunks for packet in framer.feed(chunk)]
    return [*made, framer.finish()]


def test_the_documented_bytes() -> None:
    chunk = AudioChunk(np.array([0.0, 1.0], np.float32), RATE, (WordCue(1, 3, 7),))
    first, second, last = packets(chunk)
    assert first == b"0.01" + struct.pack("=BIh", 1, 2, 0)
    assert second == struct.pack("=BBIII", 2, 1, 3, 7, 0) + struct.pack("=BIh", 1, 2, 32_767)
    assert last == b""


def test_silence_is_only_a_header() -> None:
    assert packets() == [HEADER]
    assert packets(AudioChunk(ramp(0), RATE)) == [HEADER]


def test_a_name_is_measured_in_bytes() -> None:
    frames = list(Decoder().feed(b"".join(packets(AudioChunk(ramp(4), RATE, (MarkCue(2, "ü✓"),))))))
    assert Mark("ü✓") in frames


cues = st.lists(
    st.one_of(
        st.builds(WordCue, st.integers(0, 5000), st.integers(0, 99), st.integers(0, 99)),
        st.builds(MarkCue, st.integers(0, 5000), st.text(max_size=300)),
    ),
    max_size=30,
)
chunks = st.builds(
    lambda count, found: AudioChunk(
        ramp(count),
        RATE,
        tuple(sorted((_at_most(cue, count) for cue in found), key=lambda cue: cue.offset)),
    ),
    st.integers(0, 5000),
    cues,
)


def _at_most(cue: Cue, count: int) -> Cue:
    return cue.moved(min(cue.offset, count) - cue.offset)


@settings(deadline=None)
@given(st.lists(chunks, max_size=4))
def test_all_arrives_in_order_in_atomic_packets(given_chunks: list[AudioChunk]) -> None:
    made = packets(*given_chunks)
    assert LONGEST_PACKET <= select.PIPE_BUF
    assert all(len(packet) <= LONGEST_PACKET for packet in made[:-1])
    frames = list(Decoder().feed(b"".join(made)))
    expected = [cue for chunk in given_chunks for cue in chunk.cues]
    found = [frame for frame in frames if not isinstance(frame, Sound)]
    assert len(found) == len(expected)
    assert [f.name for f in found if isinstance(f, Mark)] == [
        cue.name for cue in expected if isinstance(cue, MarkCue)
    ]
    assert _positions(frames) == _cue_positions(given_chunks)


@settings(deadline=None)
@given(st.lists(chunks, min_size=1, max_size=3))
def test_no_packet_but_the_last_ends_with_an_event(given_chunks: list[AudioChunk]) -> None:
    decoder = Decoder()
    for packet in packets(*given_chunks)[:-1]:
        frames = list(decoder.feed(packet))
        assert decoder.is_complete
        assert not frames or isinstance(frames[-1], Sound) or packet.endswith(b"\x01\0\0\0\0")


def _positions(frames: list[Frame]) -> list[int]:
    heard, found = 0, []
    for frame in frames:
        if isinstance(frame, Sound):
            heard += len(frame.samples) // 2
        else:
            found.append(heard)
    return found


def _cue_positions(given_chunks: list[AudioChunk]) -> list[int]:
    start, found = 0, []
    for chunk in given_chunks:
        found += [start + cue.offset for cue in chunk.cues]
        start += len(chunk.samples)
    return found


def test_words_keep_their_offsets() -> None:
    frames = Decoder().feed(
        b"".join(packets(AudioChunk(ramp(9), RATE, (WordCue(0, 0, 4), WordCue(5, 5, 9)))))
    )
    assert [f for f in frames if isinstance(f, Word)] == [Word(0, 4), Word(5, 9)]
