"""Piper's smallest and largest models and those of many speakers, as small nets of their shapes:
taken apart, streamed, and the same sound as the stock file gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from piper_voice import changed, write_stock
from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, Clause, Phoneme, PhonemeRun, Prosody, Stop, Word
from sotto.voice.piper.bundle import Scales, load_piper_bundle
from sotto.voice.piper.engine import PiperEngine
from sotto.voice.piper.stream import Request, Speech
from sotto_voices.piper import faster
from sotto_voices.piper.prepare import prepare
from vits_net import HIGH, X_LOW, hop, vits

Kind = tuple[int, Sequence[int]]
NAMES = {"ann": 0, "ben": 1, "eve": 2}
RUN = PhonemeRun(
    Clause((Word("at", 0, 2), Word("ta", 3, 5)), "de", Stop.FULL),
    ((Phoneme("a"), Phoneme("t")), (Phoneme("t"), Phoneme("a", 1))),
)
KINDS = [
    pytest.param(kind, speakers, id=f"{name}, {speakers}")
    for name, kind in (("x_low", X_LOW), ("high", HIGH))
    for speakers in (1, 3)
]


@pytest.fixture
def in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """What 8 bits change is bounded elsewhere."""
    monkeypatch.setattr(faster, "LEAST_SNR", 1e9)


def prepared(folder: Path, kind: Kind, speakers: int) -> tuple[Path, PiperEngine]:
    rate, strides = kind
    described = changed(
        audio={"sample_rate": rate},
        num_speakers=speakers,
        speaker_id_map=NAMES if speakers > 1 else {},
    )
    stock = write_stock(folder / "in", vits(strides, speakers), described)
    (folder / "made").mkdir()
    found = prepare(stock, folder / "made", folder)
    assert found.streams, found.reason
    return stock, PiperEngine(load_piper_bundle(folder / "made"))


def streamed(engine: PiperEngine, speaker: int) -> tuple[np.ndarray, int]:
    """Without noise; and in how many pieces."""
    assert engine._graphs is not None
    ids = engine.alphabet.read(RUN).ids
    request = Request(np.tile(ids, 20), Scales(0.0, 1.0, 0.0), speaker)
    pieces = [piece for piece, _ in Speech(engine._graphs, request, CancelToken()).pieces()]
    return np.concatenate(pieces), len(pieces)


def whole(stock: Path, engine: PiperEngine, speaker: int, speakers: int) -> np.ndarray:
    ids = np.tile(engine.alphabet.read(RUN).ids, 20)
    feed = {
        "input": ids[None],
        "input_lengths": np.asarray([len(ids)], np.int64),
        "scales": np.asarray([0, 1, 0], np.float32),
    }
    if speakers > 1:
        feed["sid"] = np.asarray([speaker], np.int64)
    net = onnxruntime.InferenceSession(str(stock), providers=["CPUExecutionProvider"])
    return np.ravel(net.run(None, feed)[0])


@pytest.mark.usefixtures("in_full")
@pytest.mark.parametrize(("kind", "speakers"), KINDS)
def test_each_kind_is_streamed_as_its_file_speaks(
    tmp_path: Path, kind: Kind, speakers: int
) -> None:
    stock, engine = prepared(tmp_path, kind, speakers)
    assert engine._graphs is not None and engine._graphs.plan.hop == hop(kind[1])
    sounds = []
    for speaker in range(speakers):
        sound, pieces = streamed(engine, speaker)
        given = whole(stock, engine, speaker, speakers)
        assert pieces > 3 and len(sound) == len(given)
        assert np.abs(sound - given).max() < 1e-4
        sounds.append(sound[:1000])
    for place, sound in enumerate(sounds):
        assert not any(np.allclose(sound, other, atol=1e-3) for other in sounds[:place])


@pytest.mark.parametrize(("kind", "speakers"), KINDS)
def test_each_kind_tells_its_rate_its_voices_and_its_words(
    tmp_path: Path, kind: Kind, speakers: int
) -> None:
    _, engine = prepared(tmp_path, kind, speakers)
    assert engine.abilities.rate == kind[0]
    voices = [info.identifier for info in engine.voices()]
    assert len(voices) == speakers
    assert speakers == 1 or voices == [f"de-hum:{name}" for name in NAMES]
    for voice in voices:
        chunks = spoken(engine, voice)
        assert {chunk.rate for chunk in chunks} == {kind[0]}
        assert sum(len(chunk.cues) for chunk in chunks) >= 2
        again = spoken(engine, voice)
        assert all(np.array_equal(a.samples, b.samples) for a, b in zip(chunks, again, strict=True))


def spoken(engine: PiperEngine, voice: str) -> list[AudioChunk]:
    return list(engine.speak(RUN, voice, Prosody(), CancelToken()))
