"""A Piper voice that has to come back into memory: who speaks until it is there. Real voices."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sotto.cancel import CancelToken
from sotto.messages import (
    HOUSE_RATE,
    AudioChunk,
    Options,
    PhonemeRun,
    Utterance,
    VoiceInfo,
    WordCue,
)
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.synthesis import adapter, pipeline
from sotto.synthesis.pipeline import Pipeline, Rendered
from sotto.synthesis.stages import Stages
from sotto.text.clauses import clauses
from sotto.voice.catalogue import CHECKOUT, Catalogue
from sotto.voice.engine import Engine
from sotto.voice.espeak import EspeakEngine
from sotto.voice.formats import describe
from sotto.voice.late import WAIT_SECONDS, Description, LateEngine
from waiting import wait_until

JOE = "en_US-joe-medium:joe"
TEXT = "The first sentence is here. The second sentence follows."


class Held:
    """A voice whose coming back into memory waits until it is let go."""

    def __init__(self, voice: Description) -> None:
        self._voice = voice
        self.folder, self.name, self.weight = voice.folder, voice.name, voice.weight
        self.abilities = voice.abilities
        self.go = threading.Event()
        self.go.set()

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._voice.voices()

    def engine(self) -> Engine:
        assert self.go.wait(60)
        return self._voice.engine()


class Room:
    """A bundled voice, a Piper voice that rests, and espeak-ng; who spoke which clause."""

    def __init__(self, folder: Path, espeak: EspeakThread, bundled: LateEngine) -> None:
        self.held = Held(describe(folder))
        self.joe = LateEngine(self.held)
        assert self.joe.load()
        self.rest()
        plain = EspeakEngine(espeak, espeak)
        self.catalogue = Catalogue([bundled, self.joe], plain)
        self.phonemizer = Phonemizer(espeak)
        self.spoke: list[str] = []

    def rest(self) -> None:
        self.held.go.clear()
        self.joe.release()

    def let_go(self) -> None:
        self.held.go.set()
        wait_until(lambda: self.joe.abilities.is_ready, "the voice is there")

    def speak(
        self, engine: Engine, run: PhonemeRun, voice: str, rate: int, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """As the pipeline has it spoken; who did is noted."""
        for place, chunk in enumerate(adapter.speak(engine, run, voice, rate, cancel)):
            if not place:
                self.spoke.append(voice)
            yield chunk

    def pipeline(self, text: str, language: str = "", *, is_awaited: bool = True) -> Pipeline:
        stages = Stages(clauses, self.phonemizer.run, self.catalogue, HOUSE_RATE)
        options = Options(voice=JOE, language=language)
        return Pipeline(
            Utterance(1, "", text, options),
            stages,
            CancelToken(),
            lambda: 0.0,
            is_awaited=lambda: is_awaited,
        )


@pytest.fixture(scope="module")
def espeak() -> EspeakThread:
    return EspeakThread()


@pytest.fixture(scope="module")
def bundled() -> Iterator[LateEngine]:
    voice = LateEngine(describe(CHECKOUT / "chorus"))
    assert voice.load()
    yield voice
    voice.close()


@pytest.fixture
def room(
    folder: Path, espeak: EspeakThread, bundled: LateEngine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Room]:
    made = Room(folder, espeak, bundled)
    monkeypatch.setattr(pipeline, "speak", made.speak)
    yield made
    made.held.go.set()
    made.joe.close()


def words(pieces: list[Rendered]) -> list[str]:
    cues = [cue for piece in pieces for cue in piece.chunk.cues if isinstance(cue, WordCue)]
    return [TEXT[cue.start : cue.end] for cue in cues]


def test_the_bundled_voice_covers_and_the_own_one_takes_over_at_a_pause(room: Room) -> None:
    spoken = room.pipeline(TEXT)
    pieces: list[Rendered] = []
    for piece in spoken:
        pieces.append(piece)
        if "second" not in words(pieces) and not room.held.go.is_set():
            room.held.go.set()
            # It takes over with the next clause, not where it stands.
            room.let_go()
    assert room.spoke == ["chorus:heart", JOE]
    assert [word.strip(".") for word in words(pieces)] == [w.strip(".") for w in TEXT.split()]
    assert (spoken.trace.voice, spoken.trace.engine) == ("chorus:heart", "spectral")
    assert "still being loaded" in spoken.trace.reason


def test_what_was_covered_is_not_kept_as_the_voices_own(room: Room) -> None:
    covered = room.pipeline(TEXT)
    list(covered)
    assert room.spoke == ["chorus:heart"] * 2 and covered.trace.is_mixed
    room.let_go()
    own = room.pipeline(TEXT)
    list(own)
    assert room.spoke[2:] == [JOE] * 2 and not own.trace.is_mixed and not own.trace.reason


def test_where_nobody_waits_the_voice_is_waited_for(room: Room) -> None:
    """As for a clause that follows others, or for what is rendered ahead."""
    ahead = room.pipeline("Here.", is_awaited=False)
    letting = threading.Timer(3 * WAIT_SECONDS, room.held.go.set)
    letting.start()
    list(ahead)
    assert room.spoke == [JOE] and not ahead.trace.is_mixed
    letting.join()


def test_the_cover_speaks_the_language_of_the_text(room: Room) -> None:
    list(room.pipeline("Here it is.", "en-GB"))
    assert room.spoke == ["chorus:emma"]


def test_without_a_bundled_voice_in_memory_espeak_covers(room: Room, bundled: LateEngine) -> None:
    bundled.release()
    spoken = room.pipeline(TEXT)
    list(spoken)
    assert room.spoke == ["espeak:en-us"] * 2
    assert bundled.load()
