"""The bundled voice: what is heard, when, and always the same."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hearing import fundamental
from sotto.cancel import CancelToken
from sotto.errors import Cancelled, EngineError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import (
    AudioChunk,
    Clause,
    ClauseMark,
    MarkCue,
    Phoneme,
    PhonemeRun,
    Prosody,
    Stop,
    Style,
    Word,
)
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import ENCODER_INPUTS, NeuralEngine
from sotto.voice.sessions import Session

BUNDLED = CHECKOUT / "sotto"
SENTENCE = "the quick brown fox jumps over the lazy dog"


@pytest.fixture(scope="module")
def engine() -> Iterator[NeuralEngine]:
    loaded = NeuralEngine(load_bundle(BUNDLED))
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def phonemizer() -> Iterator[Phonemizer]:
    owner = EspeakThread()
    yield Phonemizer(owner)
    owner.close()


def clause(text: str, language: str = "en-us", **change: object) -> Clause:
    words = []
    at = 0
    for word in text.split():
        words.append(Word(word, at, at + len(word)))
        at += len(word) + 1
    return Clause(tuple(words), language, Stop.FULL, **change)  # type: ignore[arg-type]


def speak(
    engine: NeuralEngine, run: PhonemeRun, prosody: Prosody | None = None, voice: str = "linda"
) -> list[AudioChunk]:
    prosody = prosody or Prosody()
    return list(engine.speak(run, f"sotto:{voice}", prosody, CancelToken()))


def sound(chunks: list[AudioChunk]) -> np.ndarray:
    return np.concatenate([chunk.samples for chunk in chunks])


def test_the_same_request_gives_the_same_bits(engine: NeuralEngine, phonemizer: Phonemizer) -> None:
    run = phonemizer.run(clause(SENTENCE))
    first = sound(speak(engine, run))
    speak(engine, phonemizer.run(clause("another one")), Prosody(rate=1.7))
    assert np.array_equal(first, sound(speak(engine, run)))
    other = NeuralEngine(load_bundle(BUNDLED))
    assert np.array_equal(first, sound(speak(other, run)))


@pytest.mark.parametrize("rate", [0.6, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("text", ["settings", "a", SENTENCE])
def test_sound_starts_at_once_in_a_short_first_chunk(
    engine: NeuralEngine, phonemizer: Phonemizer, text: str, rate: float
) -> None:
    chunks = speak(engine, phonemizer.run(clause(text)), Prosody(rate=rate))
    hertz = engine.bundle.sample_rate
    assert 0 < len(chunks[0].samples) <= 0.15 * hertz
    whole = sound(chunks)
    heard = np.flatnonzero(np.abs(whole) > 0.004)
    assert heard[0] <= 0.005 * hertz
    assert len(whole) - heard[-1] <= 0.005 * hertz
    assert np.abs(whole).max() < 1.0


def test_every_word_and_mark_is_told_once_in_order_and_place(
    engine: NeuralEngine, phonemizer: Phonemizer
) -> None:
    what = clause(SENTENCE, marks=(ClauseMark(0, "first"), ClauseMark(9, "end")))
    place = 0
    seen: list[object] = []
    places: list[int] = []
    for chunk in speak(engine, phonemizer.run(what)):
        for cue in chunk.cues:
            assert 0 <= cue.offset <= len(chunk.samples)
            seen.append(cue.name if isinstance(cue, MarkCue) else cue.start)
            places.append(place + cue.offset)
        place += len(chunk.samples)
    assert seen == ["first", *(word.start for word in what.words), "end"]
    assert places == sorted(places)
    assert places[0] == places[1] == 0
    assert places[-1] == place


@pytest.mark.parametrize("voice", ["linda", "kathleen", "kerstin", "nathalie", "flemishguy"])
@pytest.mark.parametrize("language", ["en-us", "de", "nl"])
def test_every_voice_speaks_every_trained_language(
    engine: NeuralEngine, phonemizer: Phonemizer, voice: str, language: str
) -> None:
    run = phonemizer.run(clause("anna hat papa in amsterdam", language))
    whole = sound(speak(engine, run, voice=voice))
    assert 0.6 < len(whole) / engine.bundle.sample_rate < 6
    assert 0.01 < whole.std() < 0.3


def test_rate_shortens_in_proportion_and_keeps_the_pitch(
    engine: NeuralEngine, phonemizer: Phonemizer
) -> None:
    run = phonemizer.run(clause(SENTENCE))
    whole = {r: sound(speak(engine, run, Prosody(rate=r))) for r in (0.6, 0.8, 1.0, 1.4, 2.0)}
    for rate, samples in whole.items():
        assert len(samples) * rate == pytest.approx(len(whole[1.0]), rel=0.03)
        assert fundamental(samples, 24000) == pytest.approx(fundamental(whole[1.0], 24000), rel=0.1)


def test_pitch_moves_the_fundamental(engine: NeuralEngine, phonemizer: Phonemizer) -> None:
    run = phonemizer.run(clause(SENTENCE))
    base = fundamental(sound(speak(engine, run)), 24000)
    for factor in (0.7, 1.4):
        moved = fundamental(sound(speak(engine, run, Prosody(pitch=factor))), 24000)
        assert moved == pytest.approx(base * factor, rel=0.12)


def test_a_capital_told_by_pitch_is_higher(engine: NeuralEngine, phonemizer: Phonemizer) -> None:
    low = Clause((Word("e", 0, 1, letter=True),), "en-us")
    high = Clause((Word("e", 0, 1, letter=True, pitch=1.5),), "en-us")
    pitches = [fundamental(sound(speak(engine, phonemizer.run(c))), 24000) for c in (low, high)]
    assert pitches[1] == pytest.approx(1.5 * pitches[0], rel=0.15)


def test_volume_changes_nothing_but_the_level(engine: NeuralEngine, phonemizer: Phonemizer) -> None:
    run = phonemizer.run(clause("settings"))
    levels = [
        float(sound(speak(engine, run, Prosody(volume=v))).std()) for v in (0.25, 0.5, 1.0, 2.0)
    ]
    assert levels == sorted(levels)
    assert levels[1] == pytest.approx(2 * levels[0], rel=0.05)


@pytest.mark.parametrize("style", [Style.NEUTRAL, Style.WHISPER])
@pytest.mark.parametrize(("text", "language"), [("five", "en-us"), ("hat", "en-us"), ("für", "de")])
def test_no_consonant_is_lost_when_the_volume_is_low(
    engine: NeuralEngine, phonemizer: Phonemizer, text: str, language: str, style: Style
) -> None:
    run = phonemizer.run(clause(text, language))
    whole = sound(speak(engine, run, Prosody(style=style)))
    for volume in (0.2, 0.02, 0.002):
        soft = sound(speak(engine, run, Prosody(style=style, volume=volume)))
        assert len(soft) == len(whole)
        assert np.abs(soft / np.float32(volume) - whole).max() < 1e-3


@pytest.mark.parametrize("text", ["half", "fish", "hat"])
def test_no_consonant_is_lost_in_a_whisper(
    engine: NeuralEngine, phonemizer: Phonemizer, text: str
) -> None:
    run = phonemizer.run(clause(text))
    spoken, whispered = (
        len(sound(speak(engine, run, Prosody(style=style))))
        for style in (Style.NEUTRAL, Style.WHISPER)
    )
    assert whispered > 0.97 * spoken


def test_phonemes_it_never_learned_are_still_spoken(engine: NeuralEngine) -> None:
    run = PhonemeRun(clause("x"), ((Phoneme("ʘ"), Phoneme("ɧ", 2), Phoneme("ʢ")),))
    assert len(sound(speak(engine, run))) > 0.05 * engine.bundle.sample_rate


def test_words_without_phonemes_are_an_error_for_the_fallback(engine: NeuralEngine) -> None:
    with pytest.raises(EngineError):
        speak(engine, PhonemeRun(clause("x"), ((),)))


def test_an_unknown_speaker_is_a_typed_error(engine: NeuralEngine, phonemizer: Phonemizer) -> None:
    with pytest.raises(UnknownVoiceError):
        speak(engine, phonemizer.run(clause("x")), voice="nobody")


def test_cancel_ends_the_stream_between_chunks(
    engine: NeuralEngine, phonemizer: Phonemizer
) -> None:
    token = CancelToken()
    chunks = engine.speak(phonemizer.run(clause(SENTENCE)), "sotto:linda", Prosody(), token)
    next(chunks)
    token.cancel()
    with pytest.raises(Cancelled):
        list(chunks)
    assert sound(speak(engine, phonemizer.run(clause("usable")))).size


def test_cancel_terminates_a_run_in_flight(engine: NeuralEngine, phonemizer: Phonemizer) -> None:
    token = CancelToken()
    threading.Timer(0.02, token.cancel).start()
    many = phonemizer.run(clause(" ".join([SENTENCE] * 60)))
    with pytest.raises(Cancelled):
        for _ in range(100):
            list(engine.speak(many, "sotto:linda", Prosody(), token))
    assert sound(speak(engine, phonemizer.run(clause("usable")))).size


def test_a_damaged_graph_is_a_typed_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"\x08\x07not a graph")
    with pytest.raises(VoiceDamagedError):
        Session(broken, ENCODER_INPUTS)


def test_a_graph_with_other_inputs_is_refused() -> None:
    with pytest.raises(VoiceDamagedError):
        Session(load_bundle(BUNDLED).graphs["vocoder"], ENCODER_INPUTS)
