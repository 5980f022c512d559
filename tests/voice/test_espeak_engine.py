"""The plain engine: trimmed, repeatable, every word and mark in place."""

from collections.abc import Iterator

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.errors import Cancelled, UnknownVoiceError
from sotto.messages import (
    AudioChunk,
    Clause,
    ClauseMark,
    MarkCue,
    PhonemeRun,
    Prosody,
    Stop,
    Word,
    WordCue,
)
from sotto.phonemes.owner import EspeakThread
from sotto.text.dictionary.ipa import clean_ipa
from sotto.voice.espeak import EspeakEngine
from sotto.voice.shaping.icon import capital_icon


@pytest.fixture(scope="module")
def engine() -> Iterator[EspeakEngine]:
    owner = EspeakThread()
    yield EspeakEngine(owner)
    owner.close()


def clause(text: str, stop: Stop = Stop.FULL, **change: object) -> Clause:
    words = []
    at = 0
    for word in text.split():
        words.append(Word(word, at, at + len(word)))
        at += len(word) + 1
    return Clause(tuple(words), "en-us", stop, **change)  # type: ignore[arg-type]


def speak(engine: EspeakEngine, what: Clause, prosody: Prosody | None = None) -> list[AudioChunk]:
    run = PhonemeRun(what, ())
    return list(engine.speak(run, "espeak:en-us", prosody or Prosody(), CancelToken()))


def joined(chunks: list[AudioChunk]) -> np.ndarray:
    return np.concatenate([chunk.samples for chunk in chunks])


def test_first_chunk_is_short_and_nothing_is_silent_at_the_ends(engine: EspeakEngine) -> None:
    chunks = speak(engine, clause("the quick brown fox jumps over the lazy dog"))
    rate = chunks[0].rate
    assert len(chunks[0].samples) <= 0.1 * rate
    sound = np.flatnonzero(np.abs(joined(chunks)) > 0.004)
    assert sound[0] <= 0.005 * rate
    assert len(joined(chunks)) - sound[-1] <= 0.005 * rate


def test_every_word_and_mark_is_told_once_in_order(engine: EspeakEngine) -> None:
    what = clause("the quick brown fox", marks=(ClauseMark(1, "m"), ClauseMark(4, "end")))
    cues = [cue for chunk in speak(engine, what) for cue in chunk.cues]
    assert [cue.name if isinstance(cue, MarkCue) else cue.start for cue in cues] == [
        0, "m", 4, 10, 16, "end",
    ]  # fmt: skip


def test_the_same_clause_lasts_as_long_and_is_as_loud(engine: EspeakEngine) -> None:
    first = joined(speak(engine, clause("always the same")))
    speak(engine, clause("something else"), Prosody(rate=2.0, pitch=1.3, volume=0.5))
    again = joined(speak(engine, clause("always the same")))
    assert abs(len(first) - len(again)) < 0.02 * len(first)
    assert abs(float(first.std() - again.std())) < 0.1 * float(first.std())


def test_rate_and_pitch_do_what_they_say(engine: EspeakEngine) -> None:
    what = clause("the quick brown fox jumps over the lazy dog")
    lengths = [len(joined(speak(engine, what, Prosody(rate=r)))) for r in (0.5, 1.0, 2.0)]
    assert lengths[0] > 1.5 * lengths[1] > 2.4 * lengths[2]


@pytest.mark.parametrize("text", ["five", "half", "fish", "selected"])
def test_no_consonant_is_lost_when_the_volume_is_low(engine: EspeakEngine, text: str) -> None:
    whole, soft = (
        joined(speak(engine, clause(text), Prosody(volume=volume))) for volume in (1.0, 0.02)
    )
    # libespeak-ng's breath is drawn anew each time, so that ends differ by a little.
    assert abs(len(soft) - len(whole)) < 0.02 * 22050
    assert np.abs(soft).max() > 0.005


def test_loud_speech_is_not_clipped(engine: EspeakEngine) -> None:
    loud = joined(speak(engine, clause("LOUD speech"), Prosody(volume=2.0)))
    assert np.abs(loud).max() < 1.0


def test_a_letter_is_named_and_a_capital_has_its_tick(engine: EspeakEngine) -> None:
    plain = Clause((Word("a", 0, 1, letter=True),), "en-us")
    ticked = Clause((Word("a", 0, 1, letter=True, icon=True),), "en-us")
    tick = capital_icon(22050)
    assert not np.array_equal(joined(speak(engine, plain))[: len(tick)], tick)
    assert np.array_equal(joined(speak(engine, ticked))[: len(tick)], tick)


