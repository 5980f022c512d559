"""Faster and slower at the same pitch, with every cue in its place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hearing import pitch_of, tone
from sotto.audio.stretch import Stretch
from sotto.errors import InvalidOptionError
from sotto.messages import AudioChunk, MarkCue, Samples

RATE = 22_050


def chunks_of(samples: Samples, size: int) -> list[AudioChunk]:
    return [
        AudioChunk(samples[i : i + size], RATE, (MarkCue(0, str(i)),))
        for i in range(0, len(samples), size)
    ]


def stretched(chunks: list[AudioChunk], factor: float) -> list[AudioChunk]:
    stretch = Stretch(RATE, factor)
    return [*(stretch.feed(chunk) for chunk in chunks), stretch.flush()]


def joined(chunks: list[AudioChunk]) -> Samples:
    return np.concatenate([chunk.samples for chunk in chunks])


@pytest.mark.parametrize("factor", [0.3, 0.5, 0.9, 1.1, 2.0, 3.5, 6.0])
def test_the_length_is_exact_and_the_pitch_stays(factor: float) -> None:
    samples = joined(stretched(chunks_of(tone(2.0, RATE, 220), 1500), factor))
    assert len(samples) == round(2 * RATE / factor)
    assert pitch_of(samples, RATE) == pytest.approx(220, abs=4)
    assert np.max(np.abs(samples)) == pytest.approx(0.5, abs=0.02)


def test_the_same_sound_gives_the_same_samples() -> None:
    chunks = chunks_of(tone(1.0, RATE, 150), 800)
    assert np.array_equal(joined(stretched(chunks, 2.5)), joined(stretched(chunks, 2.5)))


def test_factor_one_hands_the_chunk_through() -> None:
    stretch = Stretch(RATE, 1.0)
    chunk = chunks_of(tone(0.1, RATE), 10_000)[0]
    assert stretch.feed(chunk) is chunk
    assert len(stretch.flush().samples) == 0


def test_sound_comes_before_the_flush() -> None:
    stretch = Stretch(RATE, 2.0)
    assert len(stretch.feed(AudioChunk(tone(0.1, RATE, 200), RATE)).samples) > RATE * 0.1 / 2 / 3


@settings(deadline=None, max_examples=50)
@given(st.floats(0.3, 6.0), st.lists(st.integers(0, 4000), min_size=1, max_size=12))
@example(0.96875, [2134])
@example(0.984375, [2812, 55])
def test_every_cue_lies_where_its_sound_lies(factor: float, sizes: list[int]) -> None:
    sound = tone(sum(sizes) / RATE + 1, RATE)
    chunks, start = [], 0
    for number, size in enumerate(sizes):
        cue = MarkCue(size // 2, str(number))
        chunks.append(AudioChunk(sound[start : start + size], RATE, (cue,)))
        start += size
    given_back = stretched(chunks, factor)
    wanted = np.cumsum([0, *sizes[:-1]]) + np.array(sizes) // 2
    found, length = [], 0
    for chunk in given_back:
        for found_cue in chunk.cues:
            assert isinstance(found_cue, MarkCue)
            assert 0 <= found_cue.offset <= len(chunk.samples)
            found.append((length + found_cue.offset, found_cue.name))
        length += len(chunk.samples)
    assert length == round(sum(sizes) / factor)
    assert [name for _, name in found] == [str(n) for n in range(len(sizes))]
    # A cue waits at most for the chunk that holds its sound.
    assert all(abs(at - w / factor) <= 2 for (at, _), w in zip(found, wanted, strict=True))


def test_it_can_be_used_again_after_a_flush() -> None:
    stretch = Stretch(RATE, 2.0)
    first = joined([stretch.feed(AudioChunk(tone(0.5, RATE), RATE)), stretch.flush()])
    second = joined([stretch.feed(AudioChunk(tone(0.5, RATE), RATE)), stretch.flush()])
    assert len(first) == len(second) == round(0.25 * RATE)


@pytest.mark.parametrize("factor", [0.0, 0.29, 6.01, -1.0, float("nan"), float("inf")])
def test_other_factors_are_refused(factor: float) -> None:
    with pytest.raises(InvalidOptionError):
        Stretch(RATE, factor)


def test_too_loud_sound_is_clipped_and_does_not_wrap_around() -> None:
    loud = 3 * tone(0.5, RATE, 100)
    samples = joined(stretched(chunks_of(loud, 2000), 2.0))
    assert np.max(np.abs(np.diff(samples))) < 0.5
