"""A real Piper voice: what is heard, when, always the same, and what the stock file gives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from bus import private_bus
from hearing import fundamental
from piper_voice import NAME, STOCK, changed, made, small_net, write_stock
from sotto.cancel import CancelToken
from sotto.errors import Cancelled, EngineError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import (
    HOUSE_RATE,
    AudioChunk,
    Clause,
    ClauseMark,
    MarkCue,
    Phoneme,
    PhonemeRun,
    Prosody,
    Stop,
    Word,
    WordCue,
)
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.synthesis.adapter import speak
from sotto.voice.formats import describe
from sotto.voice.piper import stream
from sotto.voice.piper.bundle import Scales, load_piper_bundle
from sotto.voice.piper.engine import PiperEngine
from sotto.voice.piper.stream import Request, Speech
from sotto_voices.piper import faster
from sotto_voices.piper import prepare as preparing
from sotto_voices.piper.prepare import prepare
from sotto_voices.piper.split import NotStreamableError

VOICE = f"{NAME}:joe"
SENTENCE = "the quick brown fox jumps over the lazy dog and keeps on running"


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[PiperEngine]:
    loaded = PiperEngine(load_piper_bundle(folder))
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PiperEngine]:
    """The same voice where it cannot be taken apart."""
    into = tmp_path_factory.mktemp("whole") / NAME
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparing, "split", _unsplittable)
        found = made(into)
    assert not found.streams and found.reason == "of another kind"
    loaded = PiperEngine(load_piper_bundle(into))
    yield loaded
    loaded.close()


def _unsplittable(model: object) -> None:
    raise NotStreamableError("of another kind")


@pytest.fixture(scope="module")
def phonemizer() -> Phonemizer:
    return Phonemizer(EspeakThread())


def clause(text: str, stop: Stop = Stop.FULL) -> Clause:
    words, place = [], 0
    for part in text.split():
        words.append(Word(part, place, place + len(part)))
        place += len(part) + 1
    return Clause(tuple(words), "en-us", stop)


def spoken(
    engine: PiperEngine, run: PhonemeRun, prosody: Prosody | None = None, voice: str = VOICE
) -> list[AudioChunk]:
    return list(engine.speak(run, voice, prosody or Prosody(), CancelToken()))


def sound(chunks: list[AudioChunk]) -> np.ndarray:
    return np.concatenate([chunk.samples for chunk in chunks])


def test_it_is_a_voice_like_others(engine: PiperEngine) -> None:
    (info,) = engine.voices()
    assert (info.identifier, info.languages, info.engine) == (VOICE, ("en-us",), "piper")
    assert info.licence


def test_streamed_it_is_what_the_stock_file_gives(folder: Path, phonemizer: Phonemizer) -> None:
    """In full precision; what 8 bits change is bounded where they are chosen."""
    engine = PiperEngine(load_piper_bundle(_in_full(folder)))
    run = phonemizer.run(clause(SENTENCE))
    ids = engine.alphabet.read(run).ids
    silent = Scales(0.0, 1.0, 0.0)
    assert engine._graphs is not None
    speech = Speech(engine._graphs, Request(ids, silent, 0), CancelToken())
    streamed = np.concatenate([samples for samples, _ in speech.pieces()])
    stock = onnxruntime.InferenceSession(
        str(STOCK / f"{NAME}.onnx"), providers=["CPUExecutionProvider"]
    )
    feed = {
        "input": ids[None],
        "input_lengths": np.asarray([len(ids)], np.int64),
        "scales": np.asarray([0, 1, 0], np.float32),
    }
    (given,) = stock.run(None, feed)
    assert len(streamed) == given.size
    assert np.abs(streamed - given.ravel()).max() < 1e-3
    assert 10 * np.log10((given**2).sum() / ((streamed - given.ravel()) ** 2).sum()) > 80


def _in_full(folder: Path) -> Path:
    into = folder.with_name("full") / NAME
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faster, "LEAST_SNR", 1e9)
        assert not made(into).is_short
    return into


@pytest.mark.parametrize("sizes", [(1,), (5, 40), (10_000,)])
def test_however_it_is_cut_it_is_the_same(
    engine: PiperEngine,
    phonemizer: Phonemizer,
    sizes: tuple[int, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = engine.alphabet.read(phonemizer.run(clause("never cut"))).ids

    def rendered() -> np.ndarray:
        assert engine._graphs is not None
        request = Request(ids, engine.bundle.scales, 0)
        speech = Speech(engine._graphs, request, CancelToken())
        return np.concatenate([samples for samples, _ in speech.pieces()])

    usual = rendered()
    monkeypatch.setattr(stream, "PIECES", sizes)
    assert np.abs(rendered() - usual).max() < 1e-4


def test_the_same_text_is_the_same_sound(engine: PiperEngine, phonemizer: Phonemizer) -> None:
    run = phonemizer.run(clause(SENTENCE))
    first = sound(spoken(engine, run))
    spoken(engine, phonemizer.run(clause("something else between")))
    assert np.array_equal(sound(spoken(engine, run)), first)


def test_the_first_sound_comes_before_most_is_decoded(
    engine: PiperEngine, phonemizer: Phonemizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine._graphs is not None
    ran: list[int] = []
    run_decoder = engine._graphs.decoder.run

    def counted(feed: dict[str, np.ndarray], cancel: CancelToken) -> list[np.ndarray]:
        ran.append(next(iter(feed.values())).shape[-1])
        return run_decoder(feed, cancel)

    monkeypatch.setattr(engine._graphs.decoder, "run", counted)
    chunks = engine.speak(phonemizer.run(clause(SENTENCE)), VOICE, Prosody(), CancelToken())
    assert len(next(chunks).samples) > 0
    before = sum(ran)
    list(chunks)
    assert before < 0.35 * sum(ran)


def test_words_are_told_where_they_sound(engine: PiperEngine, phonemizer: Phonemizer) -> None:
    run = phonemizer.run(clause(SENTENCE))
    told, place = [], 0
    for chunk in spoken(engine, run):
        told += [(place + cue.offset, cue) for cue in chunk.cues]
        place += len(chunk.samples)
    words = [cue for _, cue in told if isinstance(cue, WordCue)]
    assert [(w.start, w.end) for w in words] == [(w.start, w.end) for w in run.clause.words]
    offsets = [offset for offset, _ in told]
    assert offsets == sorted(offsets) and offsets[-1] < place
    assert np.diff(offsets).max() < 0.3 * place


def test_marks_come_at_their_words(engine: PiperEngine, phonemizer: Phonemizer) -> None:
    spoken_clause = clause("one two")
    marks = (ClauseMark(1, "middle"), ClauseMark(2, "end"))
    run = phonemizer.run(Clause(spoken_clause.words, "en-us", Stop.FULL, marks=marks))
    cues = [cue for chunk in spoken(engine, run) for cue in chunk.cues]
    assert [cue.name for cue in cues if isinstance(cue, MarkCue)] == ["middle", "end"]


@pytest.mark.parametrize("pitch", [0.85, 1.4])
def test_pitch_moves_and_length_stays(
    engine: PiperEngine, phonemizer: Phonemizer, pitch: float
) -> None:
    """Through what makes up for an engine without a pitch of its own."""
    words = clause("no one may know our own home")
    heard = []
    for each in (1.0, pitch):
        run = phonemizer.run(replace(words, prosody=Prosody(pitch=each)))
        heard.append(sound(list(speak(engine, run, VOICE, HOUSE_RATE, CancelToken()))))
    assert len(heard[1]) == pytest.approx(len(heard[0]), rel=0.12)
    hertz = [fundamental(each, HOUSE_RATE) for each in heard]
    assert hertz[1] / hertz[0] == pytest.approx(pitch, rel=0.12)


def test_rate_is_the_nets_own_within_its_limits(
    engine: PiperEngine, phonemizer: Phonemizer
) -> None:
    run = phonemizer.run(clause(SENTENCE))
    lengths = {
        rate: len(sound(spoken(engine, run, Prosody(rate=rate)))) for rate in (0.7, 1.0, 1.5, 3.0)
    }
    assert lengths[1.0] / lengths[1.5] == pytest.approx(1.5, rel=0.1)
    assert lengths[0.7] / lengths[1.0] == pytest.approx(1 / 0.7, rel=0.1)
    assert lengths[3.0] == lengths[1.5]


def test_symbols_it_never_learned_are_still_heard(engine: PiperEngine) -> None:
    for symbol in ("ʘ", "ɧ", "ŋ̊", "a͡ʊ", "q'", "ǂ"):
        run = PhonemeRun(clause("x"), ((Phoneme(symbol, 2), Phoneme("a")),))
        assert len(sound(spoken(engine, run))) > 1000


def test_nothing_to_say_is_an_error_of_the_clause(engine: PiperEngine) -> None:
    with pytest.raises(EngineError):
        spoken(engine, PhonemeRun(clause("x"), ((),)))
    with pytest.raises(UnknownVoiceError):
        spoken(engine, PhonemeRun(clause("x"), ((Phoneme("a"),),)), voice=f"{NAME}:nobody")


def test_it_stops_inside_a_clause(engine: PiperEngine, phonemizer: Phonemizer) -> None:
    cancel = CancelToken()
    chunks = engine.speak(phonemizer.run(clause(SENTENCE)), VOICE, Prosody(), cancel)
    next(chunks)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(chunks)


def test_one_that_cannot_be_taken_apart_speaks_all_the_same(
    whole: PiperEngine, engine: PiperEngine, phonemizer: Phonemizer
) -> None:
    run = phonemizer.run(clause(SENTENCE))
    chunks = spoken(whole, run)
    assert np.array_equal(sound(spoken(whole, run)), sound(chunks))
    assert len(sound(chunks)) == pytest.approx(len(sound(spoken(engine, run))), rel=0.15)
    words = [cue for chunk in chunks for cue in chunk.cues if isinstance(cue, WordCue)]
    assert len(words) == len(run.clause.words)
    assert "clause by clause" in whole.voices()[0].description


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"graphs": {"text": "../text.onnx"}}, "no proper file name"),
        ({"graphs": {}}, "graphs"),
        ({"sample_rate": 4}, "sample_rate"),
        ({"ids": {"_": [0], "^": [1]}}, "no ids for"),
        ({"ids": {"_": 0, "^": [1], "$": [2]}}, "no list of numbers"),
        ({"scales": {"noise": 9, "length": 1, "duration_noise": 0}}, "noise"),
        ({"gain": "loud"}, "gain"),
        ({"plan": {"stages": []}}, "stages"),
        ({"plan": 3}, "plan"),
        ({"speakers": {}}, "speakers"),
    ],
)
def test_a_damaged_description_is_refused(
    folder: Path, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    shutil.copytree(folder, tmp_path / NAME)
    file = tmp_path / NAME / "voice.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(VoiceDamagedError, match=reason):
        describe(tmp_path / NAME).engine()


@pytest.mark.parametrize("part", ["text", "flow", "decoder"])
def test_a_graph_of_another_voice_is_refused(folder: Path, tmp_path: Path, part: str) -> None:
    shutil.copytree(folder, tmp_path / NAME)
    other = "flow" if part != "flow" else "decoder"
    shutil.copy(folder / f"{other}.onnx", tmp_path / NAME / f"{part}.onnx")
    with pytest.raises(VoiceDamagedError):
        describe(tmp_path / NAME).engine()


def test_the_command_adds_it_and_the_daemon_speaks_with_it(tmp_path: Path) -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        bus.make_activatable()
        assert bus.sotto("status").returncode == 0
        done = bus.sotto("voices", "add", str(STOCK / f"{NAME}.onnx"))
        assert done.returncode == 0, done.stderr
        assert f"{VOICE} can be used" in done.stdout
        wav = tmp_path / "joe.wav"
        said = bus.sotto("say", "Hello there.", "--voice", VOICE, "--out", str(wav))
        assert said.returncode == 0, said.stderr
        assert wav.stat().st_size > 20_000
        assert VOICE in bus.sotto("why").stdout
        told = bus.sotto("voices", "info", NAME, "--index", str(tmp_path))
        assert "as fast as it is spoken (measured on this processor)" in told.stdout, told.stderr
        refused = bus.sotto("voices", "add", str(STOCK / "MODEL_CARD"))
        assert refused.returncode == 1 and "no Piper voice" in refused.stderr
        assert bus.sotto("voices", "remove", NAME).returncode == 0
        assert VOICE not in bus.sotto("voices").stdout


def test_every_speaker_is_a_voice_of_its_own(tmp_path: Path) -> None:
    """Each with its own row of the net."""
    net = small_net()
    net.graph.input.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    net.graph.initializer.append(numpy_helper.from_array(np.asarray([1.0], np.float32), "one"))
    net.graph.node[-1].output[0] = "same"
    net.graph.node.append(helper.make_node("Cast", ["sid"], ["row"], to=TensorProto.FLOAT))
    net.graph.node.append(helper.make_node("Add", ["row", "one"], ["factor"]))
    net.graph.node.append(helper.make_node("Mul", ["same", "factor"], ["output"]))
    described = changed(num_speakers=3, speaker_id_map={"ann": 0, "ben": 1, "eve": 2})
    (tmp_path / "made").mkdir()
    prepare(write_stock(tmp_path / "in", net, described), tmp_path / "made", tmp_path)
    several = PiperEngine(load_piper_bundle(tmp_path / "made"))
    names = [info.identifier for info in several.voices()]
    assert names == ["de-hum:ann", "de-hum:ben", "de-hum:eve"]
    run = PhonemeRun(clause("x"), ((Phoneme("a"), Phoneme("t")),))
    levels = [np.abs(sound(spoken(several, run, voice=name))).max() for name in names]
    assert levels[1] == pytest.approx(2 * levels[0], rel=0.01)
    assert levels[2] > 1.2 * levels[1]
