"""Silence at both ends is cut, cues and everything between stay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sotto.audio.pauses import silence
from sotto.audio.trim import LEAD, THRESHOLD, trim
from sotto.messages import AudioChunk, MarkCue

RATE = 1000
LEAD_SAMPLES = round(LEAD * RATE)


def chunk(values: Sequence[float], *cues: tuple[int, str]) -> AudioChunk:
    marks = tuple(MarkCue(offset, name) for offset, name in cues)
    return AudioChunk(np.array(values, np.float32), RATE, marks)


def joined(chunks: list[AudioChunk]) -> tuple[list[float], list[tuple[int, str]]]:
    """Samples, and cues as positions in them."""
    samples: list[float] = []
    cues: list[tuple[int, str]] = []
    for piece in chunks:
        for cue in piece.cues:
            assert isinstance(cue, MarkCue)
            assert 0 <= cue.offset <= len(piece.samples)
            cues.append((len(samples) + cue.offset, cue.name))
        samples += piece.samples.tolist()
    return samples, cues


def test_a_pause_has_its_exact_length() -> None:
    pause = silence(12.5, 16_000)
    assert len(pause.samples) == 200
    assert not pause.samples.any()
    assert pause.rate == 16_000


def test_leading_silence_shrinks_to_five_milliseconds() -> None:
    samples, _ = joined(list(trim([chunk([0] * 100), chunk([0] * 50 + [1, 1])])))
    assert samples == [0] * LEAD_SAMPLES + [1, 1]


def test_less_leading_silence_stays() -> None:
    samples, _ = joined(list(trim([chunk([0, 0, 1])])))
    assert samples == [0, 0, 1]


def test_trailing_silence_goes_and_silence_inside_stays() -> None:
    samples, _ = joined(list(trim([chunk([1, 0]), chunk([0, 0]), chunk([0, 1, 0]), chunk([0])])))
    assert samples == [1, 0, 0, 0, 0, 1]


def test_sound_is_handed_on_at_once() -> None:
    stream = iter([chunk([1, 1]), chunk([1])])
    assert len(next(trim(stream)).samples) == 2
    assert len(next(stream).samples) == 1


def test_cues_move_to_the_sound_that_is_kept() -> None:
    chunks = [
        chunk([0] * 100, (0, "a")),
        chunk([1, 0, 0], (0, "b"), (2, "c")),
        chunk([0], (0, "d")),
    ]
    samples, cues = joined(list(trim(chunks)))
    assert samples == [0] * LEAD_SAMPLES + [1]
    assert cues == [(0, "a"), (5, "b"), (6, "c"), (6, "d")]


def test_nothing_but_silence_leaves_nothing_but_cues() -> None:
    assert list(trim([chunk([0] * 10)])) == []
    assert list(trim([])) == []
    assert joined(list(trim([chunk([0] * 10, (3, "a"))]))) == ([], [(0, "a")])


@given(
    st.lists(st.lists(st.sampled_from([0.0, THRESHOLD / 2, 0.5, -0.5]), max_size=12), max_size=8)
)
def test_everything_between_the_first_and_the_last_sound_is_kept(parts: list[list[float]]) -> None:
    chunks = [chunk(values, *[(i, str(i)) for i in range(len(values))]) for values in parts]
    everything = np.array([v for values in parts for v in values], np.float32)
    loud = np.flatnonzero(np.abs(everything) > THRESHOLD)
    samples, cues = joined(list(trim(chunks)))
    if len(loud):
        start = max(0, loud[0] - LEAD_SAMPLES)
        assert samples == everything[start : loud[-1] + 1].tolist()
    else:
        assert samples == []
    assert [name for _, name in cues] == [str(i) for values in parts for i in range(len(values))]
    assert cues == sorted(cues, key=lambda cue: cue[0])
