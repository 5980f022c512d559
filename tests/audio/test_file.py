"""The sink that writes a file."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from hearing import tone
from sotto.audio.file import FileSink
from sotto.errors import SinkError


def test_the_file_holds_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    sink = FileSink(path, rate=16_000)
    sink.open(lambda _: None)
    assert sink.write(tone(0.5, 16_000)) == 0
    assert sink.write(np.array([2.0, -2.0, 0.0], np.float32)) == 8000
    assert sink.drop() == sink.position() == sink.end() == 8003
    sink.close()
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
        samples = np.frombuffer(file.readframes(9000), "<i2")
    assert np.max(np.abs(samples[:8000] / 32767 - tone(0.5, 16_000))) < 1e-4
    assert samples[8000:].tolist() == [32767, -32768, 0]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SinkError):
        FileSink(tmp_path / "none" / "speech.wav").open(lambda _: None)


def test_a_closed_file_takes_nothing(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "speech.wav")
    with pytest.raises(SinkError):
        sink.write(np.zeros(1, np.float32))
    sink.open(lambda _: None)
    sink.close()
    sink.close()
    with pytest.raises(SinkError):
        sink.write(np.zeros(1, np.float32))
