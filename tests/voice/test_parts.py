"""The small pure parts of the voice stage."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.cancel import CancelToken
from sotto.errors import Cancelled, VoiceDamagedError
from sotto.messages import Clause, ClauseMark, MarkCue, Phoneme, PhonemeRun, Stop, Word
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.render import Renderer, tables
from sotto.voice.neural.score import durations, expand, score
from sotto.voice.shaping.cues import CueTrack, word_starts
from sotto.voice.shaping.gain import amplify, trimmed
from sotto.voice.symbols import SymbolTable

TABLE = {"<unknown>": 0, "#": 1, ".": 2, "?": 3, "ə": 4, "t": 5, "ʃ": 6, "oː": 7, "ɹ": 8, "n": 9}


@given(st.lists(st.floats(-4, 4, width=32), max_size=50), st.floats(0.0, 8.0))
def test_amplified_samples_never_reach_full_scale(values: list[float], gain: float) -> None:
    assert (np.abs(amplify(np.asarray(values, np.float32), gain)) < 1.0).all()


def test_quiet_samples_are_only_multiplied() -> None:
    samples = np.asarray([0.1, -0.2, 0.3], np.float32)
    assert np.array_equal(amplify(samples, 2.0), samples * np.float32(2.0))


def test_trimming_keeps_a_margin() -> None:
    samples = np.zeros(100, np.float32)
    samples[40:60] = 0.5
    assert trimmed(samples, 0.01, 5) == (35, 65)
    assert trimmed(np.zeros(9, np.float32), 0.01, 5) == (0, 0)


@pytest.mark.parametrize(
    ("symbol", "numbers"),
    [
        ("ə", (4,)),
        ("n̩", (9,)),
        ("o", (7,)),
        ("əː", (4,)),
        ("tʃ", (5, 6)),
        ("r", (8,)),
        ("θ", (0,)),
    ],
)
def test_unlearned_symbols_become_near_ones(symbol: str, numbers: tuple[int, ...]) -> None:
    assert SymbolTable(TABLE).numbers(symbol) == numbers


@given(st.text(min_size=1, max_size=4))
def test_no_symbol_is_dropped(symbol: str) -> None:
    assert SymbolTable(TABLE).numbers(symbol)


def run(stop: Stop) -> PhonemeRun:
    clause = Clause((Word("tə", 0, 2), Word("'", 3, 4), Word("n", 5, 6)), "en-us", stop)
    return PhonemeRun(clause, ((Phoneme("t"), Phoneme("ə", 2)), (), (Phoneme("n"),)))


def test_a_score_frames_words_with_silence_and_the_stop() -> None:
    found = score(run(Stop.QUESTION), SymbolTable(TABLE))
    assert found.phoneme.tolist() == [1, 5, 4, 9, 3, 1]
    assert found.stress.tolist() == [0, 0, 2, 0, 0, 0]
    assert found.boundary.tolist() == [0, 1, 0, 1, 0, 0]
    assert found.word.tolist() == [-1, 0, 0, 2, -1, -1]


def test_durations_keep_sound_and_shorten_the_silence_around_it() -> None:
    word = np.asarray([-1, 0, 0, 2, -1, -1])
    frames = durations(np.log(np.asarray([40, 0.1, 5.5, 6.5, 30, 30], np.float32) + 1), word)
    assert frames.min() >= 1
    assert frames[0] + frames[4] + frames[5] <= 9
    assert frames[1:4].sum() == pytest.approx(13, abs=1)


def test_a_silent_word_begins_with_the_next() -> None:
    word = np.asarray([-1, 0, 0, 2, -1, -1])
    assert list(word_starts(np.asarray([3, 2, 5, 6, 3, 3]), word, 3)) == [3, 10, 10]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_steps_cover_every_frame_in_order(frames: list[int]) -> None:
    index, place = expand(np.asarray(frames), 2)
    assert len(index) == -(-sum(frames) // 2)
    assert (np.diff(index) >= 0).all()
    assert place.shape == (len(index), 4)
    assert ((place[:, 0] >= 0) & (place[:, 0] <= 1.5)).all()


def test_cues_are_dealt_once_and_clipped_to_the_sound() -> None:
    clause = Clause(
        (Word("a", 0, 1), Word("b", 2, 3)), "en", marks=(ClauseMark(0, "x"), ClauseMark(2, "y"))
    )
    track = CueTrack(clause, [50, 900])
    sound = np.zeros(500, np.float32)
    chunks = [track.chunk(sound, 100, 22050, last) for last in (False, False, True)]
    flat = [
        (number, cue.offset, cue.name if isinstance(cue, MarkCue) else cue.start)
        for number, chunk in enumerate(chunks)
        for cue in chunk.cues
    ]
    assert flat == [(0, 0, "x"), (0, 0, 0), (1, 300, 2), (2, 500, "y")]


MEL = np.geomspace(20, 11025, 12)


def envelopes(frames: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(3)
    harmonic = generator.normal(-3, 0.5, (frames, 12)).astype(np.float32)
    noise = generator.normal(-6, 0.5, (frames, 12)).astype(np.float32)
    log_f0 = np.full(frames, np.log(200.0), np.float32)
    voicing = (np.arange(frames) % 20 > 4).astype(np.float32)
    return harmonic, noise, log_f0, voicing


@pytest.mark.parametrize("hop", [256.0, 170.7, 400.0])
def test_rendering_in_pieces_gives_what_rendering_at_once_gives(hop: float) -> None:
    harmonic, noise, log_f0, voicing = envelopes(60)
    shared = tables(1024, MEL, 22050)
    whole = Renderer(shared, hop, 22050)
    whole.pitch(log_f0, voicing)
    expected = whole.feed(harmonic, noise, last=True)
    pieces = Renderer(shared, hop, 22050)
    sound = []
    given_pitch = 0
    for begin, end in [(0, 7), (7, 8), (8, 31), (31, 60)]:
        ahead = min(end + pieces.lookahead, 60)
        pieces.pitch(log_f0[given_pitch:ahead], voicing[given_pitch:ahead])
        given_pitch = ahead
        sound.append(pieces.feed(harmonic[begin:end], noise[begin:end], end == 60))
    assert np.allclose(np.concatenate(sound), expected, atol=1e-5)
    assert len(expected) == round(60 * hop)


def test_rendered_pitch_is_the_pitch_asked_for() -> None:
    harmonic, noise, _, _ = envelopes(80)
    shared = tables(1024, MEL, 22050)
    renderer = Renderer(shared, 256.0, 22050)
    renderer.pitch(np.full(80, np.log(147.0), np.float32), np.ones(80, np.float32))
    sound = renderer.feed(np.zeros_like(harmonic) - 3, noise - 6, last=True)
    spectrum = np.abs(np.fft.rfft(sound[2048:] * np.hanning(len(sound) - 2048)))
    hertz = np.fft.rfftfreq(len(sound) - 2048, 1 / 22050)
    low = (hertz > 60) & (hertz < 200)
    assert hertz[low][spectrum[low].argmax()] == pytest.approx(147, abs=2)


def test_a_cancelled_token_runs_its_hooks_once() -> None:
    token = CancelToken()
    calls: list[str] = []
    token.add_hook(lambda: calls.append("hook"))
    forgotten = lambda: calls.append("forgotten")  # noqa: E731 - identity matters here
    token.add_hook(forgotten)
    token.remove_hook(forgotten)
    token.check()
    token.cancel()
    token.cancel()
    token.add_hook(lambda: calls.append("late"))
    assert calls == ["hook", "late"]
    with pytest.raises(Cancelled):
        token.check()


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"format": 2}', '{"format": "1"}', '{"format": 1}', "[" * 100_000],
)
def test_damaged_descriptions_are_typed_errors(tmp_path: Path, content: str) -> None:
    (tmp_path / "voice.json").write_text(content)
    with pytest.raises(VoiceDamagedError):
        load_bundle(tmp_path)


def test_a_missing_voice_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(VoiceDamagedError):
        load_bundle(tmp_path / "nowhere")


def test_a_graph_outside_the_folder_is_refused(tmp_path: Path) -> None:
    number = {
        "format": 1,
        "latents": 2,
        "graphs": {"encoder": "../x", "decoder": "d", "vocoder": "v"},
    }
    (tmp_path / "voice.json").write_text(json.dumps(number))
    with pytest.raises(VoiceDamagedError):
        load_bundle(tmp_path)
