"""Voices that leave memory for others, and come back when they have to speak."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from sotto.cancel import CancelToken
from sotto.errors import Cancelled, EngineError, VoiceDamagedError, VoiceLoadingError
from sotto.messages import HOUSE_RATE, Clause, PhonemeRun, Prosody, VoiceInfo, Word
from sotto.voice import late as late_voice
from sotto.voice.abilities import Abilities
from sotto.voice.engine import Engine
from sotto.voice.found import rest
from sotto.voice.late import LateEngine
from sotto.voice.residents import Residents
from sotto.voice.silent import ToneEngine
from waiting import wait_until

WORD = PhonemeRun(Clause((Word("word", 0, 4),), "en"), ((),))


class Bundle:
    """A voice of so many bytes on no disk; `made` counts how often it was loaded."""

    folder = Path("/nowhere")
    abilities = Abilities(HOUSE_RATE, first_chunk_ms=20)

    def __init__(self, name: str, weight: int = 10) -> None:
        self.name = name
        self.weight = weight
        self.made = 0
        self.is_gone = False
        self.may_load = threading.Event()
        self.may_load.set()
        self.came = threading.Event()

    def voices(self) -> tuple[VoiceInfo, ...]:
        return ToneEngine(self.name).voices()

    def engine(self) -> Engine:
        if self.is_gone:
            raise VoiceDamagedError("its files are gone")
        self.made += 1
        self.came.set()
        assert self.may_load.wait(60)
        return ToneEngine(self.name, abilities=self.abilities)


def late(bundle: Bundle, residents: Residents) -> LateEngine:
    voice = LateEngine(bundle, residents=residents)
    assert voice.load()
    return voice


def said(voice: LateEngine) -> int:
    name = voice.voices()[0].identifier
    chunks = voice.speak(WORD, name, Prosody(), CancelToken())
    return sum(len(chunk.samples) for chunk in chunks)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may start a thread late."""
    monkeypatch.setattr(late_voice, "WAIT_SECONDS", 20)


def test_one_voice_stays_whatever_it_weighs() -> None:
    bundle = Bundle("heavy", weight=1000)
    voice = late(bundle, Residents(5))
    assert said(voice) and said(voice)
    assert bundle.made == 1


def test_the_one_used_longest_ago_leaves_and_comes_back() -> None:
    residents = Residents(25)
    bundles = [Bundle(name) for name in "abc"]
    a, b, c = (late(bundle, residents) for bundle in bundles)
    assert said(b) and said(c)
    assert [bundle.made for bundle in bundles] == [1, 1, 1]
    assert said(a)
    assert [bundle.made for bundle in bundles] == [2, 1, 1]
    assert said(c) and said(b)
    assert [bundle.made for bundle in bundles] == [2, 2, 1]


def test_one_that_is_not_in_memory_may_take_longer_but_not_more_than_300_ms() -> None:
    residents = Residents(0)
    a = late(Bundle("a"), residents)
    assert a.abilities.first_chunk_ms == 20
    b = late(Bundle("b"), residents)
    assert 20 < a.abilities.first_chunk_ms <= 300
    assert a.voices() and not a.problem
    assert said(a) and a.abilities.first_chunk_ms == 20
    assert b.abilities.first_chunk_ms > 20


def test_a_clause_that_is_being_spoken_goes_on() -> None:
    residents = Residents(0)
    a, b = late(Bundle("a"), residents), late(Bundle("b"), residents)
    whole = said(a)
    chunks = a.speak(WORD, "a:en", Prosody(), CancelToken())
    first = next(chunks)
    assert said(b)
    assert len(first.samples) + sum(len(chunk.samples) for chunk in chunks) == whole


def test_what_came_with_sotto_does_not_leave() -> None:
    residents = Residents(0)
    own = Bundle("own", weight=0)
    voice = late(own, residents)
    for name in "ab":
        late(Bundle(name), residents)
    assert said(voice) and own.made == 1


def test_a_smaller_limit_holds_at_once() -> None:
    residents = Residents(100)
    bundles = [Bundle(name) for name in "ab"]
    a, b = (late(bundle, residents) for bundle in bundles)
    assert said(a) and said(b)
    residents.set_limit(0)
    assert said(b) and said(a)
    assert [bundle.made for bundle in bundles] == [2, 1]