def test_word_positions_of_a_chunk_lie_inside_it(engine: EspeakEngine) -> None:
    for chunk in speak(engine, clause("some words that fill several chunks of sound, certainly")):
        assert all(0 <= cue.offset <= len(chunk.samples) for cue in chunk.cues)
        assert all(isinstance(cue, WordCue) for cue in chunk.cues)


def test_a_cancelled_clause_gives_no_sound(engine: EspeakEngine) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(engine.speak(PhonemeRun(clause("hello"), ()), "espeak:en-us", Prosody(), token))


@pytest.mark.parametrize("name", ["espeak:nowhere", "linda", ""])
def test_unknown_voices_are_typed_errors(engine: EspeakEngine, name: str) -> None:
    with pytest.raises(UnknownVoiceError):
        list(engine.speak(PhonemeRun(clause("hello"), ()), name, Prosody(), CancelToken()))


def test_it_offers_the_languages_of_the_library(engine: EspeakEngine) -> None:
    assert {"espeak:en-us", "espeak:de", "espeak:ru"} <= {v.identifier for v in engine.voices()}


LANGUAGES = [
    ("en-us", "a", "Nguyen", "win", "wɪn", "today"),
    ("en-gb", "the", "Leicester", "winter", "ˈwɪntə", "square"),
    ("de", "das", "Chassis", "Haus", "haʊ̯s", "heute"),
    ("fr-fr", "mon", "truc", "bonjour", "bɔ̃ʒuʁ", "madame"),
    ("es", "la", "choza", "casa", "ˈkasa", "bonita"),
    ("it", "la", "villa", "pizza", "ˈpittsa", "buona"),
    ("pl", "to", "rok", "czas", "ˈt͡ʂas", "teraz"),
    ("sv", "ett", "rum", "hus", "hʉːs", "idag"),
    ("cs", "ten", "rok", "čas", "tʃas", "teraz"),
]


@pytest.mark.parametrize(("language", "before", "written", "like", "ipa", "after"), LANGUAGES)
def test_a_word_sounds_as_its_ipa_and_the_others_as_ever(  # noqa: PLR0913, PLR0917
    engine: EspeakEngine, language: str, before: str, written: str, like: str, ipa: str, after: str
) -> None:
    def said(*words: Word) -> tuple[int, list[int]]:
        run = PhonemeRun(Clause(words, language, Stop.FULL), ())
        at, starts = 0, []
        for chunk in engine.speak(run, f"espeak:{language}", Prosody(), CancelToken()):
            starts += [at + cue.offset for cue in chunk.cues]
            at += len(chunk.samples)
        return at, starts

    around = Word(before, 0, 3), Word(after, 9, 12)
    given = said(around[0], Word(written, 4, 8, ipa=ipa), around[1])
    wanted = said(around[0], Word(like, 4, 8), around[1])
    assert len(given[1]) == 3
    # Alike but for some hundredths: the library draws the breath of some sounds anew each time.
    for one, other in zip((given[0], *given[1]), (wanted[0], *wanted[1]), strict=True):
        assert abs(one - other) < 0.06 * wanted[0]


def test_text_is_never_taken_for_names_of_sounds(engine: EspeakEngine) -> None:
    bare = Clause((Word("[[w|'I|n]]", 0, 10), Word("b", 11, 12)), "en-us")
    mixed = Clause((*bare.words, Word("x", 13, 14, ipa="wɪn")), "en-us")
    plain = len(joined(speak(engine, Clause((Word("wIn", 0, 3), Word("b", 4, 5)), "en-us"))))
    assert len(joined(speak(engine, bare))) > 1.2 * plain
    assert len(joined(speak(engine, mixed))) > 1.5 * plain
    assert len(joined(speak(engine, bare))) > 1.2 * plain


@pytest.mark.parametrize("ipa", ["ħaqː", "ǃʘ", "ʙʀⱱ", "ʔa", "ŋ̊", "ɧɞɶ"])
def test_sounds_that_the_voice_has_not_become_near_ones(engine: EspeakEngine, ipa: str) -> None:
    what = Clause((Word("x", 0, 1, ipa=clean_ipa(ipa)),), "en-us")
    assert len(joined(speak(engine, what)))
