"""A net of Kokoro's structure is taken apart and spoken in windows; others are spoken whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import ModelProto

from kokoro_streams import HOP, streaming_net
from kokoro_voice import small_net, styles, write_source
from sotto.cancel import CancelToken
from sotto.errors import Cancelled, VoiceDamagedError
from sotto.messages import Clause, Phoneme, PhonemeRun, Prosody, Stop, Word, WordCue
from sotto.voice.kokoro import speech as speeches
from sotto.voice.kokoro import windows as windows_
from sotto.voice.kokoro.bundle import load_kokoro_bundle
from sotto.voice.kokoro.engine import KokoroEngine
from sotto.voice.kokoro.speech import Speech
from sotto_voices.kokoro import streaming as streamings
from sotto_voices.kokoro.prepare import Prepared, prepare

HEART = "hum:af_heart"
ASKED = {"ids": [0, *range(40, 80), 0], "speaker": 0, "row": 40, "speed": 1.0}
WORDS = tuple(Word("word", 5 * place, 5 * place + 4) for place in range(12))
RUN = PhonemeRun(
    Clause(WORDS, "en-us", Stop.FULL), ((Phoneme("w"), Phoneme("ɜː", 2), Phoneme("d")),) * 12
)


def made(folder: Path, net: ModelProto) -> tuple[Path, Prepared]:
    into = folder / "hum"
    into.mkdir(parents=True)
    names = ("af_heart", "am_adam")
    given = styles(names)
    for place, table in enumerate(given.values()):
        table[:, 0, :] = np.random.default_rng(place).standard_normal(256) * 0.1
    return into, prepare(write_source(folder / "source", net, given), None, into)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into, told = made(tmp_path_factory.mktemp("streams"), streaming_net())
    assert told.streams and not told.reason and not told.whole
    return into


@pytest.fixture
def engine(folder: Path) -> Iterator[KokoroEngine]:
    engine = KokoroEngine(load_kokoro_bundle(folder))
    yield engine
    engine.close()


def pieces(folder: Path, **other: int) -> list[np.ndarray]:
    speech = Speech(load_kokoro_bundle(folder))
    found = speech.pieces(ASKED | other, CancelToken())
    return [np.frombuffer(sound, "<f4") for sound, _, _ in found]


def windows(monkeypatch: pytest.MonkeyPatch, *sizes: int) -> None:
    monkeypatch.setattr(speeches, "PIECES", sizes)


def test_windows_of_any_size_give_what_the_whole_gives(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows(monkeypatch, 10_000)
    (whole,) = pieces(folder)
    assert np.abs(whole).max() > 0.01
    for sizes in ((8, 16, 32, 48), (1,), (3, 7), (50,)):
        windows(monkeypatch, *sizes)
        found = pieces(folder)
        assert len(found) > 1
        assert np.abs(np.concatenate(found) - whole).max() < 1e-5 * np.abs(whole).max()


def test_frozen_to_its_averages_it_sounds_as_the_stock_net_does(folder: Path) -> None:
    frozen = np.concatenate(pieces(folder))
    content = json.loads((folder / "voice.json").read_text("utf-8"))
    del content["streaming"]
    stock_folder = folder.with_name("stock")
    stock_folder.mkdir()
    for each in folder.iterdir():
        (stock_folder / each.name).symlink_to(each)
    (stock_folder / "voice.json").unlink()
    (stock_folder / "voice.json").write_text(json.dumps(content), "utf-8")
    (stock,) = pieces(stock_folder)
    stock = stock[len(stock) - len(frozen) :]
    noise = ((stock - frozen) ** 2).mean() / (stock**2).mean()
    assert 0 < noise < 0.3


def test_speakers_have_averages_of_their_own(folder: Path) -> None:
    heart, adam = (np.concatenate(pieces(folder, speaker=n)) for n in (0, 1))
    assert np.abs(heart - adam).max() > 0.01
    streaming = load_kokoro_bundle(folder).streaming
    assert streaming is not None and set(streaming.rows) == {"af_heart", "am_adam"}


def test_averages_follow_the_length_of_a_clause(folder: Path) -> None:
    streaming = load_kokoro_bundle(folder).streaming
    assert streaming is not None
    rows = np.fromfile(streaming.averages, "<f4").reshape(-1, 2, streaming.width)
    _, (short, long) = streaming.rows["af_heart"]
    for mix in (windows_.mixed, streamings.mixed):
        assert np.allclose(mix(rows[0], (short, long), short), rows[0, 0], rtol=1e-5)
        assert np.array_equal(mix(rows[0], (short, long), 9 * long), rows[0, 1])
        middle = mix(rows[0], (short, long), round(2 / (1 / short + 1 / long)))
        assert np.allclose(middle, rows[0].mean(axis=0), rtol=0.05, atol=1e-2)


def test_the_net_of_whole_norms_is_taken_apart_as_well(tmp_path: Path) -> None:
    into, told = made(tmp_path, streaming_net(norm="InstanceNormalization"))
    assert told.streams
    assert len(pieces(into)) > 1


@pytest.mark.parametrize(
    ("net", "reason"),
    [
        (small_net, "it is not built of text, pitch and a harmonic source"),
        (lambda: streaming_net(between="Softmax"), "not local in time (Softmax)"),
        (lambda: streaming_net(norm="ReduceMax"), "not local in time (ReduceMax)"),
    ],
)
def test_what_cannot_be_taken_apart_goes_clause_by_clause_and_says_so(
    net: Callable[[], ModelProto], reason: str, tmp_path: Path
) -> None:
    into, told = made(tmp_path, net())
    assert not told.streams and reason in told.reason
    assert load_kokoro_bundle(into).streaming is None
    assert len(pieces(into)) == 1
    left = {each.name for each in into.iterdir()}
    assert not left & {"front.onnx", "decoder.onnx", "averages.bin", "watched.onnx"}


def test_without_time_for_all_the_others_go_clause_by_clause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamings, "_SECONDS", 0.0)
    into, told = made(tmp_path, streaming_net())
    assert told.streams and not told.reason and told.whole == 1
    assert len(pieces(into)) > 1 and len(pieces(into, speaker=1)) == 1


def spoken(engine: KokoroEngine, prosody: Prosody | None = None) -> list[Any]:
    return list(engine.speak(RUN, HEART, prosody or Prosody(), CancelToken()))


def sound(chunks: list[Any]) -> np.ndarray:
    return np.concatenate([chunk.samples for chunk in chunks])


def test_a_clause_comes_in_pieces_with_every_word_once(engine: KokoroEngine) -> None:
    chunks = spoken(engine)
    assert len(chunks) > 2
    told = [cue.start for chunk in chunks for cue in chunk.cues if isinstance(cue, WordCue)]
    assert told == [word.start for word in WORDS]
    assert any(chunk.cues for chunk in chunks[1:])


def test_words_stand_where_the_frames_say(engine: KokoroEngine, folder: Path) -> None:
    streamed = spoken(engine)
    content = json.loads((folder / "voice.json").read_text("utf-8"))
    assert content["streaming"]["plan"]["hop"] == HOP
    places, done = [], 0
    for chunk in streamed:
        places += [done + cue.offset for cue in chunk.cues if isinstance(cue, WordCue)]
        done += len(chunk.samples)
    assert places == sorted(places) and 0 < places[-1] < done
    # Words of the same sounds are as long as each other but for the silence at the beginning.
    steps = np.diff(places)[1:]
    assert len(set(steps)) == 1 and steps[0] % HOP == 0


def test_it_is_the_same_whatever_was_stopped_before(engine: KokoroEngine) -> None:
    first = sound(spoken(engine))
    token = CancelToken()
    with pytest.raises(Cancelled):
        for _ in engine.speak(RUN, HEART, Prosody(), token):
            token.cancel()
    orders = [engine.order(RUN, HEART, Prosody()) for _ in range(3)]
    for order in orders:
        order.cancel()
    assert np.array_equal(sound(spoken(engine)), first)
    assert len(sound(spoken(engine, Prosody(rate=1.4)))) < 0.8 * len(first)
    assert np.array_equal(sound(spoken(engine)), first)


def test_a_stop_ends_it_between_two_windows(folder: Path) -> None:
    speech, token = Speech(load_kokoro_bundle(folder)), CancelToken()
    found = speech.pieces(ASKED, token)
    next(found)
    token.cancel()
    with pytest.raises(Cancelled):
        next(found)


def test_a_clause_is_begun_before_all_of_it_is_there(engine: KokoroEngine) -> None:
    assert engine.pace_of(HEART).head < 2
    order = engine.order(RUN, HEART, Prosody())
    chunks, seen = order.chunks(), 0
    while True:
        assert order.wait(20)
        if next(chunks, None) is None:
            break
        seen += 1
    assert seen > 2


def _change(content: dict[str, Any], place: tuple[str | int, ...], value: object) -> None:
    *way, last = place
    item: Any = content["streaming"]
    for step in way:
        item = item[step]
    item[last] = value


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("front",), "../front.onnx"),
        (("decoder",), "nothing.onnx"),
        (("averages",), "styles.bin"),
        (("plan",), []),
        (("plan", "averages"), 1 << 30),
        (("plan", "hop"), 0),
        (("plan", "hop"), 1 << 20),
        (("plan", "reach"), []),
        (("plan", "reach", 0, "before"), -1),
        (("plan", "reach", 0, "after"), 1e9),
        (("plan", "tensors"), [{}]),
        (("plan", "tensors", 0, "level"), 99),
        (("plan", "tensors", 0, "rate"), 1 << 40),
        (("plan", "tensors", 0, "axis"), -1),
        (("plan", "tensors", 0, "extra"), 0.5),
        (("plan", "cuttings", 0, "earlier"), 4),
        (("plan", "cuttings", 0, "later"), 0),
        (("plan", "takes"), ["style"]),
        (("speakers",), []),
        (("speakers", 0, "name"), "am_adam"),
        (("speakers", 0, "name"), "nobody"),
        (("speakers", 0, "short"), 0),
        (("speakers", 0, "long"), 1),
    ],
)
def test_a_plan_that_is_none_is_refused(
    place: tuple[str | int, ...], value: object, folder: Path, tmp_path: Path
) -> None:
    for each in folder.iterdir():
        (tmp_path / each.name).symlink_to(each)
    content = json.loads((folder / "voice.json").read_text("utf-8"))
    _change(content, place, value)
    (tmp_path / "voice.json").unlink()
    (tmp_path / "voice.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(VoiceDamagedError):
        load_kokoro_bundle(tmp_path)


def test_what_is_told_of_it_can_be_sent(folder: Path, tmp_path: Path) -> None:
    _, told = made(tmp_path, streaming_net())
    assert json.loads(json.dumps(asdict(replace(told, name="x"))))["streams"] is True