def test_what_nobody_usually_speaks_with_rests_until_it_is_asked() -> None:
    bundles = [Bundle(name, weight=0) for name in "abc"]
    voices = [late(bundle, Residents(0)) for bundle in bundles]
    rest(voices, {"", voices[0].voices()[0].identifier, voices[2].voices()[0].name})
    assert voices[0].abilities.first_chunk_ms < voices[1].abilities.first_chunk_ms
    assert all(said(voice) for voice in voices) and said(voices[1])
    assert [bundle.made for bundle in bundles] == [1, 2, 1]


def test_one_that_is_put_off_is_loaded_when_it_has_to_speak() -> None:
    bundle = Bundle("a", weight=0)
    voice = LateEngine(bundle)
    voice.put_off()
    assert not voice.problem and voice.voices() and bundle.made == 0
    assert not voice.abilities.is_ready
    assert replace(voice.abilities, is_ready=True, first_chunk_ms=20) == bundle.abilities
    rest([voice], set())
    assert said(voice) and said(voice) and bundle.made == 1
    assert voice.abilities == bundle.abilities
    rest([voice], set())
    assert said(voice) and bundle.made == 2


def test_one_that_was_put_off_and_is_damaged_gives_way_to_the_next_of_its_name() -> None:
    damaged, sound = Bundle("a"), Bundle("a")
    damaged.is_gone = True
    voice = LateEngine(damaged, sound)
    voice.put_off()
    assert said(voice)
    assert (damaged.made, sound.made) == (0, 1)
    assert "its files are gone" in voice.damaged[0]


def test_one_that_was_put_off_and_cannot_be_loaded_is_none() -> None:
    bundle = Bundle("a")
    bundle.is_gone = True
    voice = LateEngine(bundle)
    voice.put_off()
    for _ in range(2):
        with pytest.raises(EngineError, match="a cannot be used"):
            voice.speak(WORD, "a:en", Prosody(), CancelToken())
    assert voice.problem and not voice.voices()
    assert len(voice.damaged) == 1


def test_one_whose_files_are_gone_fails_with_the_reason() -> None:
    residents = Residents(0)
    bundle = Bundle("a")
    a = late(bundle, residents)
    late(Bundle("b"), residents)
    bundle.is_gone = True
    with pytest.raises(VoiceDamagedError, match="its files are gone"):
        said(a)
    bundle.is_gone = False
    assert said(a)


def test_a_closed_one_does_not_come_back() -> None:
    residents = Residents(0)
    a = late(Bundle("a"), residents)
    late(Bundle("b"), residents)
    a.close()
    with pytest.raises(EngineError):
        said(a)


@pytest.fixture
def slow_one(monkeypatch: pytest.MonkeyPatch) -> tuple[Bundle, LateEngine]:
    """A voice that left memory, and comes back when it may."""
    monkeypatch.setattr(late_voice, "WAIT_SECONDS", 0.05)
    residents, bundle = Residents(0), Bundle("a")
    voice = late(bundle, residents)
    late(Bundle("b"), residents)
    bundle.may_load.clear()
    bundle.came.clear()
    return bundle, voice


def test_one_that_comes_back_slowly_says_so_and_is_there_later(
    slow_one: tuple[Bundle, LateEngine],
) -> None:
    bundle, voice = slow_one
    with pytest.raises(VoiceLoadingError):
        said(voice)
    with pytest.raises(VoiceLoadingError):
        said(voice)
    bundle.may_load.set()
    wait_until(lambda: voice.abilities.is_ready, "it is there")
    assert said(voice)
    assert bundle.made == 2


def test_who_waits_for_it_can_be_stopped(
    slow_one: tuple[Bundle, LateEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_voice, "WAIT_SECONDS", 20)
    bundle, voice = slow_one
    cancel = CancelToken()

    def stop() -> None:
        bundle.came.wait(60)
        cancel.cancel()

    stopping = threading.Thread(target=stop)
    stopping.start()
    with pytest.raises(Cancelled):
        list(voice.speak(WORD, voice.voices()[0].identifier, Prosody(), cancel))
    bundle.may_load.set()
    stopping.join()


def test_one_that_comes_back_after_it_was_closed_stays_away(
    slow_one: tuple[Bundle, LateEngine],
) -> None:
    bundle, voice = slow_one
    with pytest.raises(VoiceLoadingError):
        said(voice)
    voice.close()
    bundle.may_load.set()
    with pytest.raises(EngineError):
        said(voice)
    assert not voice.abilities.is_ready
