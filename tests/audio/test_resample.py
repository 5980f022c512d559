"""Sound of any rate at the house rate, with every cue in its place."""

from __future__ import annotations

import numpy as np
import pytest

from hearing import pitch_of, tone
from sotto.audio import resample
from sotto.audio.resample import Resample, at_rate
from sotto.errors import EngineError
from sotto.messages import AudioChunk, MarkCue, Samples

HOUSE = 24_000


def chunks_of(samples: Samples, size: int, rate: int) -> list[AudioChunk]:
    return [
        AudioChunk(samples[i : i + size], rate, (MarkCue(0, str(i)),))
        for i in range(0, len(samples), size)
    ]


def joined(chunks: list[AudioChunk]) -> Samples:
    return np.concatenate([chunk.samples for chunk in chunks])


@pytest.mark.parametrize("has_library", [True, False])
@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_length_pitch_and_level_stay(
    rate: int, has_library: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_library:
        monkeypatch.setattr(resample, "_load", lambda: None)
    found = joined(list(at_rate(chunks_of(tone(1.0, rate, 220), 1500, rate), HOUSE)))
    assert len(found) == HOUSE
    assert pitch_of(found, HOUSE) == pytest.approx(220, abs=3)
    assert np.abs(found).max() == pytest.approx(0.5, abs=0.03)


def test_a_click_and_its_cue_stay_where_they_were() -> None:
    samples = np.zeros(22_050, np.float32)
    samples[11_025] = 1
    chunk = AudioChunk(samples, 22_050, (MarkCue(11_025, "click"),))
    found = list(at_rate([chunk], HOUSE))
    place = 0
    for part in found:
        for cue in part.cues:
            assert abs(place + cue.offset - 12_000) <= 1
        place += len(part.samples)
    assert abs(int(np.abs(joined(found)).argmax()) - 12_000) <= 1


def test_the_house_rate_is_not_touched() -> None:
    chunk = AudioChunk(tone(0.1, HOUSE), HOUSE)
    assert next(iter(at_rate([chunk], HOUSE))) is chunk


def test_rates_may_change_on_the_way() -> None:
    parts = [AudioChunk(tone(0.5, rate, 300), rate) for rate in (22_050, 16_000, HOUSE)]
    assert len(joined(list(at_rate(parts, HOUSE)))) == round(1.5 * HOUSE)


def test_the_same_sound_gives_the_same_samples() -> None:
    chunks = chunks_of(tone(1.0, 22_050, 150), 777, 22_050)
    first, second = (joined(list(at_rate(chunks, HOUSE))) for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("rate", [0, 7, 1_000_000])
def test_a_rate_nobody_has_is_refused(rate: int) -> None:
    with pytest.raises(EngineError):
        Resample(rate, HOUSE)
