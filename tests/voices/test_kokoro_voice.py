"""Voices of Kokoro's family: what is read, made and heard, and a process that may do anything."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper

from kokoro_voice import FRAMES, HOP, faulty, prepared, small_net, styles, write_source
from sotto.cancel import CancelToken
from sotto.errors import Cancelled, EngineError, UnknownVoiceError
from sotto.messages import AudioChunk, Clause, Phoneme, PhonemeRun, Prosody, Stop, Word, WordCue
from sotto.voice.formats import describe
from sotto.voice.kokoro import process as processes
from sotto.voice.kokoro.bundle import KokoroBundle, load_kokoro_bundle
from sotto.voice.kokoro.engine import KokoroEngine
from sotto.voice.kokoro.faults import FAULTS
from sotto.voice.kokoro.process import MOST_FAILURES, Order, WorkerProcess
from sotto.voice.kokoro.protocol import Request
from sotto.voice.kokoro.tokens import Tokenizer
from sotto.voice.late import LateEngine
from sotto_voices.files import Places
from sotto_voices.install import add_file
from sotto_voices.kokoro.noise import steadied
from sotto_voices.kokoro.prepare import prepare
from sotto_voices.trial import try_voice

HEART = "hum:af_heart"
_WORDS = ("two", "words")
_SOUNDS = ((Phoneme("t"), Phoneme("uː", 2)), (Phoneme("w"), Phoneme("ɜː", 2), Phoneme("d")))
CLAUSE = Clause((Word("two", 0, 3), Word("words", 4, 9)), "en-us", Stop.FULL)
RUN = PhonemeRun(CLAUSE, _SOUNDS)
REQUEST = Request((0, 50, 0), 0, 3, 1.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("kokoro"))


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[KokoroEngine]:
    made = KokoroEngine(load_kokoro_bundle(folder))
    yield made
    made.close()


def spoken(
    engine: KokoroEngine, prosody: Prosody | None = None, voice: str = HEART, run: PhonemeRun = RUN
) -> list[AudioChunk]:
    return list(engine.speak(run, voice, prosody or Prosody(), CancelToken()))


def sound(chunks: list[AudioChunk]) -> np.ndarray:
    return np.concatenate([chunk.samples for chunk in chunks])


def test_speakers_are_voices_by_their_languages(folder: Path) -> None:
    voices = {info.name: info for info in describe(folder).voices()}
    assert {name: info.languages for name, info in voices.items()} == {
        "af_heart": ("en-us",),
        "am_adam": ("en-us",),
        "ff_siwis": ("fr",),
        "hf_alpha": ("hi",),
    }
    assert voices["am_adam"].gender == "male" and voices["hf_alpha"].gender == "female"
    assert all(info.is_heavy for info in voices.values())
    companions = {name: info.companion for name, info in voices.items() if info.companion}
    assert companions == {"af_heart": "chorus:heart", "ff_siwis": "chorus:siwis"}


def test_frames_are_found_in_a_net_that_does_not_tell_them(folder: Path) -> None:
    bundle = load_kokoro_bundle(folder)
    assert bundle.hop == HOP and bundle.is_steady and bundle.is_misaki


@pytest.mark.parametrize("rows", [1, 400])
def test_kittens_are_read_as_they_are(tmp_path: Path, rows: int) -> None:
    net = small_net(tokens="input_ids", sound="waveform", tells_frames=True)
    names = ("expr-voice-2-m", "expr-voice-3-f")
    into = tmp_path / "made"
    into.mkdir()
    prepare(write_source(tmp_path / "in", net, styles(names, rows)), None, into)
    bundle = load_kokoro_bundle(into)
    assert [s.gender for s in bundle.speakers.values()] == ["male", "female"]
    assert {s.language for s in bundle.speakers.values()} == {"en-us"}
    assert (bundle.is_misaki, bundle.hop, bundle.tail) == (False, HOP, 5000)
    read = Tokenizer(bundle, "en-us").read(RUN)
    known = bundle.symbols
    wanted = [known[c] for c in "tˈuː wˈɜːd."]
    assert list(read.ids) == [0, *wanted, *((0,) if rows == 1 else (known["…"], 0))]
    assert read.row == min(10, rows - 1)
    engine = KokoroEngine(bundle)
    chunks = spoken(engine, voice="hum:expr-voice-2-m")
    engine.close()
    samples = len(read.ids) * FRAMES * HOP - bundle.tail
    assert len(sound(chunks)) == pytest.approx(samples, abs=HOP)


def test_a_net_with_noise_is_made_to_give_always_the_same(tmp_path: Path) -> None:
    bundle = load_kokoro_bundle(prepared(tmp_path, small_net(has_noise=True)))
    assert bundle.is_steady
    engine, again = KokoroEngine(bundle), KokoroEngine(bundle)
    first = sound(spoken(engine))
    assert np.array_equal(sound(spoken(engine)), first)
    assert np.array_equal(sound(spoken(again)), first)
    for each in (engine, again):
        each.close()


@pytest.mark.parametrize(
    ("operation", "attributes", "mean", "spread"),
    [
        ("RandomNormal", {"shape": [3, 50_000], "mean": 0.5, "scale": 0.1}, 0.5, 0.1),
        ("RandomUniform", {"shape": [150_000], "low": -1.0, "high": 1.0}, 0.0, 3**-0.5),
    ],
)
def test_steady_noise_is_spread_like_the_noise_before(
    operation: str, attributes: dict[str, object], mean: float, spread: float
) -> None:
    output = helper.make_tensor_value_info("x", TensorProto.FLOAT, None)
    graph = helper.make_graph(
        [helper.make_node(operation, [], ["x"], **attributes)], "g", [], [output]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    made = [
        onnxruntime.InferenceSession(steadied(model).SerializeToString()).run(None, {})[0]
        for _ in range(2)
    ]
    assert np.array_equal(*made) and list(made[0].shape) == attributes["shape"]
    assert abs(made[0].mean() - mean) < 0.01 and abs(made[0].std() - spread) < 0.01
    flat = made[0].ravel() - made[0].mean()
    for lag in (1, 2, 3, 10, 100, 441):
        assert abs((flat[lag:] * flat[:-lag]).mean()) < 0.02 * flat.var()


def test_a_speed_of_whole_numbers_is_left_alone(tmp_path: Path) -> None:
    bundle = load_kokoro_bundle(prepared(tmp_path, small_net(speed=TensorProto.INT32)))
    engine = KokoroEngine(bundle)
    assert engine.abilities.rate_limits == (1.0, 1.0)
    assert len(sound(spoken(engine))) > 0
    engine.close()


def test_words_stand_where_they_are(engine: KokoroEngine) -> None:
    bundle = engine.bundle
    read = Tokenizer(bundle, "en-us").read(RUN)
    assert [bundle.symbols[c] for c in "tˈu wˈɜɹd."] == list(read.ids[1:-1])
    assert read.starts == (1, 5) and read.row == len(read.ids) - 2
    told, place = [], 0
    for chunk in spoken(engine):
        told += [(place + cue.offset, cue) for cue in chunk.cues]
        place += len(chunk.samples)
    cues = [(offset, cue.start) for offset, cue in told if isinstance(cue, WordCue)]
    early = bundle.lead * HOP
    wanted = [max(start * FRAMES * HOP - early, 0) for start in read.starts]
    assert [start for _, start in cues] == [0, 4]
    assert np.allclose([offset for offset, _ in cues], wanted, atol=0.02 * bundle.sample_rate)


def test_the_same_is_the_same_and_speakers_differ(engine: KokoroEngine) -> None:
    first = sound(spoken(engine))
    assert np.array_equal(sound(spoken(engine)), first)
    assert not np.array_equal(sound(spoken(engine, voice="hum:am_adam"))[:2000], first[:2000])


def test_rate_and_volume_are_the_engines_own(engine: KokoroEngine) -> None:
    plain = sound(spoken(engine))
    assert len(sound(spoken(engine, Prosody(rate=1.33)))) < 0.9 * len(plain)
    soft = sound(spoken(engine, Prosody(volume=0.5)))
    assert np.allclose(soft, 0.5 * plain, atol=1e-4)


def test_what_it_cannot_say_is_an_error(engine: KokoroEngine) -> None:
    long = PhonemeRun(replace(CLAUSE, words=CLAUSE.words[:1]), ((Phoneme("t"),) * 600,))
    for run in (PhonemeRun(CLAUSE, ((), ())), long):
        with pytest.raises(EngineError):
            spoken(engine, run=run)
    with pytest.raises(UnknownVoiceError):
        spoken(engine, voice="hum:nobody")


def test_a_stop_gives_up_what_is_not_wanted(engine: KokoroEngine) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(engine.speak(RUN, HEART, Prosody(), token))
    orders = [engine.order(RUN, HEART, Prosody()) for _ in range(3)]
    for order in orders:
        order.cancel()
    assert all(order.wait(0) for order in orders)
    assert len(sound(spoken(engine))) > 0


def test_it_is_known_without_a_process_and_begins_when_wanted(folder: Path) -> None:
    late = LateEngine(describe(folder))
    assert late.load() and len(late.voices()) == 4
    ahead = late.ahead
    assert isinstance(ahead, KokoroEngine) and ahead.process.pid is None
    assert len(sound(spoken(ahead))) > 0 and ahead.process.is_running
    late.release()
    assert ahead.process.pid is None and late.ahead is ahead
    assert len(sound(spoken(ahead))) > 0
    late.close()
    with pytest.raises(EngineError):
        spoken(ahead)


def test_it_is_killed_without_harm(engine: KokoroEngine) -> None:
    first = sound(spoken(engine))
    pid = engine.process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    order = engine.order(RUN, HEART, Prosody())
    assert not order.wait(0.05)
    os.kill(pid, signal.SIGKILL)
    assert order.wait(10)
    with pytest.raises(EngineError, match="gone"):
        list(order.chunks())
    assert np.array_equal(sound(spoken(engine)), first)
    assert engine.process.pid != pid


MOST_PIECES = 1000


def _ended(order: Order) -> str:
    assert order.wait(60)
    with pytest.raises(EngineError) as caught:
        for number in range(MOST_PIECES):
            order.piece(number)
    return str(caught.value)


REASONS = {
    "dies": "ended by itself",
    "hangs": "in time",
    "halts": "in the middle",
    "babbles": "no answer",
    "floods": "no answer",
    "mistakes": "no answer",
    "miscounts": "no answer",
    "mute": "no answer",
    "noises": "no answer",
    "trickles": "sound without end",
    "breaks off": "ended by itself",
    "refuses": "not today",
    "eats": "ended by itself",
    "ends": "ended by itself",
    "sleeps": "in time",
}


@pytest.mark.parametrize("kind", REASONS)
def test_whatever_the_process_does_is_an_error_with_a_reason(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "FRAME_SECONDS", 0.2)
    worker = WorkerProcess(faulty(kind), start_seconds=1.0 if kind == "sleeps" else 30)
    patience = 0.2 if kind in ("hangs", "sleeps") else 20
    first, second = (worker.order(REQUEST, patience) for _ in range(2))
    for order in (first, second):
        assert REASONS[kind] in _ended(order)
    assert worker.is_running == (kind == "refuses")
    worker.close()


def test_every_fault_has_its_reason() -> None:
    assert set(FAULTS) < set(REASONS)


def test_a_program_that_is_not_there_is_an_error() -> None:
    worker = WorkerProcess(("/nowhere/at/all",))
    with pytest.raises(EngineError, match="no process"):
        worker.order(REQUEST, 1)
    assert not worker.is_running


def test_one_that_always_fails_is_left_alone_for_a_while() -> None:
    now = [0.0]
    worker = WorkerProcess(faulty("ends"), clock=lambda: now[0])
    for _ in range(MOST_FAILURES):
        assert "ended by itself" in _ended(worker.order(REQUEST, 5))
    with pytest.raises(EngineError, match="failed 3 times"):
        worker.order(REQUEST, 5)
    now[0] += processes.GIVEN_UP_SECONDS
    assert "ended by itself" in _ended(worker.order(REQUEST, 5))


def test_without_work_it_ends(folder: Path) -> None:
    bundle = load_kokoro_bundle(folder)
    engine = KokoroEngine(bundle)
    engine.process = WorkerProcess(engine.process._command, idle_seconds=0.05)
    assert len(sound(spoken(engine))) > 0
    end = time.monotonic() + 20
    while engine.process.is_running and time.monotonic() < end:
        time.sleep(0.01)
    assert not engine.process.is_running and not engine.process.problem
    assert len(sound(spoken(engine))) > 0
    engine.close()


def test_orders_are_bounded() -> None:
    worker = WorkerProcess(faulty("hangs"))
    orders = [worker.order(REQUEST, 60) for _ in range(processes.MOST_ORDERS)]
    with pytest.raises(EngineError, match="too much"):
        worker.order(REQUEST, 60)
    worker.rest()
    assert all("rests" in _ended(order) for order in orders)


def test_added_from_a_file_and_its_voices(tmp_path: Path) -> None:
    model = write_source(tmp_path / "in", small_net())
    voices = model.with_name("voices.npz").rename(tmp_path / "voices-v1.0.bin")
    places = Places(tmp_path / "voices", tmp_path / "incoming", tmp_path / "downloads")
    told = add_file(places, model, try_voice, voices)
    assert told["id"] == "hum" and told["is_heavy"] and told["skipped"] == ["jf_alpha"]
    assert json.loads((places.voices / "hum" / "voice.json").read_text("utf-8"))["format"] == 4
    assert isinstance(describe(places.voices / "hum"), KokoroBundle)
    beside = add_file(places, write_source(tmp_path / "again", small_net()), try_voice)
    assert beside["id"] == "hum"
