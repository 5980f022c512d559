"""The voices of format 2: what is heard, when, always the same, and however it is cut."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hearing import fundamental
from sotto.cancel import CancelToken
from sotto.errors import Cancelled, EngineError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import (
    AudioChunk,
    Clarity,
    Clause,
    ClauseMark,
    MarkCue,
    Phoneme,
    PhonemeRun,
    Prosody,
    Quality,
    Stop,
    Style,
    Word,
    WordCue,
)
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.sessions import Session
from sotto.voice.spectral.alphabet import Alphabet
from sotto.voice.spectral.bundle import load_spectral_bundle
from sotto.voice.spectral.decoder import DECODER_INPUTS, DecoderStream, Frames
from sotto.voice.spectral.engine import SpectralEngine
from sotto.voice.spectral.score import score
from sotto.voice.spectral.sound import HOP, RATE, Branches, Sound

BUNDLED = CHECKOUT / "chorus"
SENTENCE = "the quick brown fox, it is said, jumps over the lazy dog"
VOICES = {
    "heart": "en-us",
    "fenrir": "en-us",
    "emma": "en-gb",
    "fable": "en-gb",
    "siwis": "fr",
    "alejandro": "es",
    "nicola": "it",
    "alexandre": "pt-br",
    "kerstin": "de",
    "nathalie": "nl",
    "flemishguy": "nl",
    "linda": "en-us",
    "kathleen": "en-us",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[SpectralEngine]:
    loaded = SpectralEngine(load_spectral_bundle(BUNDLED))
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
        stop = Stop.COMMA if word.endswith(",") else Stop.NONE
        words.append(Word(word.rstrip(","), at, at + len(word), stop=stop))
        at += len(word) + 1
    return Clause(tuple(words), language, Stop.FULL, **change)  # type: ignore[arg-type]


def speak(
    engine: SpectralEngine, run: PhonemeRun, prosody: Prosody | None = None, voice: str = "heart"
) -> list[AudioChunk]:
    return list(engine.speak(run, f"chorus:{voice}", prosody or Prosody(), CancelToken()))


def sound(chunks: list[AudioChunk]) -> np.ndarray:
    return np.concatenate([chunk.samples for chunk in chunks])


def test_the_same_request_gives_the_same_bits(
    engine: SpectralEngine, phonemizer: Phonemizer
) -> None:
    run = phonemizer.run(clause(SENTENCE))
    first = sound(speak(engine, run))
    speak(engine, phonemizer.run(clause("another one")), Prosody(pitch=1.7), "fable")
    assert np.array_equal(first, sound(speak(engine, run)))
    other = SpectralEngine(load_spectral_bundle(BUNDLED))
    assert np.array_equal(first, sound(speak(other, run)))


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_speaks_its_language_at_one_level(
    engine: SpectralEngine, phonemizer: Phonemizer, voice: str
) -> None:
    text = "natural taxi radio piano" if voice != "siwis" else "bonjour la radio du taxi"
    chunks = speak(engine, phonemizer.run(clause(text, VOICES[voice])), voice=voice)
    whole = sound(chunks)
    assert {chunk.rate for chunk in chunks} == {RATE}
    assert 0.5 < len(whole) / RATE < 5
    loud = whole[np.abs(whole) > 0.05]
    assert -26 < 20 * np.log10(loud.std()) < -12
    assert np.abs(whole).max() < 1


@pytest.mark.parametrize("text", ["settings", "a", SENTENCE])
def test_sound_starts_at_once_in_a_short_first_chunk(
    engine: SpectralEngine, phonemizer: Phonemizer, text: str
) -> None:
    chunks = speak(engine, phonemizer.run(clause(text)))
    assert 0 < len(chunks[0].samples) <= 0.15 * RATE
    heard = np.flatnonzero(np.abs(sound(chunks)) > 0.004)
    assert heard[0] <= 0.01 * RATE


def test_every_word_and_mark_is_told_once_in_order(
    engine: SpectralEngine, phonemizer: Phonemizer
) -> None:
    what = clause(SENTENCE, marks=(ClauseMark(0, "first"), ClauseMark(12, "end")))
    place = 0
    told: list[tuple[int, object]] = []
    for chunk in speak(engine, phonemizer.run(what)):
        told += [(place + cue.offset, cue) for cue in chunk.cues]
        place += len(chunk.samples)
    assert [at for at, _ in told] == sorted(at for at, _ in told)
    starts = [cue.start for _, cue in told if isinstance(cue, WordCue)]
    assert starts == [word.start for word in what.words]
    assert [cue.name for _, cue in told if isinstance(cue, MarkCue)] == ["first", "end"]
    assert told[-1][0] == place


def test_a_comma_inside_is_a_pause(engine: SpectralEngine, phonemizer: Phonemizer) -> None:
    run = phonemizer.run(clause("one two, three four"))
    plain = phonemizer.run(clause("one two three four"))
    assert len(sound(speak(engine, run))) > len(sound(speak(engine, plain))) + 0.05 * RATE


@pytest.mark.parametrize("quality", [Quality.FULL, Quality.LIGHT])
def test_pieces_of_the_decoder_give_what_the_whole_gives(
    engine: SpectralEngine, quality: Quality
) -> None:
    generator = np.random.default_rng(3)
    states = generator.standard_normal((1, 12, 128)).astype(np.float32)
    index, f0 = np.repeat(np.arange(12), 10), np.full(120, 180, np.float32)
    energy = np.ones(120, np.float32)

    def decoded(*sizes: int) -> np.ndarray:
        frames = Frames(states, index, f0, energy, lambda _: None)
        net = engine.decoder(quality)
        stream = DecoderStream(net, np.zeros(1, np.int64), frames, CancelToken())
        return np.concatenate([stream.take(size).harmonic for size in sizes])

    whole = decoded(120)
    # What is left is the rounding of 8-bit activations, whose scale follows the piece.
    assert np.abs(decoded(1, 30, 7, 82) - whole).mean() < 0.05 * np.abs(whole).mean()


def test_the_light_variant_has_its_own_decoder_and_sounds_much_alike(
    engine: SpectralEngine, phonemizer: Phonemizer
) -> None:
    assert all(info.has_light for info in engine.voices())
    full, light = engine.decoder(Quality.FULL), engine.decoder(Quality.LIGHT)
    assert light.layers < full.layers
    run = phonemizer.run(clause(SENTENCE))
    usual = sound(speak(engine, run))
    lighter = sound(speak(engine, run, Prosody(quality=Quality.LIGHT)))
    assert abs(len(lighter) - len(usual)) < 0.02 * len(usual)
    assert not np.array_equal(lighter[: len(usual)], usual[: len(lighter)])
    assert 0.5 < np.abs(lighter).mean() / np.abs(usual).mean() < 2


def test_the_light_variant_leaves_memory_when_it_is_not_used(engine: SpectralEngine) -> None:
    assert engine.decoder(Quality.LIGHT) is engine.decoder(Quality.LIGHT)
    for _ in range(60):
        engine.decoder(Quality.FULL)
    assert engine._light is None


def test_a_single_use_of_the_light_variant_is_no_reason_to_keep_it(engine: SpectralEngine) -> None:
    light = engine.decoder(Quality.LIGHT)
    engine.decoder(Quality.FULL)
    assert engine._light is None
    assert engine.decoder(Quality.LIGHT) is not light
    engine.decoder(Quality.LIGHT)
    engine.decoder(Quality.FULL)
    assert engine._light is not None


def test_pieces_of_sound_give_what_the_whole_gives() -> None:
    generator = np.random.default_rng(4)
    logs = generator.standard_normal((5, 50, 601)).astype(np.float32) - 3
    f0 = np.where(np.arange(50) % 20 < 14, 150 + np.arange(50), 6).astype(np.float32)
    whole = Sound(f0).feed(Branches(*logs))
    assert len(whole) == 50 * HOP
    cut = Sound(f0)
    parts = [cut.feed(Branches(*logs[:, a:b])) for a, b in ((0, 1), (1, 12), (12, 49), (49, 50))]
    assert np.allclose(np.concatenate(parts), whole, atol=1e-4)


@pytest.mark.parametrize(("voice", "factor"), [("heart", 1.5), ("heart", 0.7), ("fable", 1.4)])
def test_pitch_moves_and_length_stays(
    engine: SpectralEngine, phonemizer: Phonemizer, voice: str, factor: float
) -> None:
    run = phonemizer.run(clause("no more alone", VOICES[voice]))
    base, moved = (
        sound(speak(engine, run, Prosody(pitch=pitch, pitch_range=0.0), voice))
        for pitch in (1.0, factor)
    )
    assert fundamental(moved, RATE) == pytest.approx(factor * fundamental(base, RATE), rel=0.06)
    assert len(moved) == pytest.approx(len(base), rel=0.05)


def test_a_whisper_has_no_pitch_and_clarity_is_no_louder(
    engine: SpectralEngine, phonemizer: Phonemizer
) -> None:
    run = phonemizer.run(clause("no more alone"))
    plain, clear, whisper = (
        sound(speak(engine, run, prosody))
        for prosody in (Prosody(), Prosody(clarity=Clarity.ON), Prosody(style=Style.WHISPER))
    )
    assert _periodicity(plain) > 0.7
    assert _periodicity(whisper) < 0.45
    assert 0.6 < clear.std() / plain.std() < 1.3


def _periodicity(samples: np.ndarray) -> float:
    """Highest correlation of the loudest 50 ms with itself 2.5 to 12 ms later."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, RATE // 20)[:: RATE // 100]
    frame = frames[frames.std(axis=1).argmax()]
    correlation = np.correlate(frame, frame, "full")[len(frame) - 1 :]
    return float(correlation[RATE // 400 : RATE // 80].max() / correlation[0])


def test_it_stops_in_the_middle(engine: SpectralEngine, phonemizer: Phonemizer) -> None:
    cancel = CancelToken()
    chunks = engine.speak(phonemizer.run(clause(SENTENCE)), "chorus:heart", Prosody(), cancel)
    next(chunks)
    threading.Thread(target=cancel.cancel).start()
    with pytest.raises(Cancelled):
        list(chunks)


def test_an_unknown_voice_and_a_clause_without_sound_are_told(engine: SpectralEngine) -> None:
    run = PhonemeRun(Clause((Word("x", 0, 1),), "en-us"), ((),))
    with pytest.raises(UnknownVoiceError):
        speak(engine, run, voice="nobody")
    with pytest.raises(EngineError):
        speak(engine, run)


def test_no_symbol_is_dropped(engine: SpectralEngine) -> None:
    for tag in engine.bundle.languages:
        alphabet = Alphabet(tag, engine.bundle.numbers)
        for symbol in ("ɓ", "ɳʲ", "ʘ", "t͡ɬ", "ɶː", "ã"):
            assert alphabet.word([Phoneme(symbol, 2), Phoneme("a")]), (tag, symbol)
            assert len(alphabet.word([Phoneme(symbol)])) >= (symbol != "ʘ")


def test_tokens_belong_to_their_words(engine: SpectralEngine, phonemizer: Phonemizer) -> None:
    run = phonemizer.run(clause("one two, three"))
    tokens = score(run, engine.alphabets["en-us"], engine.bundle.numbers)
    words = [word for word in tokens.word if word >= 0]
    assert words == sorted(words)
    assert set(words) == {0, 1, 2}
    written = {number: token for token, number in engine.bundle.numbers.items()}
    text = "".join(written.get(int(number), "$") for number in tokens.ids)
    assert text[0] == text[-1] == "$"
    assert text.count(",") == 1
    assert text.count(" ") == 2


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"sample_rate": 22050},
        {"tokens": {"a": 1}},
        {"languages": {}},
        {"voices": []},
        {"graphs": {"text": "../text.onnx"}},
        {"graphs": {}},
    ],
)
def test_a_damaged_description_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    import json

    content = json.loads((BUNDLED / "voice.json").read_text("utf-8"))
    (tmp_path / "voice.json").write_text(json.dumps(content | change), "utf-8")
    with pytest.raises(VoiceDamagedError):
        load_spectral_bundle(tmp_path)


def test_the_graphs_are_what_the_engine_asks_for(engine: SpectralEngine) -> None:
    Session(engine.bundle.graphs["decoder"], DECODER_INPUTS)
    with pytest.raises(VoiceDamagedError):
        Session(engine.bundle.graphs["text"], DECODER_INPUTS)


@pytest.mark.parametrize(
    ("voice", "word", "ipa"),
    [("heart", "win", "wɪn"), ("emma", "win", "wɪn"), ("kerstin", "Haus", "haʊ̯s")],
)
def test_a_word_sounds_as_it_is_given_in_ipa(
    engine: SpectralEngine, phonemizer: Phonemizer, voice: str, word: str, ipa: str
) -> None:
    plain = clause(f"{word} da", VOICES[voice])
    (first, *rest) = clause("Nguyen da", VOICES[voice]).words
    given = replace(plain, words=(replace(first, ipa=ipa), *rest))
    wanted = sound(speak(engine, phonemizer.run(plain), voice=voice))
    assert np.array_equal(wanted, sound(speak(engine, phonemizer.run(given), voice=voice)))
